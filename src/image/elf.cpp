#include "image/elf.h"

#include <elf.h>

#include <algorithm>

#include "base/reader.h"
#include "image/names.h"

namespace anchorhold::image {
namespace {

constexpr size_t max_program_headers = 256;

std::string architecture_name(uint16_t machine) {
  switch (machine) {
    case EM_X86_64:
      return "amd64";
    case EM_AARCH64:
      return "arm64";
    case EM_RISCV:
      return "riscv64";
    case EM_PPC64:
      return "ppc64le";
    default:
      return "unknown-" + std::to_string(machine);
  }
}

Result<std::string> interpreter_at(std::string_view object, ByteView bytes, uint64_t offset,
                                   uint64_t size) {
  if (size == 0 || size > max_path || offset > bytes.size() || size > bytes.size() - offset) {
    return Error{Code::malformed, std::string(object), "program header points outside the file"};
  }
  const std::string_view text =
      text_of(bytes.subspan(static_cast<size_t>(offset), static_cast<size_t>(size)));
  return std::string(text.substr(0, text.find('\0')));
}

// The kernel maps what program headers ask for before any system-call filter sees it.
bool breaks_write_xor_execute(uint32_t kind, uint32_t flags) {
  if (kind == PT_GNU_STACK) return (flags & PF_X) != 0;
  return kind == PT_LOAD && (flags & PF_W) != 0 && (flags & PF_X) != 0;
}

}  // namespace

bool is_elf(ByteView bytes) {
  return text_of(bytes).substr(0, SELFMAG) == ELFMAG;
}

Result<Program> parse_program(std::string_view object, ByteView bytes) {
  if (!is_elf(bytes)) {
    return Error{Code::malformed, std::string(object), "not an ELF program"}.advise(
        "name a program as the entry point; for a script name its interpreter, with the script as "
        "first argument");
  }
  Reader reader(object, bytes);
  AH_ASSIGN(const ByteView ident, reader.view(EI_NIDENT));
  if (ident[EI_CLASS] != ELFCLASS64 || ident[EI_DATA] != ELFDATA2LSB) {
    return Error{Code::unsupported, std::string(object), "not a 64-bit little-endian program"};
  }
  AH_ASSIGN(const uint16_t type, reader.u16le());
  if (type != ET_EXEC && type != ET_DYN) {
    return Error{Code::malformed, std::string(object), "an ELF file, but not a program"};
  }
  AH_ASSIGN(const uint16_t machine, reader.u16le());
  AH_TRY(reader.view(4 + 8));  // version, entry
  AH_ASSIGN(const uint64_t table, reader.u64le());
  AH_TRY(reader.view(8 + 4 + 2));  // section table, flags, header size
  AH_ASSIGN(const uint16_t entry_size, reader.u16le());
  AH_ASSIGN(const uint16_t count, reader.u16le());
  if (entry_size != sizeof(Elf64_Phdr) || count == 0 || count > max_program_headers ||
      table > bytes.size()) {
    return Error{Code::malformed, std::string(object),
                 "program headers of another size or number than Linux takes"};
  }
  Program out{.architecture = architecture_name(machine), .interpreter = {}};
  Reader headers(object, bytes.subspan(static_cast<size_t>(table)));
  for (unsigned i = 0; i < count; ++i) {
    AH_ASSIGN(const uint32_t kind, headers.u32le());
    AH_ASSIGN(const uint32_t flags, headers.u32le());
    if (breaks_write_xor_execute(kind, flags)) {
      return Error{Code::unsupported, std::string(object),
                   "asks for memory that is writable and executable"}
          .advise("link it with -z noexecstack and without writable code segments");
    }
    AH_ASSIGN(const uint64_t offset, headers.u64le());
    AH_TRY(headers.view(16));  // addresses
    AH_ASSIGN(const uint64_t size, headers.u64le());
    AH_TRY(headers.view(16));  // memory size, alignment
    if (kind == PT_INTERP) {
      AH_ASSIGN(out.interpreter, interpreter_at(object, bytes, offset, size));
    }
  }
  return out;
}

}  // namespace anchorhold::image

#include "enclave/software/measured_memo.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>

#include "base/reader.h"
#include "base/writer.h"
#include "os/file.h"

namespace anchorhold::enclave {

namespace {

constexpr std::string_view magic = "anchorhold measured v1\n";
constexpr uint64_t max_bytes = 64ULL << 20;

// The file, mapped for the comparison only.
class MappedFile {
 public:
  explicit MappedFile(const std::string& path) {
    const os::Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    struct stat info {};
    if (!file.valid() || ::fstat(file.get(), &info) != 0 || info.st_uid != ::geteuid() ||
        info.st_size <= 0)
      return;
    size_ = static_cast<size_t>(info.st_size);
    at_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file.get(), 0);
  }
  ~MappedFile() {
    if (at_ != MAP_FAILED) ::munmap(at_, size_);
  }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ByteView bytes() const {
    return at_ == MAP_FAILED ? ByteView() : ByteView(static_cast<const uint8_t*>(at_), size_);
  }

 private:
  void* at_ = MAP_FAILED;
  size_t size_ = 0;
};

bool same(ByteView a, ByteView b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size()) == 0;
}

Result<image::Registers> read_memo(ByteView file, const Measurable& measurable) {
  Reader in("measured", file);
  AH_ASSIGN(const ByteView begin, in.view(magic.size()));
  image::Registers registers;
  AH_ASSIGN(registers.pcr0, in.bytes<48>());
  AH_ASSIGN(registers.pcr1, in.bytes<48>());
  AH_ASSIGN(registers.pcr2, in.bytes<48>());
  bool equal = text_of(begin) == magic;
  for (const ByteView part : {measurable.agent, measurable.manifest, measurable.layer}) {
    AH_ASSIGN(const uint64_t size, in.u64be());
    AH_ASSIGN(const ByteView kept, in.view(size));
    equal = equal && same(kept, part);
  }
  AH_TRY(in.finish());
  if (!equal) return Error{Code::not_found, "measured", "of other bytes"};
  return registers;
}

}  // namespace

std::optional<image::Registers> MeasuredMemo::recall(const Measurable& measurable) const {
  const MappedFile file(path_);
  auto registers = read_memo(file.bytes(), measurable);
  if (!registers.ok()) return std::nullopt;
  return *registers;
}

void MeasuredMemo::remember(const Measurable& measurable, const image::Registers& registers) const {
  if (measurable.agent.size() + measurable.manifest.size() + measurable.layer.size() > max_bytes)
    return;
  Writer out;
  out.text(magic).bytes(registers.pcr0).bytes(registers.pcr1).bytes(registers.pcr2);
  for (const ByteView part : {measurable.agent, measurable.manifest, measurable.layer})
    out.u64be(part.size()).bytes(part);
  static_cast<void>(os::write_file(path_, out.view()));
}

}  // namespace anchorhold::enclave

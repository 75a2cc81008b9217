#include "wasm/inspect.h"

#include <array>

#include "wasm/bounds.h"
#include "wasm/sections.h"

namespace anchorhold::wasm {
namespace {

constexpr ByteArray<4> magic = {0x00, 'a', 's', 'm'};
constexpr uint32_t core_version = 1;
constexpr uint32_t layer_bits = 16;  // the upper half of the version: 1 for components

struct Section {
  uint8_t id;
  std::string_view name;
  Status (*read)(Cursor&, Module&);
};

// Section 5.5.16: in the order in which they stand, each at most once.
constexpr std::array ordered_sections = {
    Section{1, "type section", read_type_section},
    Section{2, "import section", read_import_section},
    Section{3, "function section", read_function_section},
    Section{4, "table section", read_table_section},
    Section{5, "memory section", read_memory_section},
    Section{13, "tag section", read_tag_section},
    Section{6, "global section", read_global_section},
    Section{7, "export section", read_export_section},
    Section{8, "start section", read_start_section},
    Section{9, "element section", read_element_section},
    Section{12, "data count section", read_data_count_section},
    Section{10, "code section", read_code_section},
    Section{11, "data section", read_data_section},
};
constexpr Section custom_section = {0, "custom section", read_custom_section};

Status read_preamble(Cursor& cursor) {
  AH_ASSIGN(const ByteView start, cursor.view(magic.size()));
  if (text_of(start) != text_of(magic)) {
    Error other = cursor.error("not a WebAssembly module", 0).want("\"\\0asm\"");
    if (start[0] == '(' || start[0] == ';') {
      return std::move(other).saw("text").advise("translate it to the binary format: wat2wasm");
    }
    return other;
  }
  uint32_t version = 0;
  for (unsigned shift = 0; shift < 32; shift += 8) {
    AH_ASSIGN(const uint8_t byte, cursor.u8());
    version |= uint32_t{byte} << shift;
  }
  if (version == core_version) return {};
  const bool component = version >> layer_bits == 1;
  Error other{Code::unsupported, std::string(cursor.part_name()),
              component ? "a component, not a core module" : "another version of WebAssembly"};
  other.expected = "version 1 of the core format";
  other.seen = "version " + std::to_string(version & 0xffff);
  if (!component) return other;
  return std::move(other).advise(
      "build a core module for WASI preview 1: rustc --target wasm32-wasip1, clang "
      "--target=wasm32-wasi");
}

// Reads the sections of a module in turn.
class Sections {
 public:
  explicit Sections(Cursor& cursor) : cursor_(cursor) {}

  Result<Module> read() {
    while (!cursor_.empty()) AH_TRY(read_section());
    AH_TRY(check_counts());
    return std::move(module_);
  }

 private:
  Result<const Section*> find(uint8_t id, size_t start);
  Status read_section();
  Status check_counts() const;

  Cursor& cursor_;
  Module module_;
  size_t next_ = 0;  // the first of ordered_sections that may still come
  bool has_code_ = false;
};

Result<const Section*> Sections::find(uint8_t id, size_t start) {
  if (id == custom_section.id) return &custom_section;
  for (size_t i = 0; i < ordered_sections.size(); ++i) {
    const Section& section = ordered_sections[i];
    if (section.id != id) continue;
    if (i < next_) {
      return cursor_.error("the " + std::string(section.name) + " comes twice or too late", start);
    }
    next_ = i + 1;
    return &section;
  }
  return cursor_.error("unknown section", start).saw(std::to_string(id));
}

Status Sections::read_section() {
  const size_t start = cursor_.offset();
  AH_ASSIGN(const uint8_t id, cursor_.u8());
  AH_ASSIGN(const Section* section, find(id, start));
  AH_ASSIGN(const uint32_t size, cursor_.u32());
  AH_ASSIGN(Cursor content, cursor_.part(section->name, size));
  AH_TRY(section->read(content, module_));
  has_code_ = has_code_ || section->read == read_code_section;
  // What a custom section holds is no business of the module.
  return id == custom_section.id ? Status() : content.finish();
}

// Sections that are missing are empty, but what others announced must be there.
Status Sections::check_counts() const {
  if (!has_code_ && module_.functions.size() != module_.imports.size()) {
    return cursor_.error("functions without bodies: no code section", cursor_.offset());
  }
  if (module_.data_count && *module_.data_count != module_.data_segments) {
    return cursor_.error("another number of data segments than announced", cursor_.offset())
        .want(std::to_string(*module_.data_count))
        .saw(std::to_string(module_.data_segments));
  }
  return {};
}

}  // namespace

Result<Module> inspect(std::string_view object, ByteView bytes) {
  if (bytes.size() > max_module_size) {
    return Error{Code::limit_exceeded, std::string(object), "too large a module"}
        .want("at most " + std::to_string(max_module_size) + " bytes")
        .saw(std::to_string(bytes.size()));
  }
  Cursor cursor("module", bytes);
  auto module = [&]() -> Result<Module> {
    AH_TRY(read_preamble(cursor));
    return Sections(cursor).read();
  }();
  if (module.ok()) return module;
  return module.take_error().in(object);
}

}  // namespace anchorhold::wasm

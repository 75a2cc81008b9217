// The import section (core specification 2.0, section 5.5.5).

#include "base/printable.h"
#include "wasm/bounds.h"
#include "wasm/features.h"
#include "wasm/sections.h"
#include "wasm/types.h"

namespace anchorhold::wasm {
namespace {

// Under this name compilers import the memory that the linker will provide.
constexpr std::string_view unlinked_memory = "__linear_memory";

std::string import_name(const Import& import) {
  return "import " + printable(import.module) + "." + printable(import.name);
}

// What is imported is read whole before it is refused: shared memory is named as threads rather
// than as an import.
Error refuse_import(Cursor& cursor, const Import& import, uint8_t kind, size_t start) {
  switch (kind) {
    case 0x01:
      if (auto table = read_table_type(cursor); !table.ok()) return table.take_error();
      return unsupported(Feature::imported_table, cursor, import_name(import), start);
    case 0x02:
      if (auto memory = read_memory_type(cursor); !memory.ok()) return memory.take_error();
      return unsupported(
          import.name == unlinked_memory ? Feature::object_file : Feature::imported_memory, cursor,
          import_name(import), start);
    case 0x03:
      if (auto global = read_global_type(cursor); !global.ok()) return global.take_error();
      return unsupported(Feature::imported_global, cursor, import_name(import), start);
    case 0x04:
      return unsupported(Feature::exceptions, cursor, import_name(import) + ", a tag", start);
    case 0x05:
      return unsupported(Feature::type_imports, cursor, import_name(import), start);
    default:
      return cursor.error("unknown kind of import", start).saw(hex_byte(kind));
  }
}

}  // namespace

Status read_import_section(Cursor& cursor, Module& module) {
  AH_ASSIGN(const uint32_t count, cursor.count("imports", max_imports));
  for (uint32_t i = 0; i < count; ++i) {
    const size_t start = cursor.offset();
    Import import;
    AH_ASSIGN(import.module, cursor.name());
    AH_ASSIGN(import.name, cursor.name());
    AH_ASSIGN(const uint8_t kind, cursor.u8());
    if (kind != 0x00) return refuse_import(cursor, import, kind, start);
    AH_ASSIGN(const uint32_t type, cursor.index("type", module.types.size()));
    import.type = module.types[type];
    module.functions.push_back(type);
    module.imports.push_back(std::move(import));
  }
  return {};
}

}  // namespace anchorhold::wasm

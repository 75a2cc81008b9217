// The sections that declare what a module has (core specification 2.0, sections 5.5.3 to 5.5.11).

#include <set>

#include "base/printable.h"
#include "wasm/bounds.h"
#include "wasm/constant.h"
#include "wasm/features.h"
#include "wasm/sections.h"
#include "wasm/types.h"

namespace anchorhold::wasm {
namespace {

constexpr std::string_view dynamic_linking_sections[] = {"dylink", "dylink.0"};

bool is_of_object_file(std::string_view name) {
  return name == "linking" || name.substr(0, 6) == "reloc.";
}

Result<Export> read_export(Cursor& cursor, const Module& module) {
  Export out;
  AH_ASSIGN(out.name, cursor.name());
  const size_t start = cursor.offset();
  AH_ASSIGN(const uint8_t kind, cursor.u8());
  if (kind == 0x04) {
    return unsupported(Feature::exceptions, cursor, "export " + printable(out.name) + ", a tag",
                       start);
  }
  if (kind > 0x04) return cursor.error("unknown kind of export", start).saw(hex_byte(kind));
  out.kind = static_cast<ExternalKind>(kind);
  const auto index = [&]() -> Result<uint32_t> {
    switch (out.kind) {
      case ExternalKind::function:
        return cursor.index("function", module.functions.size());
      case ExternalKind::table:
        return cursor.index("table", module.tables.size());
      case ExternalKind::memory:
        return cursor.index("memory", module.memory ? 1 : 0);
      case ExternalKind::global:
        break;
    }
    return cursor.index("global", module.globals.size());
  };
  AH_ASSIGN(out.index, index());
  return out;
}

}  // namespace

Status read_custom_section(Cursor& cursor, Module& module) {
  const size_t start = cursor.offset();
  AH_ASSIGN(std::string name, cursor.name());
  const std::string seen = "custom section " + printable(name);
  for (const std::string_view dynamic : dynamic_linking_sections) {
    if (name == dynamic) return unsupported(Feature::dynamic_linking, cursor, seen, start);
  }
  if (is_of_object_file(name)) return unsupported(Feature::object_file, cursor, seen, start);
  if (module.custom_sections.size() == max_custom_sections) {
    return cursor.limit("too many custom sections", start)
        .want("at most " + std::to_string(max_custom_sections))
        .advise("strip the module, with wasm-strip or wasm-ld --strip-all");
  }
  module.custom_sections.push_back(std::move(name));
  return {};
}

Status read_type_section(Cursor& cursor, Module& module) {
  AH_ASSIGN(const uint32_t count, cursor.count("types", max_types));
  module.types.reserve(count);
  for (uint32_t i = 0; i < count; ++i) {
    AH_ASSIGN(FunctionType type, read_function_type(cursor));
    module.types.push_back(std::move(type));
  }
  return {};
}

Status read_function_section(Cursor& cursor, Module& module) {
  AH_ASSIGN(const uint32_t count, cursor.count("functions", max_functions));
  module.functions.reserve(module.functions.size() + count);
  for (uint32_t i = 0; i < count; ++i) {
    AH_ASSIGN(const uint32_t type, cursor.index("type", module.types.size()));
    module.functions.push_back(type);
  }
  return {};
}

Status read_table_section(Cursor& cursor, Module& module) {
  AH_ASSIGN(const uint32_t count, cursor.count("tables", max_tables));
  for (uint32_t i = 0; i < count; ++i) {
    AH_ASSIGN(const Table table, read_table_type(cursor));
    module.tables.push_back(table);
  }
  return {};
}

Status read_memory_section(Cursor& cursor, Module& module) {
  const size_t start = cursor.offset();
  AH_ASSIGN(const uint32_t count, cursor.u32());
  if (count > 1) {
    return unsupported(Feature::multiple_memories, cursor, std::to_string(count) + " memories",
                       start);
  }
  if (count == 1) {
    AH_ASSIGN(module.memory, read_memory_type(cursor));
  }
  return {};
}

Status read_tag_section(Cursor& cursor, Module&) {
  return unsupported(Feature::exceptions, cursor, "a tag section", cursor.offset());
}

Status read_global_section(Cursor& cursor, Module& module) {
  AH_ASSIGN(const uint32_t count, cursor.count("globals", max_globals));
  for (uint32_t i = 0; i < count; ++i) {
    AH_ASSIGN(const Global global, read_global_type(cursor));
    AH_TRY(read_constant(cursor, module, global.type));
    module.globals.push_back(global);
  }
  return {};
}

Status read_export_section(Cursor& cursor, Module& module) {
  AH_ASSIGN(const uint32_t count, cursor.count("exports", max_exports));
  std::set<std::string> names;
  for (uint32_t i = 0; i < count; ++i) {
    const size_t start = cursor.offset();
    AH_ASSIGN(Export next, read_export(cursor, module));
    if (!names.insert(next.name).second) {
      return cursor.error("a second export of one name", start).saw(printable(next.name));
    }
    if (next.kind == ExternalKind::function) module.declare(next.index);
    module.exports.push_back(std::move(next));
  }
  return {};
}

Status read_start_section(Cursor& cursor, Module& module) {
  const size_t start = cursor.offset();
  AH_ASSIGN(module.start, cursor.index("function", module.functions.size()));
  const FunctionType& type = module.function_type(*module.start);
  if (type == FunctionType{}) return {};
  return cursor.error("a start function of the wrong type", start)
      .want(to_string(FunctionType{}))
      .saw(to_string(type));
}

}  // namespace anchorhold::wasm

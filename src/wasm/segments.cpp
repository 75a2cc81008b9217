// Element and data segments (core specification 2.0, sections 5.5.12, 5.5.14 and 5.5.15).

#include "wasm/bounds.h"
#include "wasm/constant.h"
#include "wasm/features.h"
#include "wasm/sections.h"
#include "wasm/types.h"

namespace anchorhold::wasm {
namespace {

// The bits of an element segment's kind.
constexpr uint32_t not_active = 1;   // passive or declarative
constexpr uint32_t has_index = 2;    // of an active one: the table is named; else: declarative
constexpr uint32_t expressions = 4;  // elements are constant expressions, not functions

Result<ValueType> read_element_type(Cursor& cursor, uint32_t kind) {
  if ((kind & (not_active | has_index)) == 0) return ValueType::funcref;
  if ((kind & expressions) != 0) return read_reference_type(cursor);
  const size_t start = cursor.offset();
  AH_ASSIGN(const uint8_t element, cursor.u8());
  if (element == 0x00) return ValueType::funcref;
  return cursor.error("unknown kind of elements", start).want("0x00").saw(hex_byte(element));
}

// Where an active segment goes: a table of its type, from a constant on.
Result<uint32_t> read_place(Cursor& cursor, Module& module, uint32_t kind) {
  uint32_t table = 0;
  if ((kind & has_index) != 0) {
    AH_ASSIGN(table, cursor.index("table", module.tables.size()));
  } else if (module.tables.empty()) {
    return cursor.error("an element segment without a table", cursor.offset());
  }
  AH_TRY(read_constant(cursor, module, ValueType::i32));
  return table;
}

Status read_elements(Cursor& cursor, Module& module) {
  const size_t start = cursor.offset();
  AH_ASSIGN(const uint32_t kind, cursor.u32());
  if (kind > (not_active | has_index | expressions)) {
    return cursor.error("unknown kind of element segment", start).saw(std::to_string(kind));
  }
  std::optional<uint32_t> table;
  if ((kind & not_active) == 0) {
    AH_ASSIGN(table, read_place(cursor, module, kind));
  }
  AH_ASSIGN(const ValueType type, read_element_type(cursor, kind));
  if (table && module.tables[*table].element != type) {
    return cursor.error("an element segment of another type than its table", start);
  }
  AH_ASSIGN(const uint32_t count, cursor.count("elements", max_segment_elements));
  for (uint32_t i = 0; i < count; ++i) {
    if ((kind & expressions) != 0) {
      AH_TRY(read_constant(cursor, module, type));
    } else {
      AH_ASSIGN(const uint32_t function, cursor.index("function", module.functions.size()));
      module.declare(function);
    }
  }
  module.elements.push_back(type);
  return {};
}

Status read_data(Cursor& cursor, Module& module) {
  const size_t start = cursor.offset();
  AH_ASSIGN(const uint32_t kind, cursor.u32());
  if (kind > 2) {
    return cursor.error("unknown kind of data segment", start).saw(std::to_string(kind));
  }
  if (kind != 1) {  // active
    uint32_t memory = 0;
    if (kind == 2) {
      AH_ASSIGN(memory, cursor.u32());
    }
    if (memory != 0) {
      return unsupported(Feature::multiple_memories, cursor, "memory " + std::to_string(memory),
                         start);
    }
    if (!module.memory) return cursor.error("a data segment without a memory", start);
    AH_TRY(read_constant(cursor, module, ValueType::i32));
  }
  AH_ASSIGN(const uint32_t size, cursor.u32());
  AH_TRY(cursor.view(size));
  return {};
}

}  // namespace

Status read_element_section(Cursor& cursor, Module& module) {
  AH_ASSIGN(const uint32_t count, cursor.count("element segments", max_segments));
  for (uint32_t i = 0; i < count; ++i) {
    AH_TRY(read_elements(cursor, module));
  }
  return {};
}

Status read_data_count_section(Cursor& cursor, Module& module) {
  AH_ASSIGN(module.data_count, cursor.u32());
  return {};
}

Status read_data_section(Cursor& cursor, Module& module) {
  AH_ASSIGN(module.data_segments, cursor.count("data segments", max_segments));
  for (uint32_t i = 0; i < module.data_segments; ++i) {
    AH_TRY(read_data(cursor, module));
  }
  return {};
}

}  // namespace anchorhold::wasm

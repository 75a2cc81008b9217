#include "wasm/types.h"

#include "wasm/bounds.h"
#include "wasm/features.h"

namespace anchorhold::wasm {
namespace {

// The extension that a byte in the place of a type belongs to.
std::optional<Feature> feature_of_type(uint8_t byte) {
  switch (byte) {
    case 0x7b:  // v128
      return Feature::simd;
    case 0x65:  // shared
      return Feature::threads;
    case 0x74:  // noexn
    case 0x69:  // exnref
      return Feature::exceptions;
    case 0x64:  // (ref …)
    case 0x63:  // (ref null …)
    case 0x40:  // a table whose elements begin as something else than null
      return Feature::function_references;
    case 0x75:  // nocont
    case 0x68:  // contref
    case 0x5d:  // cont
      return Feature::stack_switching;
    case 0x67:  // stringref
      return Feature::strings;
    case 0x78:  // i8
    case 0x77:  // i16
    case 0x73:  // nofunc
    case 0x72:  // noextern
    case 0x71:  // none
    case 0x6e:  // anyref
    case 0x6d:  // eqref
    case 0x6c:  // i31ref
    case 0x6b:  // structref
    case 0x6a:  // arrayref
    case 0x5f:  // struct
    case 0x5e:  // array
    case 0x50:  // sub
    case 0x4f:  // sub final
    case 0x4e:  // rec
      return Feature::garbage_collection;
    default:
      return std::nullopt;
  }
}

Error no_such_type(const Cursor& cursor, std::string_view wanted, uint8_t byte, size_t offset) {
  const std::string seen = "type " + hex_byte(byte);
  if (const auto feature = feature_of_type(byte)) {
    return unsupported(*feature, cursor, seen, offset);
  }
  return cursor.error("unknown type", offset).want(std::string(wanted)).saw(hex_byte(byte));
}

Result<std::vector<ValueType>> read_value_types(Cursor& cursor, std::string_view what,
                                                uint32_t most) {
  AH_ASSIGN(const uint32_t count, cursor.count(what, most));
  std::vector<ValueType> types;
  types.reserve(count);
  for (uint32_t i = 0; i < count; ++i) {
    AH_ASSIGN(const ValueType type, read_value_type(cursor));
    types.push_back(type);
  }
  return types;
}

// Section 5.3.7. Extensions use further bits of the flags.
Result<Limits> read_limits(Cursor& cursor) {
  const size_t start = cursor.offset();
  AH_ASSIGN(const uint8_t flags, cursor.u8());
  const std::string seen = "limits " + hex_byte(flags);
  if (flags > 0x0f) return cursor.error("unknown kind of limits", start).saw(hex_byte(flags));
  if ((flags & 0x08) != 0) return unsupported(Feature::custom_page_sizes, cursor, seen, start);
  if ((flags & 0x04) != 0) return unsupported(Feature::memory64, cursor, seen, start);
  if ((flags & 0x02) != 0) return unsupported(Feature::threads, cursor, seen, start);
  Limits limits;
  AH_ASSIGN(limits.initial, cursor.u32());
  if ((flags & 0x01) != 0) {
    AH_ASSIGN(limits.maximum, cursor.u32());
    if (*limits.maximum < limits.initial) {
      return cursor.error("a maximum below the initial size", start)
          .want("at least " + std::to_string(limits.initial))
          .saw(std::to_string(*limits.maximum));
    }
  }
  return limits;
}

}  // namespace

bool is_reference(ValueType type) {
  return type == ValueType::funcref || type == ValueType::externref;
}

Result<ValueType> value_type_of(const Cursor& cursor, uint8_t byte, size_t offset) {
  const auto type = static_cast<ValueType>(byte);
  switch (type) {
    case ValueType::i32:
    case ValueType::i64:
    case ValueType::f32:
    case ValueType::f64:
    case ValueType::funcref:
    case ValueType::externref:
      return type;
  }
  return no_such_type(cursor, "i32, i64, f32, f64, funcref or externref", byte, offset);
}

Result<ValueType> read_value_type(Cursor& cursor) {
  const size_t start = cursor.offset();
  AH_ASSIGN(const uint8_t byte, cursor.u8());
  return value_type_of(cursor, byte, start);
}

Result<ValueType> read_reference_type(Cursor& cursor) {
  const size_t start = cursor.offset();
  AH_ASSIGN(const uint8_t byte, cursor.u8());
  const auto type = static_cast<ValueType>(byte);
  if (is_reference(type)) return type;
  return no_such_type(cursor, "funcref or externref", byte, start);
}

Result<FunctionType> read_function_type(Cursor& cursor) {
  const size_t start = cursor.offset();
  AH_ASSIGN(const uint8_t form, cursor.u8());
  if (form != 0x60) return no_such_type(cursor, "a function type, 0x60", form, start);
  FunctionType type;
  AH_ASSIGN(type.params, read_value_types(cursor, "parameters", max_params));
  AH_ASSIGN(type.results, read_value_types(cursor, "results", max_results));
  return type;
}

Result<Table> read_table_type(Cursor& cursor) {
  const size_t start = cursor.offset();
  Table table;
  AH_ASSIGN(table.element, read_reference_type(cursor));
  AH_ASSIGN(table.limits, read_limits(cursor));
  if (table.limits.initial <= max_table_size) return table;
  return cursor.limit("too large a table", start)
      .want("at most " + std::to_string(max_table_size) + " elements")
      .saw(std::to_string(table.limits.initial));
}

Result<Limits> read_memory_type(Cursor& cursor) {
  const size_t start = cursor.offset();
  AH_ASSIGN(const Limits limits, read_limits(cursor));
  const uint32_t most = limits.maximum.value_or(limits.initial);
  if (most <= max_memory_pages) return limits;
  return cursor.error("a memory beyond 4 GiB", start)
      .want("at most " + std::to_string(max_memory_pages) + " pages")
      .saw(std::to_string(most));
}

Result<Global> read_global_type(Cursor& cursor) {
  Global global;
  AH_ASSIGN(global.type, read_value_type(cursor));
  const size_t start = cursor.offset();
  AH_ASSIGN(const uint8_t mutability, cursor.u8());
  if ((mutability & 0xfe) == 0x02) {
    return unsupported(Feature::threads, cursor, "shared global " + hex_byte(mutability), start);
  }
  if (mutability > 1) {
    return cursor.error("unknown mutability", start).want("0 or 1").saw(hex_byte(mutability));
  }
  global.is_mutable = mutability == 1;
  return global;
}

}  // namespace anchorhold::wasm

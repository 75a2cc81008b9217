#include "wasm/constant.h"

#include "wasm/features.h"
#include "wasm/opcodes.h"
#include "wasm/types.h"

namespace anchorhold::wasm {
namespace {

// Arithmetic, and values of other globals: instructions that only extensions have in constants.
std::optional<Feature> feature_of_constant(uint8_t byte) {
  switch (byte) {
    case 0x23:  // global.get
    case 0x6a:  // i32.add
    case 0x6b:  // i32.sub
    case 0x6c:  // i32.mul
    case 0x7c:  // i64.add
    case 0x7d:  // i64.sub
    case 0x7e:  // i64.mul
      return Feature::extended_constants;
    default:
      break;
  }
  const Opcode& op = opcode(byte);
  if (op.form == Form::refused) return op.feature;
  return std::nullopt;
}

// The rest of the instruction that begins with `byte`, and the type of its value.
Result<ValueType> read_literal(Cursor& cursor, Module& module, uint8_t byte, size_t start) {
  switch (byte) {
    case 0x41:
      AH_TRY(cursor.s32());
      return ValueType::i32;
    case 0x42:
      AH_TRY(cursor.s64());
      return ValueType::i64;
    case 0x43:
      AH_TRY(cursor.view(4));
      return ValueType::f32;
    case 0x44:
      AH_TRY(cursor.view(8));
      return ValueType::f64;
    case 0xd0:
      return read_reference_type(cursor);
    case 0xd2: {
      AH_ASSIGN(const uint32_t function, cursor.index("function", module.functions.size()));
      module.declare(function);
      return ValueType::funcref;
    }
    default:
      break;
  }
  const std::string seen = "opcode " + hex_byte(byte);
  if (const auto feature = feature_of_constant(byte)) {
    return unsupported(*feature, cursor, seen, start);
  }
  return cursor.error("not a constant expression", start).want("a constant").saw(seen);
}

}  // namespace

Status read_constant(Cursor& cursor, Module& module, ValueType type) {
  const size_t start = cursor.offset();
  AH_ASSIGN(const uint8_t byte, cursor.u8());
  AH_ASSIGN(const ValueType seen, read_literal(cursor, module, byte, start));
  if (seen != type) return cursor.error("a constant of another type than it is used for", start);
  const size_t after = cursor.offset();
  AH_ASSIGN(const uint8_t end, cursor.u8());
  if (end == 0x0b) return {};
  const std::string more = "opcode " + hex_byte(end);
  if (opcode(end).form == Form::unknown) {
    return cursor.error("unknown instruction", after).saw(more);
  }
  return unsupported(Feature::extended_constants, cursor, more, after);
}

}  // namespace anchorhold::wasm

#include "wasm/body.h"

#include "wasm/bounds.h"
#include "wasm/types.h"

namespace anchorhold::wasm {
namespace {

// Extensions put the number of a memory behind an access when this bit of its alignment is set.
constexpr uint32_t names_memory = 0x40;
// The numbers of relaxed SIMD behind its prefix begin here.
constexpr uint32_t first_relaxed = 0x100;
constexpr uint8_t vector_prefix = 0xfd;

ValueType type_of_letter(char letter) {
  switch (letter) {
    case 'i':
      return ValueType::i32;
    case 'I':
      return ValueType::i64;
    case 'f':
      return ValueType::f32;
    default:
      return ValueType::f64;
  }
}

}  // namespace

Status Body::read() {
  AH_TRY(read_locals());
  AH_TRY(operands_.open(Opening::function, type_.params, type_.results));
  while (operands_.blocks() != 0) AH_TRY(read_instruction());
  return cursor_.finish();
}

Status Body::read_locals() {
  AH_ASSIGN(const uint32_t groups, cursor_.count("groups of locals", max_locals));
  uint64_t locals = 0;
  for (uint32_t i = 0; i < groups; ++i) {
    const size_t start = cursor_.offset();
    AH_ASSIGN(const uint32_t count, cursor_.u32());
    locals += count;
    if (locals > max_locals) {
      return cursor_.limit("too many locals", start)
          .want("at most " + std::to_string(max_locals))
          .saw(std::to_string(locals));
    }
    AH_ASSIGN(const ValueType type, read_value_type(cursor_));
    locals_.insert(locals_.end(), count, type);
  }
  return {};
}

Status Body::read_instruction() {
  start_ = cursor_.offset();
  operands_.at(start_);
  AH_ASSIGN(const Opcode* op, read_opcode());
  if (op->form < Form::unreachable) return read_fixed(*op);
  return op->form < Form::drop ? read_control(op->form) : read_value(op->form);
}

Result<const Opcode*> Body::read_opcode() {
  AH_ASSIGN(const uint8_t byte, cursor_.u8());
  const Opcode& op = opcode(byte);
  if (op.form == Form::prefix || byte == vector_prefix) return read_prefixed(byte);
  const std::string_view seen = "opcode ";
  if (op.form == Form::refused) {
    return unsupported(op.feature, cursor_, std::string(seen) + hex_byte(byte), start_);
  }
  if (op.form == Form::unknown) {
    return error("unknown instruction").saw(std::string(seen) + hex_byte(byte));
  }
  return &op;
}

Result<const Opcode*> Body::read_prefixed(uint8_t prefix) {
  AH_ASSIGN(const uint32_t number, cursor_.u32());
  const auto seen = [&] { return "opcode " + hex_byte(prefix) + " " + std::to_string(number); };
  if (prefix == vector_prefix) {
    const Feature feature = number < first_relaxed ? Feature::simd : Feature::relaxed_simd;
    return unsupported(feature, cursor_, seen(), start_);
  }
  const Opcode& op = prefixed_opcode(number);
  if (op.form == Form::refused) return unsupported(op.feature, cursor_, seen(), start_);
  if (op.form == Form::unknown) return error("unknown instruction").saw(seen());
  return &op;
}

Status Body::read_fixed(const Opcode& op) {
  AH_TRY(read_immediate(op));
  for (size_t i = op.operands.size(); i > 0; --i) {
    AH_TRY(operands_.pop(type_of_letter(op.operands[i - 1])));
  }
  for (const char letter : op.results) AH_TRY(operands_.push(type_of_letter(letter)));
  return {};
}

Status Body::read_immediate(const Opcode& op) {
  switch (op.form) {
    case Form::access:
      return read_access(op.alignment);
    case Form::memory:
      return read_memory();
    case Form::memory_copy:
      AH_TRY(read_memory());
      return read_memory();
    case Form::memory_init:
      AH_TRY(read_data());
      return read_memory();
    case Form::data:
      return read_data();
    case Form::i32:
      AH_TRY(cursor_.s32());
      return {};
    case Form::i64:
      AH_TRY(cursor_.s64());
      return {};
    case Form::bytes4:
      AH_TRY(cursor_.view(4));
      return {};
    case Form::bytes8:
      AH_TRY(cursor_.view(8));
      return {};
    case Form::table_init:
      return read_table_init();
    case Form::element:
      AH_TRY(segment());
      return {};
    case Form::table_copy:
      return read_table_copy();
    case Form::table_size:
      AH_TRY(table());
      return {};
    default:
      return {};
  }
}

Status Body::read_access(unsigned alignment) {
  const size_t start = cursor_.offset();
  AH_ASSIGN(const uint32_t flags, cursor_.u32());
  if (!module_.memory) return error("an instruction on memory in a module without one");
  if (flags < 2 * names_memory && (flags & names_memory) != 0) {
    return unsupported(Feature::multiple_memories, cursor_, "an access to a numbered memory",
                       start);
  }
  if (flags > alignment) {
    return cursor_.error("aligned beyond its size", start)
        .want("at most 2^" + std::to_string(alignment))
        .saw("2^" + std::to_string(flags));
  }
  AH_TRY(cursor_.u32());
  return {};
}

Status Body::read_memory() {
  const size_t start = cursor_.offset();
  AH_ASSIGN(const uint8_t memory, cursor_.u8());
  if (!module_.memory) return error("an instruction on memory in a module without one");
  if (memory == 0) return {};
  return unsupported(Feature::multiple_memories, cursor_, "memory " + std::to_string(memory),
                     start);
}

// Section 3.4.11: functions that use data segments need their number beforehand.
Status Body::read_data() {
  if (!module_.data_count) {
    return error("an instruction on data in a module without a data count section");
  }
  AH_TRY(cursor_.index("data segment", *module_.data_count));
  return {};
}

Status Body::read_table_init() {
  AH_ASSIGN(const uint32_t from, segment());
  AH_ASSIGN(const uint32_t to, table());
  if (module_.elements[from] == module_.tables[to].element) return {};
  return error("elements of another type than their table");
}

Status Body::read_table_copy() {
  AH_ASSIGN(const uint32_t to, table());
  AH_ASSIGN(const uint32_t from, table());
  if (module_.tables[from].element == module_.tables[to].element) return {};
  return error("tables of different types");
}

}  // namespace anchorhold::wasm

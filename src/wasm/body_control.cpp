// Control instructions (core specification 2.0, sections 3.3.8 and 5.4.1).

#include <array>

#include "wasm/body.h"
#include "wasm/bounds.h"
#include "wasm/types.h"

namespace anchorhold::wasm {
namespace {

constexpr std::array single_types = {ValueType::i32, ValueType::i64,     ValueType::f32,
                                     ValueType::f64, ValueType::funcref, ValueType::externref};

// A list of one type that outlives everybody.
Types list_of_one(ValueType type) {
  for (const ValueType& each : single_types) {
    if (each == type) return {&each, 1};
  }
  return {};
}

}  // namespace

Status Body::read_control(Form form) {
  switch (form) {
    case Form::unreachable:
      operands_.unreachable();
      return {};
    case Form::block:
      return read_block(Opening::block);
    case Form::loop:
      return read_block(Opening::loop);
    case Form::if_then:
      AH_TRY(operands_.pop(ValueType::i32));
      return read_block(Opening::if_then);
    case Form::if_else:
      return operands_.turn();
    case Form::end:
      return operands_.close();
    case Form::branch_table:
      return read_branch_table();
    case Form::leave:
      AH_TRY(operands_.pop(operands_.results()));
      operands_.unreachable();
      return {};
    case Form::call:
      return read_call();
    case Form::call_indirect:
      return read_call_indirect();
    default:
      return read_branch(form);
  }
}

Status Body::read_block(Opening opening) {
  AH_ASSIGN(const BlockType type, read_block_type());
  return operands_.open(opening, type.params, type.results);
}

// Section 5.4.1: nothing, one value type, or the index of a type; the first two have one byte.
Result<BlockType> Body::read_block_type() {
  const size_t start = cursor_.offset();
  AH_ASSIGN(const int64_t type, cursor_.s33());
  if (type >= 0) {
    if (static_cast<uint64_t>(type) >= module_.types.size()) {
      return cursor_.error("no such type", start)
          .want("an index below " + std::to_string(module_.types.size()))
          .saw(std::to_string(type));
    }
    const FunctionType& function = module_.types[static_cast<size_t>(type)];
    return BlockType{function.params, function.results};
  }
  if (cursor_.offset() != start + 1) return cursor_.error("unknown type of a block", start);
  const auto byte = static_cast<uint8_t>(type & 0x7f);
  if (byte == 0x40) return BlockType{};
  AH_ASSIGN(const ValueType result, value_type_of(cursor_, byte, start));
  return BlockType{{}, list_of_one(result)};
}

Status Body::read_branch(Form form) {
  AH_ASSIGN(const uint32_t depth, label());
  if (form == Form::branch_if) AH_TRY(operands_.pop(ValueType::i32));
  AH_TRY(operands_.pop(operands_.label(depth)));
  if (form == Form::branch_if) return operands_.push(operands_.label(depth));
  operands_.unreachable();
  return {};
}

Status Body::read_branch_table() {
  AH_ASSIGN(const uint32_t count, cursor_.count("branch targets", max_branch_targets));
  std::vector<uint32_t> depths;
  for (uint32_t i = 0; i <= count; ++i) {
    AH_ASSIGN(const uint32_t depth, label());
    depths.push_back(depth);
  }
  AH_TRY(operands_.pop(ValueType::i32));
  const Types otherwise = operands_.label(depths.back());
  for (const uint32_t depth : depths) {
    const Types types = operands_.label(depth);
    if (types.size() != otherwise.size()) return error("branch targets of different types");
    AH_TRY(operands_.check_top(types));
  }
  operands_.unreachable();
  return {};
}

Status Body::call(const FunctionType& type) {
  AH_TRY(operands_.pop(Types(type.params)));
  return operands_.push(Types(type.results));
}

Status Body::read_call() {
  AH_ASSIGN(const uint32_t function, cursor_.index("function", module_.functions.size()));
  return call(module_.function_type(function));
}

Status Body::read_call_indirect() {
  AH_ASSIGN(const uint32_t type, cursor_.index("type", module_.types.size()));
  AH_ASSIGN(const uint32_t from, table());
  if (module_.tables[from].element != ValueType::funcref) {
    return error("an indirect call through a table of other than functions");
  }
  AH_TRY(operands_.pop(ValueType::i32));
  return call(module_.types[type]);
}

}  // namespace anchorhold::wasm

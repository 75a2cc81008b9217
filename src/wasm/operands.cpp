#include "wasm/operands.h"

#include <algorithm>

#include "wasm/bounds.h"

namespace anchorhold::wasm {

namespace {

std::string operand_name(Operand type) {
  return type ? std::string(type_name(*type)) : "a value of any type";
}

}  // namespace

Status Operands::push(Operand type) {
  if (stack_.size() == max_operands) {
    return cursor_.limit("too many operands", offset_)
        .want("at most " + std::to_string(max_operands));
  }
  stack_.push_back(type);
  return {};
}

Status Operands::push(Types types) {
  for (const ValueType type : types) AH_TRY(push(Operand(type)));
  return {};
}

Result<Operand> Operands::pop() {
  const Frame& frame = frames_.back();
  if (stack_.size() == frame.height) {
    if (frame.unreachable) return Operand();
    return error("an operand is missing");
  }
  const Operand top = stack_.back();
  stack_.pop_back();
  return top;
}

Status Operands::pop(ValueType type) {
  AH_ASSIGN(const Operand seen, pop());
  if (!seen || *seen == type) return {};
  return wrong_type(type, seen);
}

Error Operands::wrong_type(ValueType type, Operand seen) const {
  return error("an operand of the wrong type")
      .want(std::string(type_name(type)))
      .saw(operand_name(seen));
}

Status Operands::pop(Types types) {
  for (size_t i = types.size(); i > 0; --i) AH_TRY(pop(types[i - 1]));
  return {};
}

Status Operands::check_top(Types types) {
  const size_t height = frames_.back().height;
  for (size_t i = 0; i < types.size(); ++i) {
    const ValueType type = types[types.size() - 1 - i];
    if (stack_.size() - height <= i) {
      if (frames_.back().unreachable) return {};
      return error("an operand is missing");
    }
    const Operand seen = stack_[stack_.size() - 1 - i];
    if (seen && *seen != type) return wrong_type(type, seen);
  }
  return {};
}

Status Operands::open(Opening opening, Types params, Types results) {
  if (frames_.size() > max_nesting) {
    return cursor_.limit("blocks nested too deeply", offset_)
        .want("at most " + std::to_string(max_nesting));
  }
  if (opening != Opening::function) AH_TRY(pop(params));
  frames_.push_back({opening, params, results, stack_.size(), false});
  // A function's parameters are its first locals.
  return opening == Opening::function ? Status() : push(params);
}

Status Operands::finish_arm() {
  const Frame& frame = frames_.back();
  AH_TRY(pop(frame.results));
  if (stack_.size() == frame.height) return {};
  return error("operands are left at the end of a block")
      .want("none")
      .saw(operand_name(stack_.back()));
}

Status Operands::turn() {
  if (frames_.back().opening != Opening::if_then) return error("an else without an if");
  AH_TRY(finish_arm());
  frames_.back().opening = Opening::if_else;
  frames_.back().unreachable = false;
  return push(frames_.back().params);
}

Status Operands::close() {
  const Frame frame = frames_.back();
  // Without an else, the parameters are the results.
  if (frame.opening == Opening::if_then && !std::ranges::equal(frame.params, frame.results)) {
    return error("an if of this type needs an else");
  }
  AH_TRY(finish_arm());
  frames_.pop_back();
  return push(frame.results);
}

void Operands::unreachable() {
  stack_.resize(frames_.back().height);
  frames_.back().unreachable = true;
}

Types Operands::label(uint32_t depth) const {
  const Frame& frame = frames_[frames_.size() - 1 - depth];
  return frame.opening == Opening::loop ? frame.params : frame.results;
}

}  // namespace anchorhold::wasm

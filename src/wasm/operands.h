#pragma once
// The stack of operands' types: the validation algorithm of the core specification 2.0 (appendix,
// "Validation Algorithm").

#include <optional>
#include <span>
#include <vector>

#include "wasm/cursor.h"
#include "wasm/module.h"

namespace anchorhold::wasm {

using Types = std::span<const ValueType>;
// Operand: of any type, where code cannot be reached.
using Operand = std::optional<ValueType>;

enum class Opening : uint8_t { function, block, loop, if_then, if_else };

// Operands: the types on the stack of one function, and its open blocks. What `params` and
// `results` of blocks point to must outlive it, and so must the cursor, whose part errors name.
class Operands {
 public:
  explicit Operands(const Cursor& cursor) : cursor_(cursor) {}

  // at: errors are about the instruction at `offset` from here on.
  void at(size_t offset) { offset_ = offset; }
  // blocks: how many are open, the function's own among them.
  size_t blocks() const { return frames_.size(); }

  Status push(Operand type);
  Status push(Types types);
  Status pop(ValueType type);
  Status pop(Types types);
  Result<Operand> pop();
  // check_top: that `types` stand on the stack; they stay there.
  Status check_top(Types types);

  // open: a block; its parameters, which stand on the stack, become its own operands.
  Status open(Opening opening, Types params, Types results);
  // turn: to the other arm of an if.
  Status turn();
  // close: the innermost block, whose results stand on the stack in place of its operands.
  Status close();
  // unreachable: nothing after it runs until the block ends.
  void unreachable();
  // label: what a branch to the block `depth` levels out takes along.
  Types label(uint32_t depth) const;
  // results: of the function.
  Types results() const { return frames_.front().results; }

 private:
  struct Frame {
    Opening opening = Opening::function;
    Types params;
    Types results;
    size_t height = 0;  // of the stack at its start
    bool unreachable = false;
  };

  Status finish_arm();
  Error wrong_type(ValueType type, Operand seen) const;
  Error error(std::string message) const { return cursor_.error(std::move(message), offset_); }

  const Cursor& cursor_;
  size_t offset_ = 0;
  std::vector<Operand> stack_;
  std::vector<Frame> frames_;
};

}  // namespace anchorhold::wasm

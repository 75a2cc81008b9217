#pragma once
// A function's body (core specification 2.0, section 5.5.13): its locals, and its instructions one
// by one.

#include <vector>

#include "wasm/cursor.h"
#include "wasm/module.h"
#include "wasm/opcodes.h"
#include "wasm/operands.h"

namespace anchorhold::wasm {

struct BlockType {
  Types params;
  Types results;
};

// Body: of a function of type `type`. Whatever it is made of must outlive it.
class Body {
 public:
  Body(Cursor& cursor, const Module& module, const FunctionType& type)
      : cursor_(cursor), module_(module), type_(type), operands_(cursor), locals_(type.params) {}

  // read: reads to the cursor's end, and validates (section 3.3): every instruction is one that is
  // supported, every index has something behind it, every block ends once, and every operand has
  // the type that it is used as.
  Status read();

 private:
  Status read_locals();
  Status read_instruction();
  Result<const Opcode*> read_opcode();
  Result<const Opcode*> read_prefixed(uint8_t prefix);

  // The forms of which the table gives the types.
  Status read_fixed(const Opcode& op);
  Status read_immediate(const Opcode& op);
  Status read_access(unsigned alignment);
  Status read_memory();
  Status read_data();
  Status read_table_init();
  Status read_table_copy();

  Status read_control(Form form);
  Status read_block(Opening opening);
  Result<BlockType> read_block_type();
  Status read_branch(Form form);
  Status read_branch_table();
  Status read_call();
  Status read_call_indirect();

  Status read_value(Form form);
  Status read_select();
  Status read_select_typed();
  Status read_local(Form form);
  Status read_global(Form form);
  Status read_table_access(Form form);
  Status read_function_reference();
  Status read_is_null();

  Status call(const FunctionType& type);
  Result<uint32_t> label() { return cursor_.index("enclosing block", operands_.blocks()); }
  Result<uint32_t> table() { return cursor_.index("table", module_.tables.size()); }
  Result<uint32_t> segment() { return cursor_.index("element segment", module_.elements.size()); }
  Error error(std::string message) const { return cursor_.error(std::move(message), start_); }

  Cursor& cursor_;
  const Module& module_;
  const FunctionType& type_;
  Operands operands_;
  std::vector<ValueType> locals_;  // the parameters first
  size_t start_ = 0;               // of the instruction that is read
};

}  // namespace anchorhold::wasm

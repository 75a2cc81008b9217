// Instructions whose types come from operands, variables, tables and references (core specification
// 2.0, sections 3.3.2 and 3.3.4 to 3.3.6).

#include "wasm/body.h"
#include "wasm/types.h"

namespace anchorhold::wasm {

Status Body::read_value(Form form) {
  switch (form) {
    case Form::drop:
      AH_TRY(operands_.pop());
      return {};
    case Form::select:
      return read_select();
    case Form::select_typed:
      return read_select_typed();
    case Form::local_get:
    case Form::local_set:
    case Form::local_tee:
      return read_local(form);
    case Form::global_get:
    case Form::global_set:
      return read_global(form);
    case Form::null_reference: {
      AH_ASSIGN(const ValueType type, read_reference_type(cursor_));
      return operands_.push(type);
    }
    case Form::is_null:
      return read_is_null();
    case Form::function_reference:
      return read_function_reference();
    default:
      return read_table_access(form);
  }
}

// Section 3.3.4.2: without a type, of numbers only.
Status Body::read_select() {
  AH_TRY(operands_.pop(ValueType::i32));
  AH_ASSIGN(const Operand second, operands_.pop());
  AH_ASSIGN(const Operand first, operands_.pop());
  const bool numbers = !(first && is_reference(*first)) && !(second && is_reference(*second));
  if (numbers && (!first || !second || *first == *second)) {
    return operands_.push(first ? first : second);
  }
  return error("select between other than two numbers of one type");
}

Status Body::read_select_typed() {
  const size_t start = cursor_.offset();
  AH_ASSIGN(const uint32_t count, cursor_.u32());
  if (count != 1) {
    return cursor_.error("select of other than one type", start)
        .want("1")
        .saw(std::to_string(count));
  }
  AH_ASSIGN(const ValueType type, read_value_type(cursor_));
  AH_TRY(operands_.pop(ValueType::i32));
  AH_TRY(operands_.pop(type));
  AH_TRY(operands_.pop(type));
  return operands_.push(type);
}

Status Body::read_local(Form form) {
  AH_ASSIGN(const uint32_t local, cursor_.index("local", locals_.size()));
  if (form != Form::local_get) AH_TRY(operands_.pop(locals_[local]));
  return form == Form::local_set ? Status() : operands_.push(locals_[local]);
}

Status Body::read_global(Form form) {
  AH_ASSIGN(const uint32_t index, cursor_.index("global", module_.globals.size()));
  const Global& global = module_.globals[index];
  if (form == Form::global_get) return operands_.push(global.type);
  if (!global.is_mutable) return error("an assignment to a global that is not mutable");
  return operands_.pop(global.type);
}

Status Body::read_table_access(Form form) {
  AH_ASSIGN(const uint32_t index, table());
  const ValueType type = module_.tables[index].element;
  switch (form) {
    case Form::table_get:
      AH_TRY(operands_.pop(ValueType::i32));
      return operands_.push(type);
    case Form::table_grow:
      AH_TRY(operands_.pop(ValueType::i32));
      AH_TRY(operands_.pop(type));
      return operands_.push(ValueType::i32);
    case Form::table_fill:
      AH_TRY(operands_.pop(ValueType::i32));
      break;
    default:  // table.set
      break;
  }
  AH_TRY(operands_.pop(type));
  return operands_.pop(ValueType::i32);
}

Status Body::read_is_null() {
  AH_ASSIGN(const Operand type, operands_.pop());
  if (type && !is_reference(*type)) return error("ref.is_null of a number");
  return operands_.push(ValueType::i32);
}

// Section 3.4.11: only functions that the module names outside of bodies can be referred to.
Status Body::read_function_reference() {
  AH_ASSIGN(const uint32_t function, cursor_.index("function", module_.functions.size()));
  if (!module_.is_declared(function)) {
    return error("a reference to a function that no segment, global or export declares");
  }
  return operands_.push(ValueType::funcref);
}

}  // namespace anchorhold::wasm

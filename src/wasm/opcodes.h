#pragma once
// The instructions of the core specification 2.0: what follows each opcode (section 5.4), and the
// types of what it takes and gives (section 3.3).

#include <cstdint>
#include <string_view>

#include "wasm/features.h"

namespace anchorhold::wasm {

// Form: what stands behind an opcode, and where its types come from.
enum class Form : uint8_t {
  unknown,  // no instruction of any version that is known here
  refused,  // an instruction of an extension
  prefix,   // 0xfc: the instruction's number follows

  // Of the types that the table gives.
  plain,
  access,  // loads and stores: alignment and offset
  memory,  // the zero byte that stands for the only memory
  memory_copy,
  memory_init,
  data,  // data.drop
  i32,
  i64,
  bytes4,  // f32.const
  bytes8,  // f64.const
  table_init,
  element,  // elem.drop
  table_copy,
  table_size,

  // Control: types from blocks and functions.
  unreachable,
  block,
  loop,
  if_then,
  if_else,
  end,
  branch,
  branch_if,
  branch_table,
  leave,  // return
  call,
  call_indirect,

  // Types from operands, variables and tables.
  drop,
  select,
  select_typed,
  local_get,
  local_set,
  local_tee,
  global_get,
  global_set,
  table_get,
  table_set,
  table_grow,
  table_fill,
  null_reference,
  is_null,
  function_reference,
};

struct Opcode {
  Form form = Form::unknown;
  // Types by letters: i for i32, I for i64, f for f32, d for f64.
  std::string_view operands = {};
  std::string_view results = {};
  uint8_t alignment = 0;            // of access: the largest allowed, as a power of two
  Feature feature = Feature::simd;  // of refused
};

// opcode: what begins with `byte`.
const Opcode& opcode(uint8_t byte);
// prefixed_opcode: what follows 0xfc with the number `number`.
const Opcode& prefixed_opcode(uint32_t number);

}  // namespace anchorhold::wasm

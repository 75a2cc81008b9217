#pragma once
// The instructions of the core specification 2.0 (section 5.4), by what follows their opcode.

#include <cstdint>
#include <optional>

#include "wasm/features.h"

namespace anchorhold::wasm {

enum class Immediate : uint8_t {
  unknown,  // no instruction of any version that is known here
  refused,  // an instruction of an extension
  none,
  block,          // block, loop: a block type
  block_if,       // if: a block type
  block_else,     // else
  block_end,      // end
  label,          // br, br_if
  label_table,    // br_table
  function,       // call, ref.func
  call_indirect,  // a type and a table
  value_types,    // select with a type
  local,
  global,
  table,
  access,  // loads and stores: alignment and offset
  memory,  // the zero byte that stands for the only memory
  i32,
  i64,
  bytes4,  // f32.const
  bytes8,  // f64.const
  reference_type,
  table_init,   // an element segment and a table
  element,      // elem.drop
  table_copy,   // two tables
  memory_init,  // a data segment and the memory
  data,         // data.drop
  memory_copy,  // the memory twice
  prefix,       // 0xfc: the instruction's number follows
};

struct Opcode {
  Immediate immediate = Immediate::unknown;
  uint8_t alignment = 0;            // of access: the largest allowed, as a power of two
  Feature feature = Feature::simd;  // of refused
};

// opcode: what begins with `byte`.
const Opcode& opcode(uint8_t byte);
// prefixed_opcode: what follows 0xfc with the number `number`.
Opcode prefixed_opcode(uint32_t number);

}  // namespace anchorhold::wasm

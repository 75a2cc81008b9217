#pragma once
// How a WebAssembly program ends, as the status of its process. A module's own exit codes reach to
// 125, as in other runtimes; what lies above says why the runner ended it. The process is not
// trusted: a status other than 0 is a failure, whatever it claims.

#include <cstdint>

namespace anchorhold::wasi {

inline constexpr uint32_t max_exit_code = 125;

enum class Ended : uint8_t {
  trap_out_of_bounds = 128,
  trap_integer_overflow,
  trap_division_by_zero,
  trap_invalid_conversion,
  trap_unreachable,
  trap_indirect_call,
  trap_stack_overflow,
  memory_limit,     // memory.grow was refused by the limit, and the module gave up
  exit_code_range,  // proc_exit with more than 125
  input_refused,    // an input's bytes did not verify
  no_setup,         // descriptor 3 is not the other side
};

}  // namespace anchorhold::wasi

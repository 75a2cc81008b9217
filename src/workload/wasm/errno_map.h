#pragma once
// The kernel's errno as the standard's: the same names under other numbers.

#include "workload/wasm/types.h"

namespace anchorhold::wasi {

// errno_of: `io` for what the standard has no name for.
Errno errno_of(int host);

// last_errno: of the system call that failed last.
Errno last_errno();

}  // namespace anchorhold::wasi

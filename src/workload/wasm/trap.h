#pragma once
// How the process of a module ends.

#include <cstdint>

#include "workload/wasm/status.h"

namespace anchorhold::wasi {

// end: the process ends here, with the status that says why. `trap_unreachable` after the limit has
// refused memory is put down to that.
[[noreturn]] void end(Ended why);

// end_with_code: as proc_exit demands. A code out of range is a failure of its own, and another
// one after the limit has refused memory is put down to that.
[[noreturn]] void end_with_code(uint32_t code);

// catch_faults: from here on, an access outside of linear memory, an endless recursion or a fault
// of arithmetic ends the process with its status.
void catch_faults();

}  // namespace anchorhold::wasi

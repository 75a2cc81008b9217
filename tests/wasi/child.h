#pragma once
// The new process of a program: its descriptors, its limits, its files and its filter, and then the
// program.

#include "program.h"

#include "os/fd.h"

namespace anchorhold::wasi_suite {

// Child: this process's ends. Reading `out` and `err` ends when the program has ended.
struct Child {
  os::Fd process;  // pidfd
  os::Fd socket;   // the program's descriptor 3
  os::Fd out;      // only when captured
  os::Fd err;
};

Result<Child> spawn(const Start& start);

}  // namespace anchorhold::wasi_suite

#pragma once
// New processes in new namespaces.

#include <sys/types.h>

#include <cstdint>

#include "base/result.h"
#include "os/fd.h"

namespace anchorhold::os {

struct Cloned {
  pid_t pid = 0;  // 0 in the new process
  Fd process;     // pidfd, in the caller only
};

// clone_process: a fork with CLONE_NEW* `namespaces`. In a program with threads the new process may
// make system calls only (no allocation, no locks) until it executes something else.
Result<Cloned> clone_process(uint64_t namespaces);

// raw_clone: the same; -errno on failure. `process` receives the pidfd. With `group`, a folder of
// cgroup version 2, the new process begins in that group.
pid_t raw_clone(uint64_t namespaces, int* process, int group = -1);

}  // namespace anchorhold::os

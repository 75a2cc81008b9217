#pragma once
// From what the kernel counted to the coarse classes that leave the spawner.

#include <sys/resource.h>

#include <chrono>
#include <optional>

#include "workload/limits.h"

namespace anchorhold::workload {

// Usage: the end of the first process and what all processes used together.
struct Usage {
  int status = 0;  // as waitpid gives it
  rusage used{};
  std::chrono::nanoseconds wall{};
  bool wasm = false;           // statuses from 128 on are the runner's (wasm/status.h)
  std::optional<End> verdict;  // a reason known before: the wall clock, the agent
};

// judge: a limit that was reached outweighs how the program took it. Being over the processor limit
// in sum is cpu_limit even after success; memory_limit is an unsuccessful end with the largest
// process at its limit.
WorkloadEnd judge(const Usage& usage, const Limits& limits);

}  // namespace anchorhold::workload

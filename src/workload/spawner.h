#pragma once
// The spawner's own life, after the fork.

#include <string>

#include "os/fd.h"

namespace anchorhold::workload {

// run_spawner: obeys the messages on `control` until the workload has ended or the agent is gone.
// It is the init of its PID namespace: when it returns and the process exits, the kernel kills
// everything that is left.
void run_spawner(os::Fd control, const std::string& mount_point);

}  // namespace anchorhold::workload

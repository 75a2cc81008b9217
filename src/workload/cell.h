#pragma once
// The workload's file systems, built by the spawner in its own mount namespace.

#include <string>

#include "base/result.h"
#include "os/fd.h"
#include "workload/messages.h"

namespace anchorhold::workload {

// CellFolders: what the agent gets to fill and, at the end, to read.
struct CellFolders {
  os::Fd root;
  os::Fd in;
  os::Fd out;
};

// build_cell: memory file systems at `mount_point`: the root, /in, /out and /tmp, each of a bounded
// size, and the devices of the agent's own /dev that hold no state (null, zero, full, random,
// urandom).
Result<CellFolders> build_cell(const std::string& mount_point, const Prepare& prepare);

// enter_cell: makes it the root of this mount namespace, with nothing else left in it.
Status enter_cell(const std::string& mount_point);

// seal_cell: the root and /in become read-only. An error when the agent still writes below them.
Status seal_cell();

}  // namespace anchorhold::workload

#pragma once
// Cell: the workload's file system, made of the measured layer, and its start.

#include "agent/module.h"
#include "contract/contract.h"
#include "image/manifest.h"
#include "workload/native.h"

namespace anchorhold::agent {

// Cell: prepared and filled; `in` and `root` are closed by start().
class Cell {
 public:
  // prepare: unpacks `layer` (canonical, measured) into the spawner's empty root. `in_bytes`: room
  // for all inputs.
  static Result<Cell> prepare(workload::Spawner& spawner, RandomAccess& layer,
                              const image::Manifest& manifest, uint64_t in_bytes);

  const os::Fd& in() const { return dirs_.in; }
  const os::Fd& out() const { return dirs_.out; }

  // start: records the entry point in PCR17, then launches it with the manifest's arguments, and
  // the contract's where the manifest takes them. /in and the root are read-only from here on.
  // `runner`: a WebAssembly program's descriptor 3, else empty.
  Status start(workload::Spawner& spawner, Module& module, const image::Manifest& manifest,
               const contract::Contract& contract, os::Fd runner);

 private:
  explicit Cell(workload::WorkloadDirs dirs) : dirs_(std::move(dirs)) {}
  workload::WorkloadDirs dirs_;
};

// limits_of: the manifest's limits as the runner takes them.
workload::Limits limits_of(const image::Manifest& manifest);

}  // namespace anchorhold::agent

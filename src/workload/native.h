#pragma once
// The runner: a Linux program of the image, confined so that it can read /in, write /out and do
// nothing else. One that was compiled from WebAssembly gets a channel to the agent and can do less.

#include <string>
#include <vector>

#include "base/io.h"
#include "os/fd.h"
#include "workload/limits.h"

namespace anchorhold::workload {

// WorkloadDirs: the new root and two of its folders, empty and writable until launch. Paths below
// them go through TreeWriter (tree_writer.h) or openat with O_NOFOLLOW.
struct WorkloadDirs {
  os::Fd root;
  os::Fd in;
  os::Fd out;
};

// Launch: what to execute. `program` is a sealed memfd with the entry point's bytes
// (executable_memfd, tree_writer.h).
struct Launch {
  os::Fd program;
  std::vector<std::string> argv;  // argv[0] is the entry point's path
  std::vector<std::string> env;   // "NAME=value"
  Limits limits;
  os::Fd runner = {};  // valid for a WebAssembly program: its descriptor 3 (wasm/protocol.h)
  bool log = false;    // stdout and stderr reach wait()'s sink; otherwise they go nowhere
};

// Spawner: a small process, forked from the agent before the agent has seen the contract or any
// secret, in PID, mount, IPC and UTS namespaces of its own. It obeys three messages: prepare,
// launch, kill. It keeps CAP_SYS_ADMIN inside the enclave's user namespace until the workload
// starts; the agent gives up every capability when start() returns.
//
// Use: start, prepare, fill root and in, close every descriptor that writes there, launch, wait.
// One workload each.
class Spawner {
 public:
  // start: call with a single thread, early. `mount_point` is an existing empty folder of the
  // agent's root.
  static Result<Spawner> start(const std::string& mount_point = "/cell");
  Spawner(Spawner&&) noexcept = default;
  Spawner& operator=(Spawner&&) = delete;
  // Kills the workload and everything it started.
  ~Spawner();

  // prepare: the empty root with /in, /out, /tmp and /dev, on memory file systems of the given
  // sizes.
  Result<WorkloadDirs> prepare(const Space& space, const Limits& limits);

  // launch: makes root and /in read-only, then starts the program confined. Errors name the step
  // that failed; a program that cannot be executed is no error but End::not_started from wait().
  Status launch(const Launch& launch);

  // wait: until everything the workload started is dead. `log` takes stdout and stderr when launch
  // asked for them; what comes after it has refused a write is dropped.
  Result<WorkloadEnd> wait(Sink* log = nullptr);

  // kill: ends the workload; wait() then reports End::killed.
  void kill();

  // fd: becomes readable when wait() would return at once, for agents that poll (without `log`
  // only).
  int fd() const { return control_.get(); }

 private:
  Spawner(os::Fd control, os::Fd process)
      : control_(std::move(control)), process_(std::move(process)) {}
  Result<os::Fd> expect_done();

  os::Fd control_;  // SEQPACKET
  os::Fd process_;  // pidfd
  os::Fd log_;
};

}  // namespace anchorhold::workload

#pragma once
// Starting the agent: the namespaces, the empty root, the descriptors.

#include <sys/types.h>

#include <functional>

#include "base/result.h"
#include "os/fd.h"

namespace anchorhold::enclave {

// AgentFiles: what the agent receives (software_tee.h names the numbers), and its program.
struct AgentFiles {
  os::Fd program;  // sealed memfd
  os::Fd nsm;
  os::Fd channel;
  os::Fd layer;
  os::Fd manifest;
  os::Fd ready;                   // pipe: one GoAhead once program, layer and manifest are complete
  const os::Fd* group = nullptr;  // the enclave's own cgroup, when there is one
};

// GoAhead: what the process waits for before it executes the agent; without it, it ends.
enum class GoAhead : char {
  silent = '1',
  insecure_console = 'd',  // standard error stays open, for debug launches only
};

struct StartedAgent {
  pid_t pid = 0;
  os::Fd process;  // pidfd
};

// start_agent: a process in new user, PID, mount, network, IPC, UTS, cgroup and time namespaces,
// its root an empty read-only file system in memory, without network, identity or capability on
// this machine; inside its user namespace it keeps CAP_SYS_ADMIN and CAP_SETPCAP for its spawner.
// It dies with the calling *thread*. Errors say what the machine lacks. `meanwhile` runs once the
// process is on its own, or not at all: what it needs to go ahead can be made ready there.
Result<StartedAgent> start_agent(const AgentFiles& files, const std::function<void()>& meanwhile);

}  // namespace anchorhold::enclave

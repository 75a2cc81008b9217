#pragma once
// System-call filters. The tables, with a reason for every call, are in seccomp_agent.cpp,
// seccomp_workload.cpp and seccomp_wasm.cpp.

#include <linux/filter.h>

#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace anchorhold::workload {

using FilterProgram = std::vector<sock_filter>;

// lock_agent_syscalls: for the agent, after Spawner::start and before it reads anything from the
// host. From then on the process can compute, use the descriptors it has and files below folders it
// holds, start threads, and no more: no execve, no new sockets but socketpair, no namespaces,
// mounts, ptrace, signals to others. Calls that only an attacker makes kill the process; calls that
// libraries probe fail with ENOSYS or EPERM.
Status lock_agent_syscalls();

// drop_capabilities: all of them, from every set including the bounding and ambient ones, with
// no_new_privs.
Status drop_capabilities();

// workload_filter: the workload's filter, compiled: a third of a millisecond, once for each
// spawner.
Result<FilterProgram> workload_filter();

// wasm_filter: the filter of a WebAssembly program, whose runner is known: every call that it does
// not need kills it.
Result<FilterProgram> wasm_filter();

// install: puts the filter on the calling process, for good. Sets no_new_privs itself. Only system
// calls inside: it is used between fork and exec. Returns 0 or errno.
int install_filter(std::span<const sock_filter> program);

}  // namespace anchorhold::workload

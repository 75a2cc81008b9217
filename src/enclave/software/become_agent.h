#pragma once
// The new process's own steps, from the first instruction in its namespaces to execveat.

#include "enclave/software/start_agent.h"

namespace anchorhold::enclave {

// The identity inside the enclave's user namespace, and the only one it has.
inline constexpr unsigned agent_id = 1000;

struct AgentStart {
  const AgentFiles* files;
  int identity_ready;  // pipe: one byte once the parent has written the id maps
  int report;          // for os::StartSteps
  bool drop_groups;    // the parent may let go of supplementary groups (not as an ordinary user)
};

// become_agent: system calls only, so that it may follow a clone of a process with threads.
[[noreturn]] void become_agent(const AgentStart& start);

}  // namespace anchorhold::enclave

#include "os/clone.h"

#include <linux/sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "os/error.h"

namespace anchorhold::os {

pid_t raw_clone(uint64_t namespaces, int* process, int group) {
  clone_args arguments{};
  arguments.flags = namespaces | CLONE_PIDFD;
  arguments.pidfd = reinterpret_cast<uint64_t>(process);
  arguments.exit_signal = SIGCHLD;
  if (group >= 0) {
    arguments.flags |= CLONE_INTO_CGROUP;
    arguments.cgroup = static_cast<__u64>(group);
  }
  const long pid = ::syscall(SYS_clone3, &arguments, sizeof arguments);
  return pid < 0 ? -errno : static_cast<pid_t>(pid);
}

Result<Cloned> clone_process(uint64_t namespaces) {
  int process = -1;
  const pid_t pid = raw_clone(namespaces, &process);
  if (pid < 0) return system_error("clone3", "cannot start a process", -pid);
  Cloned cloned;
  cloned.pid = pid;
  if (pid > 0) cloned.process = Fd(process);
  return cloned;
}

}  // namespace anchorhold::os

#include "workload/confine.h"

#include <fcntl.h>
#include <linux/filter.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>

#include "os/start_report.h"
#include "workload/seccomp.h"

#ifndef PR_SET_MDWE  // Linux 6.3
#define PR_SET_MDWE 65
#define PR_MDWE_REFUSE_EXEC_GAIN 1
#endif

namespace anchorhold::workload {

namespace {

// Room for what is mapped but not the program's own data: libraries, stacks, reservations of the C
// library.
constexpr uint64_t address_space_slack = 512ULL << 20;

int limit(__rlimit_resource which, uint64_t soft, uint64_t hard) {
  rlimit present{};
  if (::getrlimit(which, &present) != 0) return errno;
  rlimit wanted{};
  wanted.rlim_max = std::min<rlim_t>(hard, present.rlim_max);
  wanted.rlim_cur = std::min<rlim_t>(soft, wanted.rlim_max);
  return ::setrlimit(which, &wanted) == 0 ? 0 : errno;
}

int limit(__rlimit_resource which, uint64_t value) {
  return limit(which, value, value);
}

// stdin, stdout and stderr lead nowhere, except to the log if there is one.
int redirect(int log) {
  const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nowhere < 0) return errno;
  const int output = log >= 0 ? log : nowhere;
  if (::dup2(nowhere, 0) < 0 || ::dup2(output, 1) < 0 || ::dup2(output, 2) < 0) return errno;
  return ::syscall(SYS_close_range, 3, ~0U, 4 /* CLOSE_RANGE_CLOEXEC */) == 0 ? 0 : errno;
}

int reset_signals() {
  for (int number = 1; number < 65; ++number) {
    if (number != SIGKILL && number != SIGSTOP) std::signal(number, SIG_DFL);
  }
  sigset_t none;
  sigemptyset(&none);
  return ::sigprocmask(SIG_SETMASK, &none, nullptr) == 0 ? 0 : errno;
}

}  // namespace

int set_limits(const Limits& limits) {
  const uint64_t memory = limits.memory_bytes;
  int error = limit(RLIMIT_DATA, memory);
  if (error == 0) error = limit(RLIMIT_AS, memory + address_space_slack);
  if (error == 0) error = limit(RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1);
  if (error == 0) error = limit(RLIMIT_NPROC, limits.processes);
  if (error == 0) error = limit(RLIMIT_FSIZE, std::max(limits.out_bytes, memory));
  if (error == 0) error = limit(RLIMIT_NOFILE, 4096);
  if (error == 0) error = limit(RLIMIT_STACK, 8ULL << 20, 64ULL << 20);
  if (error == 0) error = limit(RLIMIT_MEMLOCK, 64ULL << 10);
  if (error == 0) error = limit(RLIMIT_SIGPENDING, 1024);
  if (error == 0) error = limit(RLIMIT_MSGQUEUE, 0);
  // 1, not 0: a core_pattern that begins with '|' ignores 0, while 1 is refused for pipes and too
  // small for files.
  if (error == 0) error = limit(RLIMIT_CORE, 1);
  return error;
}

void become_workload(const Confinement& confinement) {
  const os::StartSteps step(confinement.report);
  ::setsid();
  ::umask(022);
  step("signals", reset_signals());
  step("standard streams", redirect(confinement.log));
  step("rlimits", set_limits(*confinement.limits));
  step("Landlock", restrict_files());
  step("capabilities", give_up_capabilities());
  ::prctl(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN, 0, 0,
          0);  // adds to the filter where the kernel has it
  step("system-call filter", install_filter(confinement.filter));
  ::syscall(SYS_execveat, confinement.program, "", confinement.argv, confinement.env,
            AT_EMPTY_PATH);
  step("exec", errno);
  ::_exit(127);
}

}  // namespace anchorhold::workload

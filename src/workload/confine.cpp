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
#include "workload/wasm/linear_memory.h"
#include "workload/wasm/protocol.h"

#ifndef PR_SET_MDWE  // Linux 6.3
#define PR_SET_MDWE 65
#define PR_MDWE_REFUSE_EXEC_GAIN 1
#endif

namespace anchorhold::workload {

namespace {

// Room for what is mapped but not the program's own data: libraries, stacks, reservations of the C
// library.
constexpr uint64_t address_space_slack = 512ULL << 20;

// Linear memory and its guard, and a little more for what the kernel aligns.
constexpr uint64_t wasm_reserve = wasi::reserved_bytes + (64ULL << 20);

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
// A WebAssembly program keeps its runner's channel as well.
int redirect(int log, int runner) {
  const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nowhere < 0) return errno;
  const int output = log >= 0 ? log : nowhere;
  if (::dup2(nowhere, 0) < 0 || ::dup2(output, 1) < 0 || ::dup2(output, 2) < 0) return errno;
  if (::syscall(SYS_close_range, 3, ~0U, 4 /* CLOSE_RANGE_CLOEXEC */) != 0) return errno;
  if (runner < 0) return 0;
  // dup2 of a descriptor onto itself would keep the flag that was just set.
  const int kept = runner == wasi::setup_descriptor ? ::fcntl(runner, F_SETFD, 0)
                                                    : ::dup2(runner, wasi::setup_descriptor);
  return kept < 0 ? errno : 0;
}

// Descriptor 3 may become the runner's: what is needed until the start moves above it.
int above_runner(int descriptor) {
  return ::fcntl(descriptor, F_DUPFD_CLOEXEC, wasi::setup_descriptor + 1);
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

int set_limits(const Limits& limits, uint64_t reserved_bytes) {
  const uint64_t memory = limits.memory_bytes;
  int error = limit(RLIMIT_DATA, memory);
  if (error == 0) error = limit(RLIMIT_AS, memory + address_space_slack + reserved_bytes);
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
  const os::StartSteps step(above_runner(confinement.report));
  const int program = above_runner(confinement.program);
  const bool wasm = confinement.runner >= 0;
  ::setsid();
  ::umask(022);
  step("signals", reset_signals());
  step("standard streams", redirect(confinement.log, confinement.runner));
  step("rlimits", set_limits(*confinement.limits, wasm ? wasm_reserve : 0));
  step("Landlock", restrict_files(wasm ? Files::in_and_out : Files::whole_root));
  step("capabilities", give_up_capabilities());
  ::prctl(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN, 0, 0,
          0);  // adds to the filter where the kernel has it
  step("system-call filter", install_filter(confinement.filter));
  ::syscall(SYS_execveat, program, "", confinement.argv, confinement.env, AT_EMPTY_PATH);
  step("exec", errno);
  ::_exit(127);
}

}  // namespace anchorhold::workload

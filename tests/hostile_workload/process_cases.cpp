// Other processes: the agent, its spawner, the host's.

#include <fcntl.h>
#include <sched.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "cases.h"

namespace anchorhold::hostile {

namespace {

constexpr pid_t spawner = 1;

std::string vm(long call) {
  char buffer[16];
  iovec local{buffer, sizeof buffer};
  iovec remote{reinterpret_cast<void*>(0x400000), sizeof buffer};
  return got(::syscall(call, spawner, &local, 1UL, &remote, 1UL, 0UL), "the spawner's memory");
}

// The spawner is its namespace's init: what would kill it would have ended this process with it.
std::string kill_spawner() {
  for (const int signal : {SIGKILL, SIGTERM, SIGSTOP, SIGSEGV, SIGCHLD}) ::kill(spawner, signal);
  ::usleep(20'000);
  return ::getppid() == 0 ? "an orphan of nobody" : "";
}

std::string others() {
  for (pid_t pid = 2; pid < 8192; ++pid) {
    if (pid != ::getpid() && pid != ::getppid() && ::kill(pid, 0) == 0)
      return "process " + std::to_string(pid);
  }
  return "";
}

std::string own_to_spawner() {
  int ends[2];
  if (::pipe(ends) != 0) return "";
  if (::fcntl(ends[0], F_SETOWN, spawner) != 0 || ::fcntl(ends[0], F_SETSIG, SIGKILL) != 0)
    return "";
  ::fcntl(ends[0], F_SETFL, O_ASYNC);
  if (::write(ends[1], "x", 1) != 1) return "";
  ::usleep(20'000);
  return ::getppid() == 0 ? "an orphan of nobody" : "";
}

std::string realtime() {
  sched_param parameters{};
  parameters.sched_priority = 1;
  return got(::sched_setscheduler(0, SCHED_FIFO, &parameters), "realtime priority");
}

const Case of_processes[] = {
    {"ptrace-spawner",
     [] { return got(::ptrace(PTRACE_ATTACH, spawner, nullptr, nullptr), "attached"); }},
    {"ptrace-seize-parent",
     [] { return got(::ptrace(PTRACE_SEIZE, ::getppid(), nullptr, nullptr), "attached"); }},
    {"ptrace-traceme", [] { return got(::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr), "traced"); }},
    {"process-vm-read", [] { return vm(SYS_process_vm_readv); }},
    {"process-vm-write", [] { return vm(SYS_process_vm_writev); }},
    {"process-memory-advice",
     [] { return got(::syscall(SYS_process_madvise, 0, nullptr, 0, 0, 0), "advice taken"); }},
    {"signal-spawner", kill_spawner},
    {"signal-others", others},
    {"signal-by-descriptor-owner", own_to_spawner},
    {"pidfd-open",
     [] { return got(::syscall(SYS_pidfd_open, spawner, 0), "a handle on the spawner"); }},
    {"pidfd-getfd",
     [] { return got(::syscall(SYS_pidfd_getfd, 0, 0, 0), "a foreign descriptor"); }},
    {"compare-processes",
     [] { return got(::syscall(SYS_kcmp, spawner, ::getpid(), 0, 0, 0), "a comparison"); }},
    {"priority-realtime", realtime},
    {"priority-higher",
     [] { return got(::setpriority(PRIO_PROCESS, 0, -20), "a higher priority"); }},
    {"move-pages",
     [] {
       return got(::syscall(SYS_move_pages, spawner, 0, nullptr, nullptr, nullptr, 0), "pages");
     }},
    {"migrate-pages",
     [] { return got(::syscall(SYS_migrate_pages, spawner, 0, nullptr, nullptr), "pages"); }},
    {"process-robust-list",
     [] {
       void* head = nullptr;
       size_t size = 0;
       return got(::syscall(SYS_get_robust_list, spawner, &head, &size),
                  "an address in the spawner");
     }},
    {"process-limits-of-spawner",
     [] {
       rlimit limit{};
       return got(::prlimit(spawner, RLIMIT_NOFILE, nullptr, &limit), "the spawner's limits");
     }},
};

}  // namespace

std::span<const Case> process_cases() {
  return of_processes;
}

}  // namespace anchorhold::hostile

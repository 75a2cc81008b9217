// The filters on real processes: each test body runs in a child that has installed one.

#include "workload/seccomp.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <thread>

namespace anchorhold::workload {
namespace {

// The wait status of a child that runs `body` behind a filter; `body` gives its exit status.
int behind(Status (*install)(), int (*body)()) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (!install().ok()) ::_exit(100);
    ::_exit(body());
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

int behind_agent_filter(int (*body)()) {
  return behind(lock_agent_syscalls, body);
}

Status install_workload_filter() {
  AH_ASSIGN(const FilterProgram program, workload_filter());
  if (install_filter(program) != 0) return Error{Code::unavailable, "filter", "not installed"};
  return {};
}

Status install_wasm_filter() {
  AH_ASSIGN(const FilterProgram program, wasm_filter());
  if (install_filter(program) != 0) return Error{Code::unavailable, "filter", "not installed"};
  return {};
}

TEST(WasmFilter, LeavesWhatItsRunnerNeeds) {
  const int status = behind(install_wasm_filter, [] {
    const long size = 9L << 30;
    void* at = ::mmap(nullptr, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (at == MAP_FAILED || ::mprotect(at, 4096, PROT_READ | PROT_WRITE) != 0) return 1;
    timespec now{};
    if (::syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now) != 0) return 2;
    return ::syscall(SYS_getrandom, at, 16, 0) == 16 ? 0 : 3;
  });
  EXPECT_EQ(status, 0);
}

TEST(WasmFilter, KillsWhateverAsksForMore) {
  int (*const attempts[])() = {
      [] { return ::socket(AF_UNIX, SOCK_STREAM, 0); },
      [] { return static_cast<int>(::syscall(SYS_fork)); },
      [] { return ::open("/in/x", O_RDONLY); },
      [] { return ::unlink("/in/x"); },
      [] { return static_cast<int>(::syscall(SYS_execve, "/bin/true", nullptr, nullptr)); },
      [] { return static_cast<int>(::syscall(SYS_sendto, 4, "x", 1, 0, nullptr, 0)); },
      [] { return static_cast<int>(::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr)); },
      [] { return ::mprotect(nullptr, 4096, PROT_EXEC); },
      [] { return ::mprotect(nullptr, 4096, PROT_READ); },
      [] { return ::fcntl(0, F_SETOWN, 1); },
      [] {
        const int shared = MAP_SHARED | MAP_ANONYMOUS;
        return ::mmap(nullptr, 4096, PROT_READ, shared, -1, 0) == MAP_FAILED ? 1 : 0;
      },
      [] { return static_cast<int>(::syscall(SYS_memfd_create, "x", 0)); },
      [] { return static_cast<int>(::syscall(SYS_kill, 1, 0)); },
  };
  for (size_t i = 0; i < std::size(attempts); ++i) {
    const int status = behind(install_wasm_filter, attempts[i]);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS) << i << ": " << status;
  }
}

// The filter alone, without the kernel's own PR_SET_MDWE.
int tries_to_execute_what_it_wrote() {
  void* at = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (at == MAP_FAILED) return 1;
  if (::mprotect(at, 4096, PROT_READ | PROT_EXEC) == 0) return 2;
  if (::mprotect(at, 4096, PROT_READ) != 0) return 3;
  const int both = PROT_READ | PROT_WRITE | PROT_EXEC;
  return ::mmap(nullptr, 4096, both, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? 0 : 4;
}

int makes_pairs_of_another_family() {
  int pair[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0) return 1;
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) return 2;
  if (::socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) == 0 || errno != ENOSYS) return 3;
  return ::socketpair(AF_TIPC, SOCK_STREAM, 0, pair) != 0 && errno == ENOSYS ? 0 : 4;
}

TEST(WorkloadFilter, MakesLocalPairsOnly) {
  EXPECT_EQ(behind(install_workload_filter, makes_pairs_of_another_family), 0);
}

TEST(AgentFilter, LeavesWhatAnAgentNeeds) {
  const int status = behind_agent_filter([] {
    int pair[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0) return 1;
    if (::open("/", O_RDONLY | O_DIRECTORY) < 0) return 2;
    int sum = 0;
    std::thread([&sum] { sum = 5; }).join();
    return sum == 5 ? 0 : 3;
  });
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(AgentFilter, KeepsMemoryFromBecomingExecutable) {
  EXPECT_EQ(WEXITSTATUS(behind_agent_filter(tries_to_execute_what_it_wrote)), 0);
}

TEST(AgentFilter, KillsWhatOnlyAnAttackerTries) {
  const auto deadly = {
      +[] { return static_cast<int>(::execl("/bin/true", "true", nullptr)); },
      +[] { return static_cast<int>(::syscall(SYS_ptrace, PTRACE_TRACEME, 0, 0, 0)); },
      +[] { return ::socket(AF_INET, SOCK_STREAM, 0); },
      +[] { return static_cast<int>(::syscall(SYS_mount, nullptr, "/", nullptr, 0, nullptr)); },
      +[] { return static_cast<int>(::syscall(SYS_unshare, 0)); },
      +[] { return static_cast<int>(::syscall(SYS_io_uring_setup, 1, nullptr)); },
  };
  for (const auto body : deadly) {
    const int status = behind_agent_filter(body);
    ASSERT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(WTERMSIG(status), SIGSYS);
  }
}

TEST(AgentFilter, StartsNoProcesses) {
  const int status = behind_agent_filter([] { return ::fork() < 0 ? 0 : 1; });
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(WorkloadFilter, CompilesToAProgramThatTheKernelTakes) {
  const auto program = workload_filter();
  ASSERT_TRUE(program.ok()) << program.error().to_string();
  EXPECT_LT(program->size(), 4096U);
}

TEST(WorkloadFilter, RefusesSocketsAndOthersLimits) {
  const int status = behind(install_workload_filter, [] {
    if (::socket(AF_INET, SOCK_STREAM, 0) >= 0 || errno != EPERM) return 1;
    rlimit limit{};
    if (::getrlimit(RLIMIT_DATA, &limit) != 0) return 2;
    return ::prlimit(::getppid(), RLIMIT_DATA, nullptr, &limit) < 0 ? 0 : 3;
  });
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(WorkloadFilter, KeepsMemoryFromBecomingExecutable) {
  EXPECT_EQ(WEXITSTATUS(behind(install_workload_filter, tries_to_execute_what_it_wrote)), 0);
}

TEST(WorkloadFilter, GivesNoNamespaces) {
  const int status = behind(install_workload_filter, [] {
    if (::unshare(CLONE_NEWUSER) == 0) return 1;
    for (const long flag : {CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWIPC}) {
      if (::syscall(SYS_clone, flag | SIGCHLD, nullptr, nullptr, nullptr, nullptr) >= 0) return 2;
    }
    return 0;
  });
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace anchorhold::workload

#include "child.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <optional>

#include "file_rules.h"
#include "os/argument_pointers.h"
#include "os/clone.h"
#include "os/error.h"
#include "os/memfd.h"
#include "os/socket.h"
#include "os/start_report.h"
#include "workload/confine.h"
#include "workload/seccomp.h"

namespace anchorhold::wasi_suite {
namespace {

// Above every descriptor that the program is to have.
constexpr int out_of_the_way = 10;

constexpr int most_attempts = 200;
constexpr unsigned pause_microseconds = 10000;

// As generous as an enclave can be: the whole of a 32-bit memory, and files larger than that.
constexpr uint64_t memory = 4ULL << 30;
constexpr workload::Limits limits{.memory_bytes = memory,
                                  .cpu_seconds = 3600,
                                  .wall_seconds = 3600,
                                  .processes = 1 << 20,
                                  .out_bytes = 16 * memory};
constexpr uint64_t guarded = 9ULL << 30;  // addresses of that memory and its guard

struct Pipe {
  os::Fd read;
  os::Fd write;
};

Result<Pipe> make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return os::system_error("pipe", "cannot make it", errno);
  return Pipe{os::Fd(ends[0]), os::Fd(ends[1])};
}

Result<os::Fd> standard_input(const Start& start) {
  if (!start.input.empty()) return os::sealed_memfd("stdin", bytes_of(start.input));
  os::Fd null(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  if (!null.valid()) return os::system_error("/dev/null", "cannot open it", errno);
  return null;
}

// Program: all that the child needs, made before the fork: afterwards it makes system calls only.
struct Program {
  os::Fd file;
  os::Fd in, out, err;  // invalid: this process's own
  os::Fd socket;
  os::Fd report;
  os::Fd file_rules;
  std::vector<char*> argv;
  std::vector<char*> env;
  bool confined = false;
  workload::FilterProgram filter;
};

int place(int from, int to) {
  return ::dup2(from, to) < 0 ? errno : 0;
}

[[noreturn]] void become(const Program& program) {
  const int report = ::fcntl(program.report.get(), F_DUPFD_CLOEXEC, out_of_the_way);
  const int socket = ::fcntl(program.socket.get(), F_DUPFD_CLOEXEC, out_of_the_way);
  const int file = ::fcntl(program.file.get(), F_DUPFD_CLOEXEC, out_of_the_way);
  const os::StartSteps step(report);
  if (program.in.valid()) step("stdin", place(program.in.get(), 0));
  if (program.out.valid()) step("stdout", place(program.out.get(), 1));
  if (program.err.valid()) step("stderr", place(program.err.get(), 2));
  step("descriptor 3", place(socket, wasi::setup_descriptor));
  if (program.confined) {
    step("rlimits", workload::set_limits(limits, guarded));
    step("capabilities", workload::give_up_capabilities());
    step("Landlock", obey(program.file_rules));
    step("system-call filter", workload::install_filter(program.filter));
  }
  ::syscall(SYS_execveat, file, "", program.argv.data(), program.env.data(), AT_EMPTY_PATH);
  step("exec", errno);
  ::_exit(127);
}

Status redirect(const Start& start, Program& program, Child& child) {
  if (!start.capture) return {};
  AH_ASSIGN(program.in, standard_input(start));
  AH_ASSIGN(Pipe out, make_pipe());
  AH_ASSIGN(Pipe err, make_pipe());
  program.out = std::move(out.write);
  program.err = std::move(err.write);
  child.out = std::move(out.read);
  child.err = std::move(err.read);
  return {};
}

struct Spawned {
  Child child;
  std::optional<os::StartFailure> failure;
};

Result<Spawned> try_spawn(const Start& start) {
  Spawned spawned;
  Program program;
  program.argv = os::argument_pointers(start.args);
  program.env = os::argument_pointers(start.env);
  program.file = os::Fd(::open(start.program.c_str(), O_PATH | O_CLOEXEC));
  if (!program.file.valid()) return os::system_error(start.program, "cannot open it", errno);
  program.confined = start.confined;
  if (start.confined) {
    AH_ASSIGN(program.file_rules, make_file_rules(start.setup.folders, program.file));
    AH_ASSIGN(program.filter, workload::wasm_filter());
  }
  AH_TRY(redirect(start, program, spawned.child));
  AH_ASSIGN(auto sockets, os::socket_pair(os::SocketKind::stream));
  program.socket = std::move(sockets.first);
  spawned.child.socket = std::move(sockets.second);
  AH_ASSIGN(Pipe report, make_pipe());
  program.report = std::move(report.write);

  AH_ASSIGN(os::Cloned cloned, os::clone_process(0));
  if (cloned.pid == 0) become(program);
  spawned.child.process = std::move(cloned.process);
  program = Program{};
  spawned.failure = os::read_start_report(report.read);
  if (spawned.failure) {
    siginfo_t ended{};
    ::waitid(P_PIDFD, static_cast<id_t>(spawned.child.process.get()), &ended, WEXITED);
  }
  return spawned;
}

}  // namespace

Result<Child> spawn(const Start& start) {
  for (int attempts = 1;; ++attempts) {
    AH_ASSIGN(Spawned spawned, try_spawn(start));
    if (!spawned.failure) return std::move(spawned.child);
    // What another thread started holds this file open for writing until it has executed its own.
    if (spawned.failure->error != ETXTBSY || attempts == most_attempts)
      return os::system_error(start.program, spawned.failure->step, spawned.failure->error);
    ::usleep(pause_microseconds);
  }
}

}  // namespace anchorhold::wasi_suite

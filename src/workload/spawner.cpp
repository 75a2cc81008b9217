#include "workload/spawner.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <optional>
#include <utility>

#include "os/argument_pointers.h"
#include "os/clone.h"
#include "os/error.h"
#include "os/socket.h"
#include "os/start_report.h"
#include "workload/cell.h"
#include "workload/confine.h"
#include "workload/seccomp.h"
#include "workload/usage.h"

namespace anchorhold::workload {

namespace {

using Clock = std::chrono::steady_clock;

// The workload may use every processor, whatever its launcher was pinned to.
void use_every_processor() {
  cpu_set_t all;
  for (unsigned i = 0; i < CPU_SETSIZE; ++i) CPU_SET(i, &all);
  ::sched_setaffinity(0, sizeof all, &all);
}

class SpawnerProcess {
 public:
  SpawnerProcess(os::Fd control, const std::string& mount_point)
      : control_(std::move(control)), mount_point_(mount_point) {}

  void run() {
    while (!end_) {
      if (const int due = milliseconds_left(); due == 0) finish_by(End::wall_limit);
      if (!wait_for_event() || !answer()) return;
      reap();
    }
    static_cast<void>(os::send_message(control_, encode(*end_)));
  }

  Status set_up() {
    if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
      return os::system_error("mounts", "cannot make them private", errno);
    sigset_t children;
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    ::sigprocmask(SIG_BLOCK, &children, nullptr);
    children_ = os::Fd(::signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK));
    if (!children_.valid()) return os::system_error("signalfd", "cannot create", errno);
    // Now, while the agent is busy with the contract, and not when the workload waits for it.
    AH_ASSIGN(filter_, workload_filter());
    return {};
  }

 private:
  int milliseconds_left() const {
    if (main_ == 0) return -1;
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Clock::now()).count();
    return static_cast<int>(std::clamp<int64_t>(left, 0, 3'600'000));
  }

  // False when there is nobody left to work for.
  bool wait_for_event() {
    pollfd events[2] = {{control_.get(), POLLIN, 0}, {children_.get(), POLLIN, 0}};
    const int count = ::poll(events, 2, milliseconds_left());
    readable_ = count > 0 && events[0].revents != 0;
    return count >= 0 || errno == EINTR;
  }

  bool answer() {
    if (!readable_) return true;
    auto message = os::receive_message(control_, max_message_bytes);
    if (!message.ok()) return false;
    const auto kind = kind_of(message->bytes);
    if (!kind.ok()) return false;
    switch (*kind) {
      case Kind::prepare:
        return reply(prepare(message->bytes));
      case Kind::runner:
        return take_runner(*message);
      case Kind::launch:
        return reply(launch(*message));
      case Kind::kill:
        finish_by(End::killed);
        return true;
      default:
        return false;
    }
  }

  bool reply(Status outcome) {
    if (outcome.ok()) return true;
    return os::send_message(control_, encode(Failed{outcome.error().to_string()})).ok();
  }

  Status prepare(ByteView message) {
    AH_ASSIGN(const Prepare wanted, decode_prepare(message));
    AH_ASSIGN(const CellFolders folders, build_cell(mount_point_, wanted));
    for (const os::Fd* folder : {&folders.root, &folders.in, &folders.out})
      AH_TRY(os::send_message(control_, encode(Kind::done), folder));
    // Done while the agent fills the folders; launch() tells how it came out.
    entered_ = enter_cell(mount_point_);
    return {};
  }

  // The program will be a WebAssembly one, with a smaller filter. No answer: launch() gives it.
  bool take_runner(os::Message& message) {
    if (!message.descriptor || main_ != 0) return false;
    runner_ = std::move(*message.descriptor);
    auto filter = wasm_filter();
    if (!filter.ok()) return false;
    filter_ = std::move(filter).value();
    return true;
  }

  Status launch(os::Message& message) {
    if (main_ != 0) return Error{Code::conflict, "workload", "started already"};
    AH_ASSIGN(Arguments arguments, decode_arguments(message.bytes));
    if (!message.descriptor)
      return Error{Code::invalid_argument, "workload", "no program attached"};
    AH_TRY(
        std::exchange(entered_, Error{Code::invalid_argument, "workload", "no root was prepared"}));
    AH_TRY(seal_cell());
    int log[2] = {-1, -1};
    if (arguments.log && ::pipe2(log, O_CLOEXEC) != 0)
      return os::system_error("log", "cannot create", errno);
    const os::Fd read_end(log[0]);
    const os::Fd write_end(log[1]);
    AH_TRY(start(arguments, message.descriptor->get(), log[1]));
    return os::send_message(control_, encode(Kind::done), arguments.log ? &read_end : nullptr);
  }

  Status start(Arguments& arguments, int program, int log) {
    int report[2];
    if (::pipe2(report, O_CLOEXEC) != 0) return os::system_error("pipe", "cannot create", errno);
    const os::Fd report_read(report[0]);
    os::Fd report_write(report[1]);
    const std::vector<char*> argv = os::argument_pointers(arguments.argv);
    const std::vector<char*> env = os::argument_pointers(arguments.env);
    limits_ = arguments.limits;
    AH_ASSIGN(const os::Cloned child, os::clone_process(CLONE_NEWUSER));
    if (child.pid == 0)
      become_workload({program, log, runner_.get(), report_write.get(), argv.data(), env.data(),
                       &limits_, filter_});
    main_ = child.pid;
    started_ = Clock::now();
    deadline_ = started_ + std::chrono::seconds(std::min<uint64_t>(limits_.wall_seconds, 1U << 30));
    report_write.reset();
    const auto failure = os::read_start_report(report_read);
    if (!failure) return {};
    if (std::string_view(failure->step) != "exec")
      return os::system_error(std::string("workload: ") + failure->step, "failed before the start",
                              failure->error);
    not_started_ = failure->error;
    return {};
  }

  // The verdict stands when the first reason to end appears; the kernel then does the rest.
  void finish_by(End end) {
    if (!verdict_) verdict_ = end;
    if (main_ == 0) {
      end_ = WorkloadEnd{*verdict_};
      return;
    }
    ::kill(-1, SIGKILL);
  }

  void reap() {
    signalfd_siginfo drained;
    while (::read(children_.get(), &drained, sizeof drained) > 0) {
    }
    int status = 0;
    for (pid_t pid = 0; (pid = ::waitpid(-1, &status, WNOHANG)) > 0;) {
      if (pid == main_) finish(status);
    }
  }

  // The first process is gone: nothing that it left behind survives it, and all of it counts.
  void finish(int status) {
    const auto wall = Clock::now() - started_;
    ::kill(-1, SIGKILL);
    while (::waitpid(-1, nullptr, 0) > 0 || errno == EINTR) {
    }
    rusage used{};
    ::getrusage(RUSAGE_CHILDREN, &used);
    if (not_started_ != 0) verdict_ = End::not_started;
    end_ = judge(Usage{status, used, wall, runner_.valid(), verdict_}, limits_);
    if (not_started_ != 0) end_->exit_status = static_cast<uint8_t>(not_started_);
  }

  os::Fd control_;
  std::string mount_point_;
  os::Fd children_;
  os::Fd runner_;  // of a WebAssembly program
  FilterProgram filter_;
  Status entered_ = Error{Code::invalid_argument, "workload", "no root was prepared"};
  Limits limits_;
  pid_t main_ = 0;
  int not_started_ = 0;  // errno
  bool readable_ = false;
  Clock::time_point started_;
  Clock::time_point deadline_;
  std::optional<End> verdict_;
  std::optional<WorkloadEnd> end_;
};

}  // namespace

void run_spawner(os::Fd control, const std::string& mount_point) {
  ::prctl(PR_SET_NAME, "spawner");
  ::prctl(PR_SET_DUMPABLE, 0);
  use_every_processor();
  SpawnerProcess spawner(std::move(control), mount_point);
  // Without set-up there is no spawner; the agent sees the closed socket at its first request.
  if (spawner.set_up().ok()) spawner.run();
}

}  // namespace anchorhold::workload

#include "program.h"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sys/syscall.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>

#include "child.h"
#include "os/error.h"
#include "os/file.h"
#include "workload/input_server.h"

namespace anchorhold::wasi_suite {
namespace {

using Clock = std::chrono::steady_clock;

// More than any test prints; a program that prints without end is stopped here.
constexpr size_t max_output = size_t{64} << 20;

// Watch: the three things that can happen while a program runs.
class Watch {
 public:
  Watch(Child child, std::chrono::seconds limit)
      : child_(std::move(child)), limit_(limit), end_(Clock::now() + limit) {}

  Result<Ending> until_ended();

 private:
  int left() const;
  void keep(os::Fd& from, std::string& to);
  void kill();
  Status reap();

  Child child_;
  std::chrono::seconds limit_;
  Clock::time_point end_;
  Ending ending_;
};

// What poll is to wait at most: milliseconds, or -1.
int Watch::left() const {
  if (limit_.count() == 0) return -1;
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end_ - Clock::now());
  return static_cast<int>(std::max<int64_t>(0, left.count()));
}

void Watch::keep(os::Fd& from, std::string& to) {
  std::array<char, 65536> buffer{};
  const ssize_t count = ::read(from.get(), buffer.data(), buffer.size());
  if (count < 0 && errno == EINTR) return;
  if (count <= 0 || to.size() > max_output) {
    from.reset();
    return;
  }
  to.append(buffer.data(), static_cast<size_t>(count));
}

void Watch::kill() {
  ::syscall(SYS_pidfd_send_signal, child_.process.get(), SIGKILL, nullptr, 0);
}

Status Watch::reap() {
  siginfo_t ended{};
  while (::waitid(P_PIDFD, static_cast<id_t>(child_.process.get()), &ended, WEXITED) != 0) {
    if (errno != EINTR) return os::system_error("program", "cannot wait for its end", errno);
  }
  if (ended.si_code == CLD_EXITED) {
    ending_.status = ended.si_status;
  } else {
    ending_.signal = ended.si_status;
  }
  return {};
}

Result<Ending> Watch::until_ended() {
  for (;;) {
    std::array<pollfd, 3> events = {{{child_.process.get(), POLLIN, 0},
                                     {child_.out.get(), POLLIN, 0},
                                     {child_.err.get(), POLLIN, 0}}};
    const int count = ::poll(events.data(), events.size(), left());
    if (count < 0 && errno != EINTR) return os::system_error("program", "cannot watch it", errno);
    if (count < 0) continue;
    if (count == 0) {
      ending_.timed_out = true;
      kill();
      break;
    }
    if (events[1].revents != 0) keep(child_.out, ending_.out);
    if (events[2].revents != 0) keep(child_.err, ending_.err);
    // The last of its output is in the pipes when the process itself is gone.
    if (events[0].revents != 0 && !child_.out.valid() && !child_.err.valid()) break;
  }
  AH_TRY(reap());
  return std::move(ending_);
}

}  // namespace

Result<Ending> run(const Start& start) {
  std::vector<os::FileAccess> inputs;
  for (const std::string& path : start.input_files) {
    AH_ASSIGN(os::FileAccess file, os::FileAccess::open(path));
    inputs.push_back(std::move(file));
  }
  std::vector<RandomAccess*> contents;
  contents.reserve(inputs.size());
  for (os::FileAccess& input : inputs) contents.push_back(&input);
  AH_ASSIGN(Child child, spawn(start));
  // Reads of files end by themselves.
  workload::InputServer server(std::move(child.socket), start.setup, std::move(contents), [] {});
  AH_ASSIGN(Ending ending, Watch(std::move(child), start.limit).until_ended());
  AH_TRY(server.finish());
  return ending;
}

}  // namespace anchorhold::wasi_suite

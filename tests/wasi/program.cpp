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
#include "os/socket.h"

namespace anchorhold::wasi_suite {
namespace {

using Clock = std::chrono::steady_clock;

// More than any test prints; a program that prints without end is stopped here.
constexpr size_t max_output = size_t{64} << 20;

// Watch: the four things that can happen while a program runs.
class Watch {
 public:
  Watch(const Start& start, std::vector<os::FileAccess> inputs, Child child)
      : setup_(start.setup),
        inputs_(std::move(inputs)),
        child_(std::move(child)),
        stream_(std::move(child_.socket)),
        limit_(start.limit),
        end_(Clock::now() + start.limit) {}

  Status begin() { return wasi::send_setup(stream_, setup_); }
  Result<Ending> until_ended();

 private:
  int left() const;
  void keep(os::Fd& from, std::string& to);
  void serve();
  Status answer();
  void kill();
  Status reap();

  const wasi::Setup& setup_;
  std::vector<os::FileAccess> inputs_;
  Child child_;
  os::SocketStream stream_;
  bool serving_ = true;
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

Status Watch::answer() {
  ByteArray<wasi::read_request_bytes> message{};
  AH_ASSIGN(const size_t count, read_full(stream_, message));
  if (count == 0) {
    serving_ = false;
    return {};
  }
  const wasi::ReadRequest request = wasi::decode_read_request(message);
  if (request.input >= inputs_.size() || request.bytes > wasi::max_read_bytes)
    return Error{Code::denied, "request of a program", "for what it was not given"};
  Bytes reply(1 + size_t{request.bytes}, 1);
  AH_ASSIGN(const size_t read,
            inputs_[request.input].read_at(request.offset, MutableBytes(reply).subspan(1)));
  reply.resize(1 + read);
  return stream_.write(reply);
}

// A program that asks for what it may not have is refused, and hears nothing more.
void Watch::serve() {
  if (answer().ok()) return;
  static_cast<void>(stream_.write(Bytes{0}));
  serving_ = false;
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
    std::array<pollfd, 4> events = {{{child_.process.get(), POLLIN, 0},
                                     {child_.out.get(), POLLIN, 0},
                                     {child_.err.get(), POLLIN, 0},
                                     {serving_ ? stream_.fd() : -1, POLLIN, 0}}};
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
    if (events[3].revents != 0) serve();
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
  AH_ASSIGN(Child child, spawn(start));
  Watch watch(start, std::move(inputs), std::move(child));
  // A program that ends before it has read its setup says so by its status.
  static_cast<void>(watch.begin());
  return watch.until_ended();
}

}  // namespace anchorhold::wasi_suite

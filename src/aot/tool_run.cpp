#include "aot/tool_run.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <optional>
#include <utility>

#include "os/error.h"
#include "os/fd.h"

namespace anchorhold::aot {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t max_output_bytes = size_t{1} << 20;
constexpr size_t max_quoted_bytes = 2000;

// What a tool may use at most. The modules that it reads are strangers'.
constexpr rlim_t max_memory_bytes = rlim_t{8} << 30;
constexpr rlim_t max_file_bytes = rlim_t{1} << 30;
constexpr rlim_t max_stack_bytes = rlim_t{64} << 20;  // for blocks within blocks

// Attributes: output into `pipe`, `folder` as the current one. The tool stays in our process group,
// so that whoever interrupts us interrupts it.
class SpawnPlan {
 public:
  SpawnPlan(int pipe, const std::string& folder) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions_, pipe, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions_, pipe, STDERR_FILENO);
    ::posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str());
    ::posix_spawnattr_init(&attributes_);
  }
  ~SpawnPlan() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;

  Result<pid_t> spawn(const ToolRun& run) const {
    std::vector<char*> argv = {const_cast<char*>(run.program.c_str())};
    for (const std::string& argument : run.arguments)
      argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    std::string locale = "LC_ALL=C";
    std::string path = "PATH=/usr/bin:/bin";
    char* environment[] = {locale.data(), path.data(), nullptr};
    pid_t pid = 0;
    const int failed =
        ::posix_spawn(&pid, run.program.c_str(), &actions_, &attributes_, argv.data(), environment);
    if (failed != 0) return os::system_error(run.program, "cannot start", failed);
    return pid;
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

// read_until: the output to its end; nothing when `deadline` comes first.
std::optional<std::string> read_until(int pipe, Clock::time_point deadline) {
  std::string out;
  char buffer[4096];
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return std::nullopt;
    pollfd ready = {.fd = pipe, .events = POLLIN, .revents = 0};
    if (::poll(&ready, 1, static_cast<int>(left.count())) <= 0) continue;
    const ssize_t count = ::read(pipe, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return out;
    const size_t room = max_output_bytes - out.size();
    out.append(buffer, std::min(room, static_cast<size_t>(count)));
  }
}

// Its own children have these limits too; the one on processor time ends those that outlive it.
void limit_tool(pid_t pid, std::chrono::seconds time) {
  const std::pair<__rlimit_resource, rlim_t> limits[] = {
      {RLIMIT_AS, max_memory_bytes},
      {RLIMIT_FSIZE, max_file_bytes},
      {RLIMIT_STACK, max_stack_bytes},
      {RLIMIT_CPU, static_cast<rlim_t>(time.count()) + 1},
      {RLIMIT_CORE, 0}};
  for (const auto& [resource, most] : limits) {
    const rlimit both = {.rlim_cur = most, .rlim_max = most};
    ::prlimit(pid, resource, &both, nullptr);
  }
}

int wait_for(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
  return status;
}

// ends_until: whether it has ended when `deadline` comes; one that closed its output may go on.
bool ends_until(pid_t pid, Clock::time_point deadline) {
  const os::Fd process(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    pollfd ended = {.fd = process.get(), .events = POLLIN, .revents = 0};
    const int count = ::poll(&ended, 1, static_cast<int>(std::max<int64_t>(left.count(), 0)));
    if (count > 0) return true;
    if (count == 0) return false;
  }
}

Error tool_error(const ToolRun& run, int status, const std::string& output) {
  std::string how = WIFEXITED(status) ? "exit status " + std::to_string(WEXITSTATUS(status))
                                      : "signal " + std::to_string(WTERMSIG(status));
  if (!output.empty()) how += ": " + output.substr(0, max_quoted_bytes);
  return Error{Code::unavailable, run.program, "failed"}.saw(std::move(how));
}

}  // namespace

Result<std::string> run_tool(const ToolRun& run) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return os::system_error("pipe", "cannot create", errno);
  const os::Fd output(ends[0]);
  os::Fd input(ends[1]);
  AH_ASSIGN(const pid_t pid, SpawnPlan(input.get(), run.folder).spawn(run));
  input.reset();
  limit_tool(pid, run.limit);
  const Clock::time_point deadline = Clock::now() + run.limit;
  const std::optional<std::string> text = read_until(output.get(), deadline);
  if (!text || !ends_until(pid, deadline)) {
    ::kill(pid, SIGKILL);
    wait_for(pid);
    return Error{Code::limit_exceeded, run.program, "takes too long"}.want(
        "at most " + std::to_string(run.limit.count()) + " s");
  }
  const int status = wait_for(pid);
  if (status != 0) return tool_error(run, status, *text);
  return *text;
}

}  // namespace anchorhold::aot

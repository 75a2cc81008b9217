#include "aot/tool_run.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <optional>

#include "os/error.h"
#include "os/fd.h"

namespace anchorhold::aot {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t max_output_bytes = size_t{1} << 20;
constexpr size_t max_quoted_bytes = 2000;

// Attributes: a process group of its own, default signals, output into `pipe`, `folder` as the
// current one.
class SpawnPlan {
 public:
  SpawnPlan(int pipe, const std::string& folder) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions_, pipe, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions_, pipe, STDERR_FILENO);
    ::posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str());
    ::posix_spawnattr_init(&attributes_);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP);
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

int wait_for(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
  return status;
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
  const std::optional<std::string> text = read_until(output.get(), Clock::now() + run.limit);
  if (!text) {
    ::kill(-pid, SIGKILL);
    wait_for(pid);
    return Error{Code::limit_exceeded, run.program, "takes too long"}.want(
        "at most " + std::to_string(run.limit.count()) + " s");
  }
  const int status = wait_for(pid);
  if (status != 0) return tool_error(run, status, *text);
  return *text;
}

}  // namespace anchorhold::aot

#include "enclave/software/start_agent.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <mutex>
#include <string>

#include "enclave/software/become_agent.h"
#include "enclave/software/diagnose.h"
#include "os/clone.h"
#include "os/error.h"
#include "os/file.h"
#include "os/start_report.h"

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x00000080
#endif

namespace anchorhold::enclave {

namespace {

constexpr uint64_t namespaces = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET |
                                CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP | CLONE_NEWTIME;

// Root gives every enclave an identity of its own that nobody else has: above all that systemd
// hands out to containers (https://systemd.io/UIDS-GIDS), one for each process id.
constexpr unsigned first_host_id = 0x70000000;

Status write_map(pid_t pid, const char* file, const std::string& line) {
  const std::string path = "/proc/" + std::to_string(pid) + "/" + file;
  const os::Fd map(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!map.valid() ||
      ::write(map.get(), line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
    Error error = os::system_error(path, "cannot write", errno);
    error.code = Code::unavailable;
    error.hint =
        "this process may not map identities: leave the container or user namespace that it is in";
    return error;
  }
  return {};
}

Status map_identity(pid_t pid, unsigned user, unsigned group) {
  const std::string inside = std::to_string(agent_id) + " ";
  AH_TRY(write_map(pid, "uid_map", inside + std::to_string(user) + " 1\n"));
  return write_map(pid, "gid_map", inside + std::to_string(group) + " 1\n");
}

// As root an unprivileged identity; as an ordinary user, who may map nothing else, its own.
Status give_identity(pid_t pid, bool root) {
  if (root) {
    const unsigned id = first_host_id + static_cast<unsigned>(pid);
    return map_identity(pid, id, id);
  }
  AH_TRY(write_map(pid, "setgroups", "deny"));
  return map_identity(pid, ::geteuid(), ::getegid());
}

// clone_mappable: the child inherits a /proc folder that this user owns; without it an ordinary
// user could not write the child's identity maps. It stays dumpable until they are written; the
// agent makes itself non-dumpable again before it holds anything.
pid_t clone_mappable(int* process, int group) {
  // One at a time: the attribute is the whole process's.
  static std::mutex window;
  const std::lock_guard lock(window);
  const int before = ::prctl(PR_GET_DUMPABLE);
  ::prctl(PR_SET_DUMPABLE, 1);
  const pid_t pid = os::raw_clone(namespaces, process, group);
  if (pid != 0) ::prctl(PR_SET_DUMPABLE, before);
  return pid;
}

class Pipe {
 public:
  static Result<Pipe> open() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return os::system_error("pipe", "cannot create", errno);
    return Pipe(os::Fd(ends[0]), os::Fd(ends[1]));
  }
  os::Fd read_end;
  os::Fd write_end;

 private:
  Pipe(os::Fd read, os::Fd write) : read_end(std::move(read)), write_end(std::move(write)) {}
};

void end(const os::Fd& process) {
  ::syscall(SYS_pidfd_send_signal, process.get(), SIGKILL, nullptr, 0);
  siginfo_t ended{};
  ::waitid(P_PIDFD, static_cast<id_t>(process.get()), &ended, WEXITED);
}

}  // namespace

Result<StartedAgent> start_agent(const AgentFiles& files, const std::function<void()>& meanwhile) {
  const bool root = ::geteuid() == 0;
  AH_ASSIGN(Pipe identity, Pipe::open());
  AH_ASSIGN(Pipe report, Pipe::open());
  const AgentStart start{&files, identity.read_end.get(), report.write_end.get(), root};

  int process = -1;
  const pid_t pid = clone_mappable(&process, files.group != nullptr ? files.group->get() : -1);
  if (pid < 0) return explain_refusal("clone3", -pid);
  if (pid == 0) {
    // The other end must close with the parent alone.
    ::close(identity.write_end.get());
    become_agent(start);
  }
  StartedAgent agent{pid, os::Fd(process)};
  report.write_end.reset();
  if (Status given = give_identity(pid, root); !given.ok()) {
    end(agent.process);
    return given.take_error();
  }
  AH_TRY(os::write_all(identity.write_end.get(), "pipe", bytes_of("1")));
  meanwhile();
  if (const auto failure = os::read_start_report(report.read_end)) {
    end(agent.process);
    return explain_refusal(failure->step, failure->error);
  }
  return agent;
}

}  // namespace anchorhold::enclave

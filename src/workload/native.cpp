#include "workload/native.h"

#include <poll.h>
#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "os/clone.h"
#include "os/error.h"
#include "os/socket.h"
#include "workload/messages.h"
#include "workload/seccomp.h"
#include "workload/spawner.h"

namespace anchorhold::workload {

namespace {

// The spawner keeps its control socket and the standard streams; nothing else of the agent's
// reaches it.
void close_all_but(int kept) {
  ::syscall(SYS_close_range, 3, static_cast<unsigned>(kept) - 1, 0);
  ::syscall(SYS_close_range, static_cast<unsigned>(kept) + 1, ~0U, 0);
}

void drain(const os::Fd& log, Sink* sink) {
  ByteArray<16384> buffer;
  for (;;) {
    const ssize_t count = ::read(log.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    if (sink != nullptr && !sink->write(ByteView(buffer).first(static_cast<size_t>(count))).ok())
      sink = nullptr;
  }
}

}  // namespace

Result<Spawner> Spawner::start(const std::string& mount_point) {
  AH_ASSIGN(auto sockets, os::socket_pair(os::SocketKind::seqpacket));
  auto cloned = os::clone_process(CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS);
  if (!cloned.ok()) {
    return Error(cloned.take_error())
        .in("spawner")
        .advise(
            "the agent needs CAP_SYS_ADMIN in its user namespace until it has started its spawner");
  }
  if (cloned->pid == 0) {
    close_all_but(sockets.second.get());
    run_spawner(std::move(sockets.second), mount_point);
    ::_exit(0);
  }
  Spawner spawner(std::move(sockets.first), std::move(cloned->process));
  AH_TRY(drop_capabilities());
  return spawner;
}

Spawner::~Spawner() {
  if (!process_.valid()) return;
  ::syscall(SYS_pidfd_send_signal, process_.get(), SIGKILL, nullptr, 0);
  siginfo_t ended{};
  ::waitid(P_PIDFD, static_cast<id_t>(process_.get()), &ended, WEXITED);
}

Result<WorkloadDirs> Spawner::prepare(const Space& space, const Limits& limits) {
  AH_TRY(os::send_message(control_, encode(Prepare{space, limits})));
  WorkloadDirs folders;
  for (os::Fd* folder : {&folders.root, &folders.in, &folders.out}) {
    AH_ASSIGN(*folder, expect_done());
    if (!folder->valid()) return Error{Code::internal, "spawner", "an answer without its folder"};
  }
  return folders;
}

Status Spawner::launch(const Launch& launch) {
  const Bytes message = encode(Arguments{launch.argv, launch.env, launch.limits, launch.log});
  if (message.size() > max_message_bytes) {
    return Error{Code::limit_exceeded, "workload", "arguments and environment too long"}.want(
        "at most " + std::to_string(max_message_bytes) + " bytes together");
  }
  if (launch.runner.valid()) {
    AH_TRY(os::send_message(control_, encode(Kind::runner), &launch.runner));
  }
  AH_TRY(os::send_message(control_, message, &launch.program));
  AH_ASSIGN(log_, expect_done());
  return {};
}

Result<os::Fd> Spawner::expect_done() {
  AH_ASSIGN(os::Message answer, os::receive_message(control_, max_message_bytes));
  AH_ASSIGN(const Kind kind, kind_of(answer.bytes));
  if (kind == Kind::failed) {
    AH_ASSIGN(const Failed failed, decode_failed(answer.bytes));
    return Error{Code::unavailable, "spawner", failed.reason};
  }
  if (kind != Kind::done) return Error{Code::internal, "spawner", "unexpected answer"};
  return answer.descriptor ? std::move(*answer.descriptor) : os::Fd();
}

Result<WorkloadEnd> Spawner::wait(Sink* log) {
  // The log's other ends are all closed once every process of the workload is dead.
  if (log_.valid()) drain(log_, log);
  AH_ASSIGN(const os::Message answer, os::receive_message(control_, max_message_bytes));
  AH_ASSIGN(const WorkloadEnd end, decode_end(answer.bytes));
  siginfo_t ended{};
  while (::waitid(P_PIDFD, static_cast<id_t>(process_.get()), &ended, WEXITED) != 0) {
    if (errno != EINTR) return os::system_error("spawner", "cannot wait for its end", errno);
  }
  process_.reset();
  return end;
}

void Spawner::kill() {
  static_cast<void>(os::send_message(control_, encode(Kind::kill)));
}

}  // namespace anchorhold::workload

#include "enclave/software/software_enclave.h"

#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "attester/nsm_server.h"
#include "enclave/software/channel.h"
#include "os/clock.h"
#include "os/error.h"
#include "os/random.h"

namespace anchorhold::enclave {

namespace {
constexpr Duration renewal_margin = std::chrono::minutes(10);

std::string note_of(const Status& limited) {
  if (limited.ok()) return "a cgroup limits memory and processes of the whole enclave";
  return "rlimits and file system sizes hold the limits, memory for each process alone: no cgroup "
         "(" +
         limited.error().to_string() + ")";
}
}  // namespace

SoftwareEnclave::SoftwareEnclave(std::string id, Result<ControlGroup> group, AgentFiles files,
                                 os::Fd nsm, os::Fd channel, const attester::SoftwareRoot& root,
                                 std::function<Status()> load)
    : id_(std::move(id)),
      group_(std::move(group)),
      nsm_(std::move(nsm)),
      channel_(std::move(channel)),
      root_(root),
      loaded_(loading_.get_future()),
      started_(starting_.get_future()),
      thread_([this, files = std::move(files), load = std::move(load)]() mutable {
        run(std::move(files), load);
      }) {}

void SoftwareEnclave::run(AgentFiles files, const std::function<Status()>& load) {
  if (group_.ok()) files.group = &group_->fd();
  bool tried = false;
  auto agent = start_agent(files, [&] {
    tried = true;
    loading_.set_value(load());
  });
  files = AgentFiles();
  if (!agent.ok()) {
    if (!tried) loading_.set_value(agent.error());
    starting_.set_value(agent.take_error());
    return;
  }
  process_ = std::move(agent->process);
  starting_.set_value({});
  serve();
}

void SoftwareEnclave::admit(std::map<uint32_t, PortHandler> ports, const GroupLimits& limits) {
  limits_note_ = note_of(group_.ok() ? group_->limit(limits) : Status(group_.error()));
  const std::lock_guard lock(mutex_);
  ports_ = std::move(ports);
}

Status SoftwareEnclave::loaded() {
  const Status& outcome = loaded_.get();
  return outcome.ok() ? Status() : Status(Error(outcome.error()));
}

Status SoftwareEnclave::started() {
  return started_.get();
}

SoftwareEnclave::~SoftwareEnclave() {
  stop();
  static_cast<void>(wait());
}

void SoftwareEnclave::measured(attester::SoftwareNsm module) {
  registers_ = module.registers();
  const std::lock_guard lock(mutex_);
  module_ = std::move(module);
  module_ready_.notify_one();
}

void SoftwareEnclave::serve() {
  for (bool nsm_open = true, channel_open = true;;) {
    pollfd events[] = {{process_.get(), POLLIN, 0},
                       {nsm_open ? nsm_.get() : -1, POLLIN, 0},
                       {channel_open ? channel_.get() : -1, POLLIN, 0}};
    if (::poll(events, std::size(events), -1) < 0 && errno != EINTR) break;
    if (events[1].revents != 0) nsm_open = serve_module();
    if (events[2].revents != 0) channel_open = serve_channel();
    if (events[0].revents != 0) break;
  }
  for (std::thread& connection : connections_) connection.join();
}

// False when the agent asks no more, or asks nonsense: a closed socket is its answer.
bool SoftwareEnclave::serve_module() {
  {
    std::unique_lock lock(mutex_);
    module_ready_.wait(lock, [this] { return module_.has_value() || stopped_; });
    if (!module_) return false;
  }
  const Time now = os::now();
  os::SystemRandom random;
  if (!renew_leaf(now).ok()) return false;
  const auto served = attester::serve_request(nsm_, *module_, now, random);
  return served.ok() && *served;
}

Status SoftwareEnclave::renew_leaf(Time now) {
  if (now < module_->leaf_expires() - renewal_margin) return {};
  os::SystemRandom random;
  AH_ASSIGN(attester::Leaf leaf, root_.issue_leaf(id_, random, now));
  return module_->renew(std::move(leaf));
}

bool SoftwareEnclave::serve_channel() {
  { const std::lock_guard seen(mutex_); }  // admit() is over: the agent could not ask before
  auto connection = answer_port(channel_, ports_);
  if (!connection.ok()) return false;
  if (connection->handler == nullptr) return true;
  connections_.emplace_back(
      [handler = connection->handler, fd = std::move(connection->host_end)]() mutable {
        (*handler)(std::move(fd));
      });
  return true;
}

Result<EnclaveEnd> SoftwareEnclave::wait() {
  if (thread_.joinable()) thread_.join();
  if (end_) return *end_;
  siginfo_t ended{};
  while (::waitid(P_PIDFD, static_cast<id_t>(process_.get()), &ended, WEXITED) != 0) {
    if (errno != EINTR) return os::system_error("enclave " + id_, "cannot wait for its end", errno);
  }
  const bool exited = ended.si_code == CLD_EXITED;
  end_ = EnclaveEnd{exited && ended.si_status == 0, ended.si_status, exited};
  return *end_;
}

void SoftwareEnclave::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    module_ready_.notify_one();
  }
  ::syscall(SYS_pidfd_send_signal, process_.get(), SIGKILL, nullptr, 0);
}

}  // namespace anchorhold::enclave

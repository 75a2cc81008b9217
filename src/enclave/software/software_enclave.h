#pragma once
// One running software enclave: the thread that serves its security module and its channel.

#include <condition_variable>
#include <functional>
#include <future>
#include <list>
#include <mutex>
#include <optional>
#include <thread>

#include "attester/software_nsm.h"
#include "enclave/software/control_group.h"
#include "enclave/software/start_agent.h"
#include "enclave/tee.h"

namespace anchorhold::enclave {

class SoftwareEnclave : public Enclave {
 public:
  // The agent is started from a thread that lives as long as the enclave, since it dies with that
  // thread; `load` makes its memory complete and runs there too, while the new process builds its
  // namespaces. Its requests wait until measured(). The root outlives the enclave.
  SoftwareEnclave(std::string id, Result<ControlGroup> group, AgentFiles files, os::Fd nsm,
                  os::Fd channel, const attester::SoftwareRoot& root, std::function<Status()> load);
  ~SoftwareEnclave() override;

  // admit: what the agent may reach and use. Before it is released to execute.
  void admit(std::map<uint32_t, PortHandler> ports, const GroupLimits& limits);

  // loaded: waits until the agent is in memory, or cannot be.
  Status loaded();
  // started: waits until the agent executes, or has failed to.
  Status started();
  // measured: from now on the security module answers.
  void measured(attester::SoftwareNsm module);

  const std::string& id() const override { return id_; }
  const nsm::Registers& registers() const override { return registers_; }
  const std::string& limits_note() const override { return limits_note_; }
  Result<EnclaveEnd> wait() override;
  void stop() override;

 private:
  void run(AgentFiles files, const std::function<Status()>& load);
  void serve();
  bool serve_module();
  bool serve_channel();
  Status renew_leaf(Time now);

  const std::string id_;
  Result<ControlGroup> group_;  // goes when everything in it is gone
  os::Fd nsm_;
  os::Fd channel_;
  std::map<uint32_t, PortHandler> ports_;  // guarded by mutex_ until admit(), then constant
  const attester::SoftwareRoot& root_;
  os::Fd process_;  // pidfd; set before started_ is
  nsm::Registers registers_;
  std::string limits_note_;

  std::mutex mutex_;
  std::condition_variable module_ready_;
  std::optional<attester::SoftwareNsm>
      module_;                          // guarded by mutex_ until it is set, then the thread's own
  bool stopped_ = false;                // guarded by mutex_
  std::list<std::thread> connections_;  // the thread's own
  std::promise<Status> loading_;
  const std::shared_future<Status> loaded_;
  std::promise<Status> starting_;
  std::future<Status> started_;
  std::optional<EnclaveEnd> end_;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace anchorhold::enclave

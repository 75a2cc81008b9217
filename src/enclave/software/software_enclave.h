#pragma once
// One running software enclave: the thread that serves its security module and its channel.

#include <atomic>
#include <condition_variable>
#include <list>
#include <mutex>
#include <optional>
#include <thread>

#include "attester/software_nsm.h"
#include "enclave/software/start_agent.h"
#include "enclave/tee.h"

namespace anchorhold::enclave {

class SoftwareEnclave : public Enclave {
 public:
  // start: starts the agent from a thread that lives as long as the enclave, since the agent dies
  // with it. The agent's requests wait until measured().
  static Result<std::unique_ptr<SoftwareEnclave>> start(std::string id, AgentFiles files,
                                                        os::Fd nsm, os::Fd channel,
                                                        std::map<uint32_t, PortHandler> ports,
                                                        const attester::SoftwareRoot& root);
  ~SoftwareEnclave() override;

  // measured: from now on the security module answers.
  void measured(attester::SoftwareNsm module);

  const std::string& id() const override { return id_; }
  const nsm::Registers& registers() const override { return registers_; }
  const std::string& limits_note() const override { return limits_note_; }
  Result<EnclaveEnd> wait() override;
  void stop() override;

 private:
  SoftwareEnclave(std::string id, os::Fd nsm, os::Fd channel, std::map<uint32_t, PortHandler> ports,
                  const attester::SoftwareRoot& root)
      : id_(std::move(id)),
        nsm_(std::move(nsm)),
        channel_(std::move(channel)),
        ports_(std::move(ports)),
        root_(root) {}
  void serve();
  bool serve_module();
  bool serve_channel();
  Status renew_leaf(Time now);

  const std::string id_;
  os::Fd nsm_;
  os::Fd channel_;
  const std::map<uint32_t, PortHandler> ports_;
  const attester::SoftwareRoot& root_;
  os::Fd process_;  // pidfd; valid from start() to the destructor
  nsm::Registers registers_;
  std::string limits_note_;

  std::mutex mutex_;
  std::condition_variable module_ready_;
  std::optional<attester::SoftwareNsm>
      module_;                          // guarded by mutex_ until it is set, then the thread's own
  bool stopped_ = false;                // guarded by mutex_
  std::list<std::thread> connections_;  // the thread's own
  std::thread thread_;
  std::optional<EnclaveEnd> end_;
};

}  // namespace anchorhold::enclave

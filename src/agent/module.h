#pragma once
// Module: the enclave's security module for more than one thread, and the evidence that the agent
// asks of it.

#include <mutex>

#include "attester/security_module.h"

namespace anchorhold::agent {

inline constexpr uint16_t kContractRegister = 16;
inline constexpr uint16_t kEventRegister = 17;

class Module {
 public:
  explicit Module(attester::SecurityModule& module) : module_(module) {}

  // bind_contract: extends PCR16 with the contract digest and locks it. Denied when it was extended
  // before.
  Status bind_contract(const Digest384& contract);
  // record_event: extends PCR17 with the digest of a run-time event (docs/formats.md).
  Status record_event(const Digest384& event);
  // close_events: locks PCR17, so that evidence shows it.
  Status close_events();

  Result<Bytes> attest(const nsm::Attestation& bound);
  Result<nsm::Description> describe();
  Result<nsm::Register> describe_register(uint16_t index);

 private:
  std::mutex mutex_;
  attester::SecurityModule& module_;
};

}  // namespace anchorhold::agent

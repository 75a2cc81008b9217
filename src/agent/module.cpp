#include "agent/module.h"

#include "image/registers.h"

namespace anchorhold::agent {

Status Module::bind_contract(const Digest384& contract) {
  const std::lock_guard lock(mutex_);
  AH_ASSIGN(const Digest384 value, module_.extend(kContractRegister, contract));
  if (value != image::contract_register(contract)) {
    return Error{Code::denied, "PCR16", "was extended before this agent did"}.advise(
        "launch the enclave afresh");
  }
  return module_.lock(kContractRegister);
}

Status Module::record_event(const Digest384& event) {
  const std::lock_guard lock(mutex_);
  auto value = module_.extend(kEventRegister, event);
  return value.ok() ? Status() : value.take_error();
}

Status Module::close_events() {
  const std::lock_guard lock(mutex_);
  return module_.lock(kEventRegister);
}

Result<Bytes> Module::attest(const nsm::Attestation& bound) {
  const std::lock_guard lock(mutex_);
  return module_.attest(bound);
}

Result<nsm::Description> Module::describe() {
  const std::lock_guard lock(mutex_);
  return module_.describe();
}

Result<nsm::Register> Module::describe_register(uint16_t index) {
  const std::lock_guard lock(mutex_);
  return module_.describe_register(index);
}

}  // namespace anchorhold::agent

#include "contract/policy.h"

#include "image/registers.h"

namespace anchorhold::contract {

namespace {
constexpr unsigned kSignerRegister = 8;
constexpr unsigned kContractRegister = 16;
}  // namespace

appraise::Policy policy_of(const SealedContract& sealed) {
  const TeeRules& tee = sealed.contract.tee;
  appraise::Policy policy;
  policy.max_age = tee.max_age;
  for (const auto& [kind, measurement] : sealed.contract.measurements) {
    appraise::Accepted accepted;
    accepted.tee = kind;
    accepted.software_roots.assign(tee.software_roots.begin(), tee.software_roots.end());
    accepted.registers = {{0, measurement.pcr0},
                          {1, measurement.pcr1},
                          {2, measurement.pcr2},
                          {kContractRegister, image::contract_register(sealed.digest)}};
    if (measurement.pcr8) accepted.registers.emplace(kSignerRegister, *measurement.pcr8);
    policy.accept.push_back(std::move(accepted));
  }
  return policy;
}

}  // namespace anchorhold::contract

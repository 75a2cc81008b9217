#include "contract/policy.h"

#include "image/registers.h"

namespace anchorhold::contract {

appraise::Policy policy_of(const SealedContract& sealed) {
  const TeeRules& tee = sealed.contract.tee;
  appraise::Policy policy;
  policy.max_age = tee.max_age;
  for (const auto& [kind, measurement] : sealed.contract.measurements) {
    appraise::Accepted accepted;
    accepted.tee = kind;
    accepted.given_roots.assign(tee.software_roots.begin(), tee.software_roots.end());
    const auto demand = [&](const char* name, const Digest384& value) {
      accepted.measurements[name] = {copy_of(value)};
    };
    demand("pcr0", measurement.pcr0);
    demand("pcr1", measurement.pcr1);
    demand("pcr2", measurement.pcr2);
    demand("pcr16", image::contract_register(sealed.digest));
    if (measurement.pcr8) demand("pcr8", *measurement.pcr8);
    policy.accept.push_back(std::move(accepted));
  }
  return policy;
}

}  // namespace anchorhold::contract

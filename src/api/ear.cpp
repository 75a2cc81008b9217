#include "api/ear.h"

#include "appraise/policy_file.h"
#include "base/hex.h"
#include "contract/policy.h"
#include "crypto/hash.h"

namespace anchorhold::api {
namespace {

std::string policy_name(const Question& question) {
  if (question.contract)
    return "urn:anchorhold:contract:sha384:" + to_hex(question.contract->digest);
  if (question.policy.empty()) return "";
  return "urn:anchorhold:policy:sha256:" + to_hex(crypto::sha256(bytes_of(question.policy)));
}

// How long a result is good for: as long as the policy would call the evidence fresh.
Duration lifetime_of(const Question& question) {
  constexpr Duration otherwise = std::chrono::minutes(5);
  if (question.contract) return contract::policy_of(*question.contract).max_age;
  if (question.policy.empty()) return otherwise;
  const auto policy = appraise::parse_policy("policy", question.policy);
  return policy.ok() ? policy->max_age : otherwise;
}

// A result never says more than the judgement: only what a policy accepted is affirming.
appraise::Tier floor_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::accepted:
      return appraise::Tier::affirming;
    case Verdict::unproven:
      return appraise::Tier::warning;
    case Verdict::rejected:
      return appraise::Tier::contraindicated;
  }
  return appraise::Tier::contraindicated;
}

// A submodule of the judgement, whose claims may be those of a part.
appraise::EarSubmodule submodule_of(const JudgedEvidence& judged, const Claims* claims,
                                    const std::string& policy) {
  return {.vector = claims == nullptr ? appraise::unverified_vector()
                                      : appraise::trust_vector(*claims, judged.appraisal),
          .floor = floor_of(judged.verdict),
          .policy = policy,
          .claims = claims,
          .findings = nullptr};
}

}  // namespace

Result<std::string> sign_result(const JudgedEvidence& judged, const Question& question,
                                std::string_view build, appraise::EarProfile profile,
                                const crypto::PrivateKey& key) {
  appraise::EarResult result;
  result.build = build;
  result.issued = question.at;
  result.nonce = question.binding.nonce;
  result.expires = question.at + lifetime_of(question);
  const std::string policy = policy_name(question);
  const Claims* whole = judged.claims ? &*judged.claims : nullptr;
  const std::string name =
      judged.said ? std::string(tee_name(judged.said->tee)) : std::string("evidence");
  result.submodules[name] = submodule_of(judged, whole, policy);
  result.submodules[name].findings = &judged.findings;
  if (whole != nullptr) {
    // The labels of parts are the attester's: behind the whole's name they take nobody's place.
    for (const auto& [label, part] : whole->parts)
      result.submodules[name + "." + label] = submodule_of(judged, &part, policy);
  }
  return appraise::sign_ear(result, profile, key);
}

}  // namespace anchorhold::api

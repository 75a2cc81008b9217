#include "api/ear.h"

#include "base/hex.h"
#include "crypto/hash.h"

namespace anchorhold::api {
namespace {

std::string policy_name(const Question& question) {
  if (question.contract)
    return "urn:anchorhold:contract:sha384:" + to_hex(question.contract->digest);
  if (question.policy.empty()) return "";
  return "urn:anchorhold:policy:sha256:" + to_hex(crypto::sha256(bytes_of(question.policy)));
}

// The findings of a part have its name before their subjects.
Findings findings_of(const std::string& part, const Findings& all) {
  Findings out;
  for (const Finding& finding : all.list())
    if (finding.subject.starts_with(part + ": ")) out.add(finding);
  return out;
}

}  // namespace

Result<std::string> sign_result(const JudgedEvidence& judged, const Question& question,
                                std::string_view build, appraise::EarProfile profile,
                                const crypto::PrivateKey& key) {
  appraise::EarResult result;
  result.build = build;
  result.issued = question.at;
  result.nonce = question.binding.nonce;
  const std::string policy = policy_name(question);
  if (!judged.claims) {
    const TeeKind kind = judged.said ? judged.said->tee : TeeKind::software;
    const std::string name = judged.said ? std::string(tee_name(kind)) : "evidence";
    result.submodules[name] = {.vector = appraise::unverified_vector(),
                               .policy = policy,
                               .claims = nullptr,
                               .findings = &judged.findings};
    return appraise::sign_ear(result, profile, key);
  }
  const Claims& claims = *judged.claims;
  result.submodules[std::string(tee_name(claims.tee))] = {
      .vector = appraise::trust_vector(claims, judged.appraisal),
      .policy = policy,
      .claims = &claims,
      .findings = &judged.findings};
  for (const auto& [name, part] : claims.parts) {
    result.submodules[name] = {
        .vector = appraise::trust_vector(part, findings_of(name, judged.appraisal)),
        .policy = policy,
        .claims = &part,
        .findings = nullptr};
  }
  return appraise::sign_ear(result, profile, key);
}

}  // namespace anchorhold::api

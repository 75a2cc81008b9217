#include "api/evidence.h"

#include "appraise/appraise.h"
#include "appraise/policy_file.h"
#include "contract/policy.h"
#include "verifier/anchors.h"
#include "verifier/verify.h"

namespace anchorhold::api {
namespace {

Result<std::optional<appraise::Policy>> policy_of(const Question& question) {
  if (question.contract && !question.policy.empty()) {
    return Error{Code::invalid_argument, "policy", "a contract is a policy already"}.advise(
        "give one of the two");
  }
  if (question.contract) return std::optional(contract::policy_of(*question.contract));
  if (question.policy.empty()) return std::optional<appraise::Policy>();
  AH_ASSIGN(appraise::Policy policy, appraise::parse_policy("policy", question.policy));
  return std::optional(std::move(policy));
}

}  // namespace

Result<JudgedEvidence> judge_evidence(ByteView evidence, const Question& question,
                                      crypto::CertificateCache* cache) {
  AH_ASSIGN(const std::optional<appraise::Policy> policy, policy_of(question));
  AH_ASSIGN(verifier::Anchors anchors, verifier::read_anchors(question.anchors, cache));
  anchors.software_roots.insert(anchors.software_roots.end(), question.software_roots.begin(),
                                question.software_roots.end());
  // An anchor's certificate may be the end of a path that starts among the collateral.
  std::vector<verifier::File> files = question.collateral;
  files.insert(files.end(), question.anchors.begin(), question.anchors.end());
  AH_ASSIGN(const verifier::Material material, verifier::Material::sort(std::move(files), cache));
  AH_ASSIGN(verifier::Answer answer, verifier::verify({.evidence = evidence,
                                                       .material = material,
                                                       .anchors = anchors,
                                                       .at = question.at,
                                                       .cache = cache,
                                                       .insecure = question.insecure,
                                                       .require_crl = question.require_crl},
                                                      question.format));
  JudgedEvidence judged;
  judged.format = answer.format->title;
  judged.findings = std::move(answer.verification.findings);
  judged.findings.add(material.findings());
  if (answer.verification.said) judged.said = answer.verification.said->claimed();
  if (!answer.verification.claims) return judged;
  judged.claims = **answer.verification.claims;
  judged.appraisal =
      policy ? appraise::appraise(*judged.claims, *policy, question.binding, question.at)
             : appraise::check_binding(*judged.claims, question.binding);
  judged.findings.add(judged.appraisal);
  if (judged.findings.accepted()) judged.verdict = policy ? Verdict::accepted : Verdict::unproven;
  return judged;
}

}  // namespace anchorhold::api

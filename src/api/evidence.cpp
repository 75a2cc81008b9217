#include "api/evidence.h"

#include "contract/policy.h"
#include "evidence/nsm/claims.h"

namespace anchorhold::api {

JudgedEvidence judge_evidence(ByteView document, const EvidenceQuestion& question) {
  std::vector<nsm::Anchor> anchors{nsm::NitroAnchor{}};
  for (const Digest256& root : question.software_roots)
    anchors.emplace_back(nsm::SoftwareAnchor{root});
  nsm::Verification verified = nsm::verify_document(document, anchors, question.at, nullptr);
  JudgedEvidence judged;
  judged.findings = std::move(verified.findings);
  if (!verified.document) return judged;
  judged.claims = nsm::claims_of(*verified.document);
  if (question.contract) {
    judged.findings.add(appraise::appraise(*judged.claims, contract::policy_of(*question.contract),
                                           question.binding, question.at));
  } else {
    judged.findings.add(appraise::check_binding(*judged.claims, question.binding));
  }
  if (judged.findings.accepted())
    judged.verdict = question.contract ? Verdict::accepted : Verdict::unproven;
  return judged;
}

}  // namespace anchorhold::api

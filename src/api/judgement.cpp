#include "api/judgement.h"

#include "claims/claims_json.h"

namespace anchorhold::api {

Judgement judgement_of(const Findings& findings, Verdict verdict) {
  Judgement judgement;
  judgement.verdict = verdict;
  for (const Finding& finding : findings.list()) {
    judgement.checks.push_back({finding.check, std::string(outcome_name(finding.outcome)),
                                finding.subject, finding.expected, finding.observed, finding.clause,
                                finding.advice});
  }
  return judgement;
}

Judgement judgement_of(const JudgedEvidence& judged) {
  Judgement judgement = judgement_of(judged.findings, judged.verdict);
  judgement.format = judged.format;
  if (judged.claims) judgement.claims = json::canonical(to_json(*judged.claims));
  return judgement;
}

Judgement refusal(const Error& error) {
  Judgement judgement;
  judgement.error = error.to_string();
  return judgement;
}

}  // namespace anchorhold::api

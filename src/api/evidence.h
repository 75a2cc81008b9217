#pragma once
// Evidence held against a policy or a contract, or against nothing but its own vendor: the
// judgement of `anchorhold verify` and of the public verifier.

#include <optional>

#include "anchorhold/verify.hpp"
#include "api/question.h"
#include "base/finding.h"
#include "claims/claims.h"

namespace anchorhold::api {

struct JudgedEvidence {
  std::string format;  // its title
  Findings findings;   // of the verification, then of the appraisal
  Findings appraisal;  // of the appraisal alone
  Verdict verdict = Verdict::rejected;
  std::optional<Claims> claims;  // set when the evidence is authentic
  std::optional<Claims> said;    // what the bytes say, set when they could be read
};

// judge_evidence: errors are about the question: evidence of no known format, collateral that
// cannot be read, a policy that is none. `cache` may be null.
Result<JudgedEvidence> judge_evidence(ByteView evidence, const Question& question,
                                      crypto::CertificateCache* cache = nullptr);

}  // namespace anchorhold::api

#pragma once
// Evidence held against a contract, or against nothing but its own vendor: the judgement of
// `anchorhold verify` and of the public verifier.

#include <optional>

#include "anchorhold/verify.hpp"
#include "appraise/appraise.h"
#include "base/finding.h"
#include "contract/sealed.h"

namespace anchorhold::api {

struct JudgedEvidence {
  Findings findings;
  Verdict verdict = Verdict::rejected;
  std::optional<Claims> claims;  // set when the evidence is authentic
};

// EvidenceQuestion: what the caller trusts and demands. Without a contract no measurement is known
// to be good, so the verdict is at best unproven.
struct EvidenceQuestion {
  std::vector<Digest256> software_roots;  // the AWS Nitro root is always an anchor
  std::optional<contract::SealedContract> contract;
  appraise::Binding binding;
  Time at;
};

JudgedEvidence judge_evidence(ByteView document, const EvidenceQuestion& question);

}  // namespace anchorhold::api

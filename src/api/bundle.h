#pragma once
// Evidence bundles: evidence with everything that its judgement rested on, in one file, to be
// judged again years later with the same result.

#include <string>
#include <string_view>

#include "api/evidence.h"
#include "base/result.h"

namespace anchorhold::api {

// Bundle: a question, the evidence, and the answer that was given then.
struct Bundle {
  Bytes evidence;
  Question question;
  std::string contract;   // the text of the question's contract; empty for none
  std::string appraisal;  // canonical JSON
};

// make_bundle: canonical JSON; `contract` is the text that the question's contract was read from.
std::string make_bundle(ByteView evidence, const Question& question, std::string_view contract,
                        const JudgedEvidence& judged);

// read_bundle: strict; nothing in a bundle is proven. Its policy and anchors were chosen by whoever
// made it: the caller must know them from elsewhere, or replace them by his own.
Result<Bundle> read_bundle(std::string_view object, std::string_view text);

// judge_as_recorded: the bundle's own question again. A judgement that is not byte for byte the
// recorded one is an error (conflict): another version of this verifier, or an altered bundle. An
// acceptance becomes unproven, since the caller chose neither policy nor anchors. Revocation lists
// that only the caller demands are looked for after that.
Result<JudgedEvidence> judge_as_recorded(const Bundle& bundle, bool require_crl = false);

// question_for: the bundle's collateral, binding and time, with what the caller trusts. Revocation
// lists are required when either of them demands it.
Question question_for(const Bundle& bundle, const Question& mine);

// judge_bundle: the bundle's evidence, collateral and binding, at its time, by what the caller
// trusts: policy or contract, anchors, software roots and insecure options of `mine`.
Result<JudgedEvidence> judge_bundle(const Bundle& bundle, const Question& mine);

// looks_like_bundle: whether a text begins as one.
bool looks_like_bundle(std::string_view text);

}  // namespace anchorhold::api

#pragma once
// Judgements as attestation results.

#include "api/evidence.h"
#include "appraise/ear.h"

namespace anchorhold::api {

// sign_result: the judgement as an EAR, signed with the verifier's key: one submodule for the whole
// under its TEE's name, and one for each part. `policy` is the policy's text, told by its digest;
// `build` is the version of this verifier.
Result<std::string> sign_result(const JudgedEvidence& judged, const Question& question,
                                std::string_view build, appraise::EarProfile profile,
                                const crypto::PrivateKey& key);

}  // namespace anchorhold::api

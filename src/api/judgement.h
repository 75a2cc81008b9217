#pragma once
// The project's findings in the shape of the public headers.

#include "anchorhold/verify.hpp"
#include "api/evidence.h"
#include "base/finding.h"
#include "base/result.h"
#include "contract/sealed.h"

namespace anchorhold::api {

Judgement judgement_of(const Findings& findings, Verdict verdict);
Judgement judgement_of(const JudgedEvidence& judged);
Judgement refusal(const Error& error);

// roots_of: digests of software roots in hexadecimal, with or without "sha256:"; `object` names
// them in errors.
Result<std::vector<Digest256>> roots_of(std::string_view object,
                                        const std::vector<std::string>& texts);

}  // namespace anchorhold::api

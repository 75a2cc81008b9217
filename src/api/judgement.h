#pragma once
// The project's findings in the shape of the public headers.

#include "anchorhold/verify.hpp"
#include "api/evidence.h"
#include "base/finding.h"
#include "base/result.h"

namespace anchorhold::api {

Judgement judgement_of(const Findings& findings, Verdict verdict);
Judgement judgement_of(const JudgedEvidence& judged);
Judgement refusal(const Error& error);

}  // namespace anchorhold::api

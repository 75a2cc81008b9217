#pragma once
// A judgement as JSON: one text for each judgement, so that two can be compared byte by byte.

#include "api/evidence.h"
#include "codec/json.h"

namespace anchorhold::api {

// verdict_name: "accepted", "authentic, not appraised", "rejected".
std::string_view verdict_name(Verdict verdict);

// appraisal_json: format, verdict, findings, and the claims: under "claims" when they are
// authentic, else under "said".
json::Value appraisal_json(const JudgedEvidence& judged);

}  // namespace anchorhold::api

#pragma once
// A judgement as the JSON that the public header for C promises.

#include "api/evidence.h"
#include "base/result.h"
#include "codec/json.h"

namespace anchorhold::api {

json::Value judgement_json(const JudgedEvidence& judged);

// refusal_json: evidence or demands that could not be judged at all.
json::Value refusal_json(const Error& error);

}  // namespace anchorhold::api

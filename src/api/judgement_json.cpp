#include "api/judgement_json.h"

#include "claims/claims_json.h"
#include "claims/findings_json.h"

namespace anchorhold::api {
namespace {

std::string_view verdict_word(Verdict verdict) {
  if (verdict == Verdict::accepted) return "accepted";
  return verdict == Verdict::unproven ? "unproven" : "rejected";
}

}  // namespace

json::Value judgement_json(const JudgedEvidence& judged) {
  json::Value out = json::Value::object({{"verdict", verdict_word(judged.verdict)},
                                         {"format", judged.format},
                                         {"checks", findings_json(judged.findings)},
                                         {"error", ""}});
  if (judged.claims) out.set("claims", to_json(*judged.claims));
  return out;
}

json::Value refusal_json(const Error& error) {
  return json::Value::object({{"verdict", verdict_word(Verdict::rejected)},
                              {"format", ""},
                              {"checks", json::Array()},
                              {"error", error.to_string()}});
}

}  // namespace anchorhold::api

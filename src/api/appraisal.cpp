#include "api/appraisal.h"

#include "claims/claims_json.h"
#include "claims/findings_json.h"

namespace anchorhold::api {

std::string_view verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::accepted:
      return "accepted";
    case Verdict::unproven:
      return "authentic, not appraised";
    case Verdict::rejected:
      return "rejected";
  }
  return "rejected";
}

json::Value appraisal_json(const JudgedEvidence& judged) {
  json::Value out = json::Value::object({{"format", judged.format},
                                         {"verdict", verdict_name(judged.verdict)},
                                         {"findings", findings_json(judged.findings)}});
  if (judged.claims) {
    out.set("claims", to_json(*judged.claims));
  } else if (judged.said) {
    out.set("said", to_json(*judged.said));
  }
  return out;
}

}  // namespace anchorhold::api

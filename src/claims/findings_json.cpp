#include "claims/findings_json.h"

namespace anchorhold {

json::Value findings_json(const Findings& findings) {
  json::Array out;
  for (const Finding& finding : findings.list()) {
    out.push_back(json::Value::object({{"check", finding.check},
                                       {"outcome", outcome_name(finding.outcome)},
                                       {"stage", stage_name(finding.stage)},
                                       {"subject", finding.subject},
                                       {"expected", finding.expected},
                                       {"observed", finding.observed},
                                       {"clause", finding.clause},
                                       {"advice", finding.advice}}));
  }
  return json::Value(std::move(out));
}

}  // namespace anchorhold

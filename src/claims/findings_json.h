#pragma once
// Findings as JSON.

#include "base/finding.h"
#include "codec/json.h"

namespace anchorhold {

// findings_json: the findings in order, every member of each.
json::Value findings_json(const Findings& findings);

}  // namespace anchorhold

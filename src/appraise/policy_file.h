#pragma once
// Policies as people write them: TOML, or the same as JSON. docs/policy.md is the reference.

#include <string_view>

#include "appraise/policy.h"
#include "base/result.h"

namespace anchorhold::appraise {

// parse_policy: refuses unknown keys, empty lists and values that are no hexadecimal, with line and
// column where the text is TOML. A text that begins with '{' is JSON. The least that accepts
// anything is one [[accept]] table with a tee and a measurement.
Result<Policy> parse_policy(std::string_view object, std::string_view text);

}  // namespace anchorhold::appraise

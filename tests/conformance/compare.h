#pragma once
// An answer held against the one that the case expects.

#include <string>
#include <vector>

#include "run_case.h"

namespace anchorhold::conformance {

// differences: what is wrong with the answer; empty when the case passes. The failing stage is only
// a hint, since more than one rule may be broken: see stage_differs.
std::vector<std::string> differences(const Case& test, const Answer& answer);

// stage_differs: whether a rightly refused case broke elsewhere than the case says.
bool stage_differs(const Case& test, const Answer& answer);

}  // namespace anchorhold::conformance

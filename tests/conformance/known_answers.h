#pragma once
// Cases of kind "measurement": values that must be computed exactly.

#include "run_case.h"

namespace anchorhold::conformance {

// known_answers: computes every value of the case's table. Authentic means that all came out.
Answer known_answers(const Case& test);

}  // namespace anchorhold::conformance

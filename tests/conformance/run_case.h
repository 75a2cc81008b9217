#pragma once
// A case put to the verifier.

#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "case.h"
#include "claims/claims.h"

namespace anchorhold::conformance {

// Outcome: what our verifier answers to a whole case.
struct Answer {
  bool authentic = false;
  std::string reason;        // the first thing that failed
  std::string stage;         // of that failure, in the vectors' words
  std::vector<Claims> said;  // of every piece of evidence in the case
  json::Object known;        // counts of reproduced known answers
};

// answer: verifies every piece of evidence of the case as a relying party would, with the case's
// binding. Where evidence comes in parallel lists, each is verified with its own signature, key and
// registers.
Answer answer(const Case& test);

// resists: whether a change of each bound value, and each reference file that must be refused,
// turns the answer. Empty: it does; else what did not.
std::string resists(const Case& test);

}  // namespace anchorhold::conformance

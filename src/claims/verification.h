#pragma once
// Verification: what the verifier of a format answers.

#include <optional>

#include "base/check.h"
#include "base/verified.h"
#include "claims/claims.h"

namespace anchorhold {

// Verification: every check with its outcome. `said` is what the bytes say, set when they could be
// read; nothing in it is proven. `claims` is set exactly when every check passed. It says that the
// evidence is authentic, not that it is acceptable: that is the appraisal's.
struct Verification {
  Findings findings;
  std::optional<Unverified<Claims>> said;
  std::optional<Verified<Claims>> claims;
};

// conclude: the answer from the checks that were made; a check of the run's table without a finding
// is a failure. This is the only way to Verified<Claims>.
Verification conclude(CheckRun run, Claims claims);

// unreadable: the answer when there are no claims, because the bytes could not be read.
Verification unreadable(CheckRun run);

}  // namespace anchorhold

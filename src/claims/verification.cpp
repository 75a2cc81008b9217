#include "claims/verification.h"

namespace anchorhold {

Verification conclude(CheckRun run, Claims claims) {
  Verification out;
  out.findings = std::move(run).finish();
  if (out.findings.accepted()) out.claims = Verified<Claims>::mark_verified(claims);
  out.said = Unverified<Claims>(std::move(claims));
  return out;
}

Verification unreadable(CheckRun run) {
  Verification out;
  out.findings = std::move(run).finish("the evidence cannot be read");
  return out;
}

}  // namespace anchorhold

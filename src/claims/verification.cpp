#include "claims/verification.h"

namespace anchorhold {

Verification conclude(CheckRun run, Claims claims) {
  Verification out;
  out.findings = std::move(run).finish();
  out.said = Unverified<Claims>(std::move(claims));
  if (out.findings.accepted()) out.claims = Verified<Claims>::mark_verified(*out.said);
  return out;
}

Verification unreadable(CheckRun run) {
  Verification out;
  out.findings = std::move(run).finish("the evidence cannot be read");
  return out;
}

}  // namespace anchorhold

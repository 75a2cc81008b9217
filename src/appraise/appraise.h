#pragma once
// Appraisal: verified claims against a policy and a binding, at a time.

#include "appraise/policy.h"
#include "base/finding.h"
#include "claims/claims.h"

namespace anchorhold::appraise {

// appraise: judges every rule and gives a finding for each, the failed ones with advice. The first
// finding names the TEE; where no vendor's root stands behind it its texts begin with NOT HARDWARE.
// Accept only if findings.accepted(). `claims` must come from Verified<Claims>. The checks are
// those of checks.h. Among several accepted combinations the one that the evidence comes closest to
// is reported.
Findings appraise(const Claims& claims, const Policy& policy, const Binding& binding, Time now);

// check_binding: nonce, user_data, public_key and report_data alone, for who has no policy to hold
// the rest against.
Findings check_binding(const Claims& claims, const Binding& binding);

}  // namespace anchorhold::appraise

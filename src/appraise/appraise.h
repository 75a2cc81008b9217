#pragma once
// Appraisal: verified claims against a policy and a binding, at a time.

#include "appraise/claims.h"
#include "appraise/policy.h"
#include "base/finding.h"

namespace anchorhold::appraise {

// appraise: judges every rule and gives a finding for each, the failed ones with advice. The first
// finding names the TEE; for a software TEE its texts begin with NOT HARDWARE. Accept only if
// findings.accepted(). Checks: appraise.tee, appraise.root, appraise.debug, appraise.registers (one
// finding a register), appraise.freshness, appraise.nonce, appraise.user_data, appraise.public_key.
Findings appraise(const Claims& claims, const Policy& policy, const Binding& binding, Time now);

// check_binding: the last three of these checks alone, for who has no policy to hold the rest
// against.
Findings check_binding(const Claims& claims, const Binding& binding);

}  // namespace anchorhold::appraise

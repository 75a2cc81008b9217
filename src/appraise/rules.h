#pragma once
// One accepted combination of a policy, held against claims.

#include "appraise/policy.h"
#include "base/finding.h"

namespace anchorhold::appraise {

// accepts_root: whether the claims end at a vendor's root, or at one that `accepted` names.
bool accepts_root(const Accepted& accepted, const Claims& claims);

// judge_rules: a finding for every rule of `accepted` but TEE and root. Debug, the platform's TCB
// and its advisories are always judged.
Findings judge_rules(const Claims& claims, const Accepted& accepted);

}  // namespace anchorhold::appraise

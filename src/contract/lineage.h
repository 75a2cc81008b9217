#pragma once
// Versions of one contract: the first has no parent, each later one names its parent's digest.

#include "base/finding.h"
#include "contract/sealed.h"

namespace anchorhold::contract {

// check_amendment: may `child` take the place of `parent`? Same lineage, parent digest as named,
// every required signer of the parent still required and under the same key, a quorum that never
// shrinks, and every signature that either version asks for. A broker that accepted `child` refuses
// `parent` and all its ancestors from then on.
Findings check_amendment(const SealedContract& parent, const SealedContract& child);

}  // namespace anchorhold::contract

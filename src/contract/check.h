#pragma once
// May anything run under this contract, now?

#include "base/finding.h"
#include "contract/sealed.h"

namespace anchorhold::contract {

// check: one finding per required signature, the amendment's count, not_before and not_after. `now`
// is the clock of whoever asks; enclave time decides nothing. Accepted only if all pass.
Findings check(const SealedContract& sealed, Time now);

// check_signatures and check_validity: the two halves of check.
Findings check_signatures(const SealedContract& sealed);
Findings check_validity(const Contract& contract, Time now);

}  // namespace anchorhold::contract

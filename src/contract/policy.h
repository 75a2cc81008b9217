#pragma once
// The contract as an appraisal policy: what evidence must show before a key is released under it.

#include "appraise/policy.h"
#include "contract/sealed.h"

namespace anchorhold::contract {

// policy_of: for each accepted TEE its PCR0, 1, 2 (and 8 with an image signer) as sealed, and PCR16
// = the register that holds this contract's digest; software roots as named; max_age.
appraise::Policy policy_of(const SealedContract& sealed);

}  // namespace anchorhold::contract

#pragma once
// Before a party signs a contract, or lets its broker release under it: is it the party meant?

#include "cli/home.h"
#include "contract/contract.h"

namespace anchorhold::cli {

// check_own_keys: denied unless the contract has a party of `self`'s name under `self`'s own
// signing key, and no other release or recipient key than its own. Whoever holds a key that the
// contract names for this party could sign in its place.
Status check_own_keys(const contract::Contract& contract, const PartyHome& self);

}  // namespace anchorhold::cli

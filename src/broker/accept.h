#pragma once
// Accepting contracts: what an owner's broker will release keys under.

#include "base/time.h"
#include "broker/keystore.h"
#include "contract/sealed.h"

namespace anchorhold::broker {

// accept_contract: from now on `contract` is released under and its ancestors are not. Refuses one
// in which this owner is no data owner, that lacks a required signature or is expired, and one that
// does not descend from what the owner accepted last in this lineage. Accepting again what is
// accepted already changes nothing.
Status accept_contract(Keystore& keystore, const contract::SealedContract& contract, Time now);

}  // namespace anchorhold::broker

#pragma once
// Keys: the agent's side of key release. One handshake for each input, at the broker of its owner.

#include <map>
#include <string>

#include "agent/channel.h"
#include "agent/module.h"
#include "contract/release.h"
#include "contract/sealed.h"
#include "crypto/ecdh.h"

namespace anchorhold::agent {

// ReleasedKey: one input's key with the owner's verified statement about it.
struct ReleasedKey {
  contract::Release release;
  contract::ReleaseResource resource;
};

using ReleasedKeys = std::map<std::string, ReleasedKey>;

// obtain_keys: for every input of the contract: challenge, evidence bound to it and to `key`, the
// resource. What a broker answers is used only after verify_release proved that the owner signed
// it, for this contract, input, key and challenge. Denied with the broker's reason when one of them
// refuses.
Result<ReleasedKeys> obtain_keys(Channel& channel, Module& module,
                                 const contract::SealedContract& sealed,
                                 const crypto::EphemeralKey& key);

}  // namespace anchorhold::agent

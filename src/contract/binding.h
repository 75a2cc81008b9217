#pragma once
// What evidence for a key release is bound to.

#include "base/bytes.h"
#include "codec/json.h"

namespace anchorhold::contract {

// kbs_user_data: SHA-384 of the canonical JSON
// {"additional-evidence":"","nonce":…,"tee-pubkey":{…}}, the 48 bytes that KBS protocol 0.4.0 puts
// into the evidence. `tee_pubkey` is the JWK exactly as it is sent.
Digest384 kbs_user_data(std::string_view nonce, const json::Value& tee_pubkey);

}  // namespace anchorhold::contract

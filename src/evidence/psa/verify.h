#pragma once
// Verifying PSA attestation tokens.

#include <span>

#include "claims/anchor.h"
#include "claims/verification.h"
#include "crypto/subject_key.h"

namespace anchorhold::psa {

// Endorsements: what a verifier has beside the token.
struct Endorsements {
  std::span<const crypto::SubjectKey> keys;  // Initial Attestation Keys, in any order
};

// looks_like_token: whether the bytes begin like a COSE_Sign1 or COSE_Mac0 and have the numbers of
// a PSA profile's claims in them. Nothing is parsed, so that a damaged token is still known.
bool looks_like_token(ByteView bytes);

// verify_token: proves that a given key signed the token. A key of `endorsements` counts only when
// `given` names it; there is no vendor's root, so that nothing here is rooted in hardware by
// itself. The token has no dates: freshness is the nonce, and that the instance id is the key's is
// the caller's to know.
Verification verify_token(ByteView token, const Endorsements& endorsements,
                          std::span<const GivenAnchor> given);

}  // namespace anchorhold::psa

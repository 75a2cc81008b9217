#pragma once
// Verifying CCA attestation tokens.

#include <span>

#include "claims/anchor.h"
#include "claims/verification.h"
#include "crypto/subject_key.h"

namespace anchorhold::cca {

// Endorsements: what a verifier has beside the token.
struct Endorsements {
  std::span<const crypto::SubjectKey> keys;  // CCA Platform Attestation Keys, in any order
};

// looks_like_token: whether the bytes begin like a CCA token. Nothing is parsed.
bool looks_like_token(ByteView bytes);

// verify_token: proves that a given platform key signed the platform token, and that the realm
// token is signed by the key whose hash the platform token holds. A key of `endorsements` counts
// only when `given` names it; Arm publishes no root, so that nothing here is rooted in hardware by
// itself. The token has no dates and no revocation: freshness is the challenge, and that the
// instance id is the key's is the caller's to know.
Verification verify_token(ByteView token, const Endorsements& endorsements,
                          std::span<const GivenAnchor> given);

}  // namespace anchorhold::cca

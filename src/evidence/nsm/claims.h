#pragma once
// NSM documents as claims.

#include "claims/claims.h"
#include "evidence/nsm/verify.h"

namespace anchorhold::nsm {

// claims_of: the TEE kind follows from the anchor alone. Debug means that registers 0, 1 and 2 are
// zero or absent (AWS Nitro Enclaves, attestation in debug mode).
Claims claims_of(const Verified<AnchoredDocument>& document);

// said_by: what a document says of which nothing is proven, not even its kind.
Claims said_by(const Document& document);

}  // namespace anchorhold::nsm

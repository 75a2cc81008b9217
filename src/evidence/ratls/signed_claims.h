#pragma once
// The CBOR of the interoperable extension.

#include "evidence/ratls/certificate.h"

namespace anchorhold::ratls {

// parse_interoperable: tag 60000 over [quote, claims], both byte strings; the claims are a map with
// pubkey-hash and perhaps a nonce. Source: CCC-Attestation/interoperable-ra-tls, docs.
Result<Carried> parse_interoperable(ByteView extension);

}  // namespace anchorhold::ratls

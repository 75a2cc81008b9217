#pragma once
// COSE_Sign1 with ES384 (RFC 9052 section 4.2), the signature of Nitro attestation documents.
// codec/cose.h holds the form.

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/keys.h"

namespace anchorhold::cose {
struct Sign1;
}

namespace anchorhold::crypto {

// verify_sign1: ok when the signature is `key`'s over protected header and payload, with no
// external data. The message's alg must be the key's own: anything else is denied.
Status verify_sign1(const cose::Sign1& message, const PublicKey& key);

// sign_sign1: the untagged message over `payload`, protected header {1: -35} for an es384 key (-7
// and -8 for the others).
Result<Bytes> sign_sign1(ByteView payload, const PrivateKey& key);

}  // namespace anchorhold::crypto

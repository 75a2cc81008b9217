#pragma once
// COSE_Sign1 (RFC 9052 section 4.2): signing and verifying. codec/cose.h holds the form.

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/keys.h"
#include "crypto/subject_key.h"

namespace anchorhold::cose {
struct Key;
struct Message;
struct Sign1;
}  // namespace anchorhold::cose

namespace anchorhold::crypto {

// verify_sign1: ok when the signature is `key`'s over protected header and payload, with no
// external data. The message's alg must be the key's own: anything else is denied.
Status verify_sign1(const cose::Sign1& message, const PublicKey& key);

// The same for any COSE_Sign1 with an attached payload and the keys of other people's evidence. The
// key fixes the algorithm: ES256, ES384, ES512 by the curve, EdDSA for Ed25519; an RSA key takes
// PS256, PS384 and PS512 (RFC 8230). The numbers of RFC 9864 mean the same. The key must come from
// an anchor or a proven certificate, never from the message alone.
Status verify_sign1(const cose::Message& message, const SubjectKey& key);

// key_of: the public key that a COSE_Key holds: P-256, P-384, P-521 or Ed25519, coordinates of full
// length, the point on its curve. Where it names an alg, that must be the curve's own.
Result<SubjectKey> key_of(std::string_view object, const cose::Key& key);

// sign_sign1: the untagged message over `payload`, protected header {1: -35} for an es384 key (-7
// and -8 for the others).
Result<Bytes> sign_sign1(ByteView payload, const PrivateKey& key);

}  // namespace anchorhold::crypto

#pragma once
// JWE for key release: exactly ECDH-ES+A256KW with A256GCM on P-256 (RFC 7516, RFC 7518), flattened
// JSON, as the KBS protocol 0.4.0 carries it.

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/io.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/ecdh.h"

namespace anchorhold::crypto {

// encrypt_jwe: `plaintext` to `recipient`, under a fresh ephemeral key, content key and nonce. The
// protected header is the compact {"alg":…,"enc":…,"epk":{"crv":…,"kty":…,"x":…,"y":…}} in this
// order, because KBS clients write the header anew before they authenticate it. It proves nothing
// about who encrypted.
Result<std::string> encrypt_jwe(ByteView plaintext, const EcdhPublicKey& recipient, Random& random);

// decrypt_jwe: the plaintext of a JWE to `key`. Any other algorithm is unsupported, a point off the
// curve malformed, a wrong key or changed byte denied. Only the form of encrypt_jwe is read: no
// aad, no unprotected header.
Result<SecretBytes> decrypt_jwe(std::string_view object, std::string_view json_text,
                                const EphemeralKey& key);

}  // namespace anchorhold::crypto

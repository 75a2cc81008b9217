#pragma once
// PublicKey::Parsed: the backends' forms of a public key, made once. For this module's .cpp files
// only.

#include <optional>

#include "crypto/backend/ec.h"
#include "crypto/backend/openssl.h"
#include "crypto/keys.h"

namespace anchorhold::crypto {

// Parsed: OpenSSL verifies Ed25519 and P-256, nettle P-384: each is the faster one there.
struct PublicKey::Parsed {
  Algorithm algorithm;
  Bytes raw;
  openssl::Key openssl_key;      // unless es384
  std::optional<EcPoint> point;  // if es384
};

// openssl_ec_key: the point in OpenSSL's form, or null when it is not on the curve.
openssl::Key openssl_ec_key(const char* group, ByteView raw);

}  // namespace anchorhold::crypto

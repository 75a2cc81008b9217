#pragma once
// JSON Web Keys (RFC 7517) of one curve, for the key classes. For this module's .cpp files only.

#include <string_view>

#include "base/result.h"
#include "codec/json.h"
#include "crypto/keys.h"

namespace anchorhold::crypto {

// to_jwk: the required members: crv, kty, x and, for EC, y.
json::Value to_jwk(Algorithm algorithm, ByteView raw);

// raw_of_jwk: the key of a JWK whose kty and crv are the algorithm's; coordinates of the full
// length. `d` is refused: a private key was sent where a public one belongs.
Result<Bytes> raw_of_jwk(std::string_view object, const json::Value& jwk, Algorithm algorithm);

// jwk_thumbprint: RFC 7638 with SHA-256.
Digest256 jwk_thumbprint(Algorithm algorithm, ByteView raw);

}  // namespace anchorhold::crypto

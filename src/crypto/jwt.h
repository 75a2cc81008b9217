#pragma once
// JWT: a JWS in compact serialization (RFC 7515 section 7.1, RFC 7519), for attestation results.

#include <string>
#include <string_view>

#include "base/result.h"
#include "codec/json.h"
#include "crypto/keys.h"

namespace anchorhold::crypto {

// sign_jwt: claims signed with ES256, ES384 or EdDSA, by the key's kind. The header has alg, typ
// and, where `kid` is not empty, kid.
Result<std::string> sign_jwt(const json::Value& claims, std::string_view typ, const PrivateKey& key,
                             std::string_view kid = {});

// VerifiedJwt: what the key's holder has stated.
struct VerifiedJwt {
  json::Value claims;
  std::string typ;  // empty when the header has none
};

// verify_jwt: proves that `key` signed the token. The algorithm is the key's, and the header must
// name it; headers that carry or name keys (jwk, jku, x5c, x5u) or that must be understood (crit)
// are malformed. What the caller must check: every claim, times included. A wrong signature or
// algorithm is denied.
Result<VerifiedJwt> verify_jwt(std::string_view object, std::string_view token,
                               const PublicKey& key);

// looks_like_jwt: three base64url parts whose first is a JSON object.
bool looks_like_jwt(std::string_view text);

}  // namespace anchorhold::crypto

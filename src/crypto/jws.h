#pragma once
// JWS, general JSON serialization (RFC 7515 section 7.2.1), with the project's rules: `alg` is the
// key's own, `typ` and `kid` are mandatory and protected, and nothing else may stand in the header.

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/keys.h"

namespace anchorhold::crypto {

// Signer: a key and the name (party) under which its signature stands. `key` outlives the call.
struct Signer {
  const PrivateKey* key = nullptr;
  std::string kid;
};

// sign_jws: `payload` signed by each signer, one after another. No signer, an empty kid and a
// repeated kid are invalid_argument.
Result<std::string> sign_jws(ByteView payload, std::string_view typ,
                             std::span<const Signer> signers);

// add_signature: the same JWS with one signature more. The present ones are kept as they are and
// not verified. A kid that has signed already is a conflict; another `typ` is malformed.
Result<std::string> add_signature(std::string_view object, std::string_view json_text,
                                  std::string_view typ, const Signer& signer);

// KeyOf: the key that the caller trusts for a kid. An error stops the verification and is passed
// on.
using KeyOf = std::function<Result<PublicKey>(std::string_view kid)>;

struct VerifiedJws {
  Bytes payload;
  std::vector<std::string> signers;  // the kids, sorted
};

// verify_jws: proves that *every* signature present is by the key that `key_of` gives for its kid,
// over this payload and this `typ`. Who must have signed is the caller's rule: it looks at
// `signers`. A wrong signature, algorithm or typ is denied; a form outside the rules above is
// malformed.
Result<VerifiedJws> verify_jws(std::string_view object, std::string_view json_text,
                               std::string_view typ, const KeyOf& key_of);

// UnverifiedJws: what a JWS claims, for finding in the payload which keys it should be verified
// with.
struct UnverifiedJws {
  Bytes payload;
  std::vector<std::string> kids;
};

// read_unverified_jws: the claimed payload and kids, of the given typ, nothing proven.
Result<UnverifiedJws> read_unverified_jws(std::string_view object, std::string_view json_text,
                                          std::string_view typ);

}  // namespace anchorhold::crypto

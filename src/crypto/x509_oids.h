#pragma once
// Object identifiers of certificates, shared by reader and builder. For this module's .cpp files
// only.

#include "codec/der.h"
#include "crypto/keys.h"

namespace anchorhold::crypto::oids {

using der::Oid;

// RFC 5758, RFC 8410.
inline constexpr Oid ecdsa_with_sha256 = Oid::of({1, 2, 840, 10045, 4, 3, 2});
inline constexpr Oid ecdsa_with_sha384 = Oid::of({1, 2, 840, 10045, 4, 3, 3});
inline constexpr Oid ed25519 = Oid::of({1, 3, 101, 112});

// RFC 5280 section 4.2.1.
inline constexpr Oid subject_key_identifier = Oid::of({2, 5, 29, 14});
inline constexpr Oid key_usage = Oid::of({2, 5, 29, 15});
inline constexpr Oid basic_constraints = Oid::of({2, 5, 29, 19});
inline constexpr Oid authority_key_identifier = Oid::of({2, 5, 29, 35});
inline constexpr Oid extended_key_usage = Oid::of({2, 5, 29, 37});

// X.520 attributes.
inline constexpr Oid common_name = Oid::of({2, 5, 4, 3});
inline constexpr Oid country = Oid::of({2, 5, 4, 6});
inline constexpr Oid organization = Oid::of({2, 5, 4, 10});
inline constexpr Oid organizational_unit = Oid::of({2, 5, 4, 11});

inline const Oid& signature_oid(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::es256:
      return ecdsa_with_sha256;
    case Algorithm::es384:
      return ecdsa_with_sha384;
    case Algorithm::ed25519:
      break;
  }
  return ed25519;
}

}  // namespace anchorhold::crypto::oids

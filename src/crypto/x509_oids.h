#pragma once
// Object identifiers of certificates, shared by reader and builder. For this module's .cpp files
// and the tests that forge certificates.

#include "codec/der.h"
#include "crypto/keys.h"

namespace anchorhold::crypto::oids {

using der::Oid;

// Signatures: RFC 3279, RFC 5758, RFC 4055, RFC 8410.
inline constexpr Oid ecdsa_with_sha1 = Oid::of({1, 2, 840, 10045, 4, 1});
inline constexpr Oid ecdsa_with_sha256 = Oid::of({1, 2, 840, 10045, 4, 3, 2});
inline constexpr Oid ecdsa_with_sha384 = Oid::of({1, 2, 840, 10045, 4, 3, 3});
inline constexpr Oid ecdsa_with_sha512 = Oid::of({1, 2, 840, 10045, 4, 3, 4});
inline constexpr Oid sha1_with_rsa = Oid::of({1, 2, 840, 113549, 1, 1, 5});
inline constexpr Oid sha256_with_rsa = Oid::of({1, 2, 840, 113549, 1, 1, 11});
inline constexpr Oid sha384_with_rsa = Oid::of({1, 2, 840, 113549, 1, 1, 12});
inline constexpr Oid sha512_with_rsa = Oid::of({1, 2, 840, 113549, 1, 1, 13});
inline constexpr Oid rsassa_pss = Oid::of({1, 2, 840, 113549, 1, 1, 10});
inline constexpr Oid mgf1 = Oid::of({1, 2, 840, 113549, 1, 1, 8});
inline constexpr Oid ed25519 = Oid::of({1, 3, 101, 112});

// Digests: RFC 3279, RFC 4055.
inline constexpr Oid sha1 = Oid::of({1, 3, 14, 3, 2, 26});
inline constexpr Oid sha256 = Oid::of({2, 16, 840, 1, 101, 3, 4, 2, 1});
inline constexpr Oid sha384 = Oid::of({2, 16, 840, 1, 101, 3, 4, 2, 2});
inline constexpr Oid sha512 = Oid::of({2, 16, 840, 1, 101, 3, 4, 2, 3});

// Keys: RFC 3279, RFC 5480.
inline constexpr Oid rsa_encryption = Oid::of({1, 2, 840, 113549, 1, 1, 1});
inline constexpr Oid ec_public_key = Oid::of({1, 2, 840, 10045, 2, 1});
inline constexpr Oid secp256r1 = Oid::of({1, 2, 840, 10045, 3, 1, 7});
inline constexpr Oid secp384r1 = Oid::of({1, 3, 132, 0, 34});
inline constexpr Oid secp521r1 = Oid::of({1, 3, 132, 0, 35});

// RFC 5280 section 4.2.1.
inline constexpr Oid subject_key_identifier = Oid::of({2, 5, 29, 14});
inline constexpr Oid key_usage = Oid::of({2, 5, 29, 15});
inline constexpr Oid basic_constraints = Oid::of({2, 5, 29, 19});
inline constexpr Oid authority_key_identifier = Oid::of({2, 5, 29, 35});
inline constexpr Oid extended_key_usage = Oid::of({2, 5, 29, 37});

// RFC 5280 sections 5.2 and 5.3.
inline constexpr Oid crl_number = Oid::of({2, 5, 29, 20});

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

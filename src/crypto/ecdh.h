#pragma once
// Diffie-Hellman: X25519 (RFC 7748) for age, P-256 for the key broker's JWE.

#include <memory>
#include <string_view>

#include "base/bytes.h"
#include "base/io.h"
#include "base/result.h"
#include "base/secret.h"

namespace anchorhold::json {
class Value;
}

namespace anchorhold::crypto {

using X25519Secret = SecretArray<32>;
using X25519Public = ByteArray<32>;

Result<X25519Secret> x25519_generate(Random& random);
X25519Public x25519_public(const X25519Secret& secret);

// x25519: the shared secret. A peer of low order, which would give all zeros, is malformed.
Result<SecretArray<32>> x25519(std::string_view object, const X25519Secret& secret,
                               std::span<const uint8_t, 32> peer);

// EcdhPublicKey: a P-256 point, checked to be on the curve; the peer of a key agreement. It never
// verifies.
class EcdhPublicKey {
 public:
  // The uncompressed point, 65 bytes beginning with 04.
  static Result<EcdhPublicKey> from_point(std::string_view object, ByteView point);
  // DER SubjectPublicKeyInfo, id-ecPublicKey with named curve P-256.
  static Result<EcdhPublicKey> from_spki(std::string_view object, ByteView der);
  // RFC 7517: kty EC, crv P-256, x, y of 32 bytes each. `alg`, when present, must be
  // ECDH-ES+A256KW; the private member `d` is refused; other members are ignored, as KBS clients
  // send kid, use or key_ops.
  static Result<EcdhPublicKey> from_jwk(std::string_view object, const json::Value& jwk);

  ByteView point() const { return point_; }
  Bytes spki() const;
  json::Value to_jwk() const;      // crv, kty, x, y
  json::Value to_kbs_jwk() const;  // the same with alg ECDH-ES+A256KW: KBS's tee-pubkey
  Digest256 thumbprint() const;    // RFC 7638 with SHA-256
  bool operator==(const EcdhPublicKey&) const = default;

 private:
  explicit EcdhPublicKey(const ByteArray<65>& point) : point_(point) {}
  ByteArray<65> point_;
};

// EphemeralKey: a P-256 key that agrees on secrets and never signs. Move-only, wiped.
class EphemeralKey {
 public:
  static Result<EphemeralKey> generate(Random& random);
  // From a known scalar of 32 bytes; for tests of known answers and for resuming nothing else.
  static Result<EphemeralKey> from_scalar(std::string_view object, ByteView scalar);

  const EcdhPublicKey& public_key() const { return public_key_; }
  // agree: the x-coordinate of the shared point, 32 bytes (SEC 1 section 3.3.1). A secret for a
  // KDF, not a key.
  Result<SecretArray<32>> agree(const EcdhPublicKey& peer) const;

 private:
  EphemeralKey(SecretArray<32> scalar, const EcdhPublicKey& public_key)
      : scalar_(std::move(scalar)), public_key_(public_key) {}
  SecretArray<32> scalar_;
  EcdhPublicKey public_key_;
};

}  // namespace anchorhold::crypto

#pragma once
// Signing keys. The algorithm belongs to the key: no message can choose it.

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/io.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/subject_key.h"

namespace anchorhold::json {
class Value;
}

namespace anchorhold::crypto {

// Algorithm: a key type together with its one signature scheme.
enum class Algorithm : uint8_t {
  ed25519,  // RFC 8032; JOSE "EdDSA" with "Ed25519"
  es256,    // ECDSA, P-256, SHA-256
  es384,    // ECDSA, P-384, SHA-384
};

std::string_view algorithm_name(Algorithm algorithm);  // "ed25519", "es256", "es384"
std::string_view jose_name(Algorithm algorithm);       // "EdDSA", "ES256", "ES384"
size_t raw_key_size(Algorithm algorithm);              // 32, 65, 97
size_t signature_size(Algorithm algorithm);            // 64, 64, 96

// PublicKey: a key that was checked when it was made: an EC point is on its curve. Copies are
// cheap, they share the parsed form. Equal means: same algorithm and same key.
class PublicKey {
 public:
  // from_raw: 32 bytes for Ed25519 (RFC 8032), else the uncompressed point 04 || x || y (SEC 1).
  static Result<PublicKey> from_raw(std::string_view object, Algorithm algorithm, ByteView raw);
  // from_spki: DER SubjectPublicKeyInfo (RFC 5280, RFC 5480, RFC 8410); exactly the form that
  // spki() writes. Another kind of key is unsupported.
  static Result<PublicKey> from_spki(std::string_view object, ByteView der);
  // from_text: "ed25519:<base64url of raw>", as to_text() writes it.
  static Result<PublicKey> from_text(std::string_view object, std::string_view text);
  // from_jwk: RFC 7517 public key. Members other than kty, crv, x, y, kid, alg, use are refused; an
  // `alg` must be the key's own and a `use` must be "sig".
  static Result<PublicKey> from_jwk(std::string_view object, const json::Value& jwk);

  // Copies only, so that no key is ever left empty.
  PublicKey(const PublicKey&) = default;
  PublicKey& operator=(const PublicKey&) = default;

  Algorithm algorithm() const { return algorithm_; }
  ByteView raw() const { return key_.raw(); }
  Bytes spki() const { return key_.spki(); }
  std::string to_text() const;
  json::Value to_jwk() const;    // the required members only: kty, crv, x (and y)
  Digest256 thumbprint() const;  // RFC 7638 with SHA-256

  bool operator==(const PublicKey& other) const = default;

  const SubjectKey& subject_key() const { return key_; }

 private:
  friend class SubjectKey;
  PublicKey(Algorithm algorithm, const SubjectKey& key) : algorithm_(algorithm), key_(key) {}
  Algorithm algorithm_;
  SubjectKey key_;
};

// verify: whether `signature` (raw: 64 bytes for Ed25519, r || s for ECDSA) is the key's over
// `message`. ECDSA's twin (r, n - s) verifies too: never use a signature's bytes as an identity or
// replay key.
bool verify(const PublicKey& key, ByteView message, ByteView signature);

// PrivateKey: move-only; its memory is wiped, and only to_pkcs8_pem() ever shows it.
class PrivateKey {
 public:
  static Result<PrivateKey> generate(Algorithm algorithm, Random& random);
  // from_scalar: the RFC 8032 seed or the big-endian scalar, of the key's full length.
  static Result<PrivateKey> from_scalar(std::string_view object, Algorithm algorithm,
                                        ByteView scalar);
  // from_pkcs8_pem: unencrypted "PRIVATE KEY" (RFC 5958), exactly as to_pkcs8_pem() and
  // `openssl genpkey` write it. The public key stored beside an EC scalar must belong to it.
  static Result<PrivateKey> from_pkcs8_pem(std::string_view object, std::string_view pem);

  Algorithm algorithm() const { return public_key_.algorithm(); }
  const PublicKey& public_key() const { return public_key_; }
  SecretBytes to_pkcs8_pem() const;

  // sign: the raw signature over `message`, signature_size() bytes. It is a function of key and
  // message alone: ECDSA takes its per-signature secret from them too (RFC 6979).
  Result<Bytes> sign(ByteView message) const;

 private:
  PrivateKey(const PublicKey& public_key, SecretBytes scalar)
      : public_key_(public_key), scalar_(std::move(scalar)) {}
  PublicKey public_key_;
  SecretBytes scalar_;
};

}  // namespace anchorhold::crypto

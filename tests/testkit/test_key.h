#pragma once
// Keys of every kind that vendors use, with which tests play the vendor. Keys and signatures are
// the same on every run.

#include <memory>

#include "crypto/subject_key.h"

namespace anchorhold::testkit {

// default_scheme: ECDSA with the hash of the curve's size, RSA PKCS #1 v1.5 with SHA-256, EdDSA.
crypto::SignatureScheme default_scheme(crypto::KeyKind kind);

// TestKey: a key pair that follows from its kind and number. Copies are cheap.
class TestKey {
 public:
  // The number-th key on a curve, or of Ed25519.
  static TestKey of(crypto::KeyKind kind, uint64_t number = 1);
  // One of the RSA keys of 2048 (numbers 0 to 3), 3072 (0) or 4096 bits (0 to 3).
  static TestKey rsa(unsigned bits, size_t number = 0);

  const crypto::SubjectKey& subject_key() const;
  const Bytes& spki() const { return subject_key().spki(); }
  // The key identifier that certificates carry: the leftmost 160 bits of the SPKI's SHA-256.
  Bytes identifier() const;
  crypto::SignatureScheme default_scheme() const {
    return testkit::default_scheme(subject_key().kind());
  }

  // The signature as crypto::verify takes it. RSASSA-PSS: not with SHA-1; the salt as long as the
  // hash, or with PssSalt::any the longest there can be.
  Bytes sign(ByteView message, crypto::SignatureScheme scheme) const;
  Bytes sign(ByteView message) const { return sign(message, default_scheme()); }
  Bytes sign_digest(ByteView digest, crypto::SignatureScheme scheme) const;

 private:
  struct Secret;
  explicit TestKey(std::shared_ptr<const Secret> secret) : secret_(std::move(secret)) {}
  std::shared_ptr<const Secret> secret_;
};

}  // namespace anchorhold::testkit

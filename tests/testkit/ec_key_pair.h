#pragma once
// Key pairs on elliptic curves for tests. For the testkit's .cpp files only.

#include <nettle/ecc.h>
#include <nettle/eddsa.h>

#include "crypto/subject_key.h"

namespace anchorhold::testkit {

// EcKeyPair: on one of NIST's curves: a scalar and its point.
class EcKeyPair {
 public:
  EcKeyPair(crypto::KeyKind kind, uint64_t number);
  ~EcKeyPair();
  EcKeyPair(const EcKeyPair&) = delete;
  EcKeyPair& operator=(const EcKeyPair&) = delete;

  crypto::SubjectKey subject_key() const;
  Bytes sign_digest(ByteView digest) const;

 private:
  crypto::KeyKind kind_;
  ecc_scalar scalar_;
  Bytes raw_;
};

// EdKeyPair: Ed25519.
class EdKeyPair {
 public:
  explicit EdKeyPair(uint64_t number);

  crypto::SubjectKey subject_key() const;
  Bytes sign(ByteView message) const;

 private:
  ByteArray<ED25519_KEY_SIZE> seed_{};
  ByteArray<ED25519_KEY_SIZE> public_{};
};

}  // namespace anchorhold::testkit

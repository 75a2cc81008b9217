#pragma once
// RSA key pairs for tests. For the testkit's .cpp files only.

#include <nettle/rsa.h>

#include "crypto/subject_key.h"

namespace anchorhold::testkit {

// RsaKeyPair: its primes stand in a table, so that no test waits for the search.
class RsaKeyPair {
 public:
  RsaKeyPair(unsigned bits, size_t number);
  ~RsaKeyPair();
  RsaKeyPair(const RsaKeyPair&) = delete;
  RsaKeyPair& operator=(const RsaKeyPair&) = delete;

  crypto::SubjectKey subject_key() const;
  Bytes sign_digest(ByteView digest, crypto::SignatureScheme scheme) const;

 private:
  rsa_public_key public_;
  rsa_private_key private_;
};

}  // namespace anchorhold::testkit

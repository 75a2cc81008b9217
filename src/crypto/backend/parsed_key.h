#pragma once
// SubjectKey::Parsed: the backends' forms of a public key. For this module's .cpp files only.

#include <atomic>
#include <optional>

#include "crypto/backend/ec.h"
#include "crypto/backend/openssl.h"
#include "crypto/subject_key.h"

namespace anchorhold::crypto {

// Parsed: nettle checks every point and verifies P-384, OpenSSL verifies all else: each is the
// faster one there. OpenSSL takes longer to make its form of a key than this project to read a
// certificate, so it is made when something is first verified, and most keys never need it.
struct SubjectKey::Parsed {
  KeyKind kind = KeyKind::ed25519;
  unsigned bits = 0;
  Bytes raw;
  Bytes modulus;
  Bytes exponent;
  Bytes spki;
  Digest256 spki_sha256{};
  bool pss_only = false;                // the SPKI says id-RSASSA-PSS
  std::optional<SignatureScheme> only;  // and with these parameters
  std::optional<EcPoint> point;         // of P-384

  Parsed() = default;
  ~Parsed();
  Parsed(const Parsed&) = delete;
  Parsed& operator=(const Parsed&) = delete;

  // The key in OpenSSL's form; copies of a key in several threads may ask for it at once.
  EVP_PKEY* openssl_key() const;

 private:
  mutable std::atomic<EVP_PKEY*> openssl_key_ = nullptr;
};

}  // namespace anchorhold::crypto

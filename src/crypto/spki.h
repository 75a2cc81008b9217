#pragma once
// SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7) taken apart and put together. For this module's
// .cpp files only.

#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/subject_key.h"

namespace anchorhold::crypto {

// SubjectPublicKey: what an SPKI says, as views into it. The numbers are not checked.
struct SubjectPublicKey {
  KeyKind kind;
  ByteView raw;                              // point, or the 32 bytes of Ed25519
  ByteView modulus = {};                     // of RSA
  ByteView exponent = {};                    // of RSA
  bool pss_only = false;                     // id-RSASSA-PSS (RFC 4055 section 3.1)
  std::optional<SignatureScheme> only = {};  // its parameters
};

Result<SubjectPublicKey> split_spki(std::string_view object, ByteView der);

// The SPKI of a point or of Ed25519, and of rsaEncryption.
Bytes spki_of_raw(KeyKind kind, ByteView raw);
Bytes spki_of_rsa(ByteView modulus, ByteView exponent);

}  // namespace anchorhold::crypto

#pragma once
// CCA tokens under test keys: good ones, and ones with any one thing wrong but valid signatures.

#include "testkit/fixed_random.h"
#include "testkit/forged_cose.h"

namespace anchorhold::testkit {

enum class CcaForm : uint8_t { collection_399, cmw_907, untagged };

// CcaForge: a platform key and a realm key.
class CcaForge {
 public:
  explicit CcaForge(uint64_t seed = 1, crypto::Algorithm platform = crypto::Algorithm::es384);

  const crypto::PrivateKey& platform_key() const { return platform_key_; }
  const crypto::PrivateKey& realm_key() const { return realm_key_; }
  crypto::SubjectKey anchor_key() const { return subject_key(platform_key_.public_key()); }

  // Good claims: profiles of 2023, the realm key as a COSE_Key, SHA-256.
  ClaimMap platform() const;
  ClaimMap realm() const;
  // The realm claims with this encoded key, and the platform claims with this key's hash.
  static ClaimMap with_key(ClaimMap realm, ByteView key);
  static ClaimMap bound_to(ClaimMap platform, ByteView key);

  Bytes good() const { return token(platform(), realm()); }
  Bytes token(const ClaimMap& platform, const ClaimMap& realm,
              CcaForm form = CcaForm::collection_399) const;
  static Bytes collect(ByteView platform_token, ByteView realm_token,
                       CcaForm form = CcaForm::collection_399);

 private:
  FixedRandom random_;
  crypto::PrivateKey platform_key_;
  crypto::PrivateKey realm_key_;
};

}  // namespace anchorhold::testkit

#pragma once
// PSA tokens under a test key: good ones, and ones with any one thing wrong but a valid signature.

#include "testkit/fixed_random.h"
#include "testkit/forged_cose.h"

namespace anchorhold::testkit {

class PsaForge {
 public:
  explicit PsaForge(uint64_t seed = 1, crypto::Algorithm algorithm = crypto::Algorithm::es256);

  const crypto::PrivateKey& key() const { return key_; }
  crypto::SubjectKey anchor_key() const { return subject_key(key_.public_key()); }

  // Good claims of RFC 9783, and of PSA_IOT_PROFILE_1.
  static ClaimMap claims();
  static ClaimMap profile_1_claims();
  // A list of one software component without this field of its own.
  static Bytes ueid();  // of type RAND, as CCA has it too
  static Bytes components_without(int64_t label);

  Bytes good() const { return sign(claims()); }
  Bytes sign(const ClaimMap& claims) const { return forge_sign1(claims.encode(), key_); }

 private:
  FixedRandom random_;
  crypto::PrivateKey key_;
};

}  // namespace anchorhold::testkit

#pragma once
// EAR: attestation results as JWTs (draft-ietf-rats-ear), made and checked.

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "appraise/trust_vector.h"
#include "base/check.h"
#include "crypto/keys.h"

namespace anchorhold::appraise {

// EarProfile: the generations that are in use.
enum class EarProfile : uint8_t {
  ietf_03,   // tag:ietf.org,2026:rats/ear#03: names with underscores
  veraison,  // tag:github.com,2023:veraison/ear: dotted names, as key brokers' policies read them
};

// EarSubmodule: the appraisal of one attester.
struct EarSubmodule {
  TrustVector vector;
  // The status is no better than this, whatever the vector says: affirming only for evidence that a
  // policy accepted.
  Tier floor = Tier::contraindicated;
  std::string policy;                  // what names the policy: its digest as URI; empty for none
  const Claims* claims = nullptr;      // authentic ones, or null
  const Findings* findings = nullptr;  // every check; null: not told
};

// EarResult: one attestation result. `submodules` holds at least one, by name: the whole as its
// TEE's name, and the parts of composite evidence by theirs.
struct EarResult {
  std::string build;  // version of this verifier
  Time issued;
  Time expires;
  std::optional<Bytes> nonce = {};  // that the relying party gave; 8 to 64 bytes
  std::map<std::string, EarSubmodule> submodules = {};
};

// sign_ear: the result as a JWT by an es256 or ed25519 key. A status is never better than the worst
// claim of its vector.
Result<std::string> sign_ear(const EarResult& result, EarProfile profile,
                             const crypto::PrivateKey& key);

// ReadEar: what a verified EAR says.
struct ReadEar {
  std::string profile;
  std::string verifier;  // developer and build
  Time issued;
  std::map<std::string, Tier> status;  // by submodule
};

// EarVerification: the findings, and the content when the token could be read.
struct EarVerification {
  Findings findings;
  std::optional<ReadEar> ear;
};

// verify_ear: proves that `key` signed the token, that its profile is one of three known ones, that
// it is in force at `at`, that it answers `nonce` where one is given, and that every submodule is
// affirming and no better than its own vector. Accepted only if findings.accepted(). The caller
// must have chosen `key` as its verifier's. Checks: ear_table().
EarVerification verify_ear(std::string_view token, const crypto::PublicKey& key,
                           const std::optional<Bytes>& nonce, Time at);

CheckTable ear_table();

}  // namespace anchorhold::appraise

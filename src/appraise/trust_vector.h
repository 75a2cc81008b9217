#pragma once
// The trustworthiness vector of an attestation result (draft-ietf-rats-ar4si, section 2.3).

#include <array>
#include <cstdint>
#include <string_view>

#include "base/finding.h"
#include "claims/claims.h"

namespace anchorhold::appraise {

// Tier: what a value of a claim means for the relying party.
enum class Tier : uint8_t { none, affirming, warning, contraindicated };

std::string_view tier_name(Tier tier);  // "none", "affirming", "warning", "contraindicated"
Tier tier_of(int8_t value);

// TrustVector: one value a claim, 0 where nothing is asserted. storage-opaque and sourced-data are
// never asserted by evidence alone.
struct TrustVector {
  int8_t instance_identity = 0;
  int8_t configuration = 0;
  int8_t executables = 0;
  int8_t file_system = 0;
  int8_t hardware = 0;
  int8_t runtime_opaque = 0;
  int8_t storage_opaque = 0;
  int8_t sourced_data = 0;

  // Under their names in the draft: "instance-identity" and so on.
  std::array<std::pair<std::string_view, int8_t>, 8> named() const;

  // status: the worst tier of the claims that are asserted, none when none is.
  Tier status() const;
};

// trust_vector: from verified claims and the findings of their appraisal. A claim is affirming only
// as far as a policy judged it.
TrustVector trust_vector(const Claims& claims, const Findings& appraisal);

// unverified_vector: of evidence that is not authentic: every claim says that cryptographic
// validation failed.
TrustVector unverified_vector();

}  // namespace anchorhold::appraise

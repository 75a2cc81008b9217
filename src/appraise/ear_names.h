#pragma once
// The names of EAR claims in the generations that are in use. Internal to this module.

#include <array>
#include <string_view>

namespace anchorhold::appraise {

struct EarNames {
  std::string_view profile;  // the value of eat_profile that these names belong to
  std::string_view status;
  std::string_view vector;
  std::string_view verifier;
};

inline constexpr EarNames ietf_names = {"tag:ietf.org,2026:rats/ear#03", "ear_status",
                                        "ear_trustworthiness_vector", "ear_verifier_id"};
inline constexpr EarNames veraison_names = {"tag:github.com,2023:veraison/ear", "ear.status",
                                            "ear.trustworthiness-vector", "ear.verifier-id"};

// known_names: all that are read; only the first and the third are written.
inline constexpr std::array<EarNames, 4> known_names = {
    {ietf_names,
     {"tag:ietf.org,2025-07:ear", veraison_names.status, veraison_names.vector,
      veraison_names.verifier},
     veraison_names,
     {"tag:github.com,2024:confidential-containers/Trustee", veraison_names.status,
      veraison_names.vector, veraison_names.verifier}}};

}  // namespace anchorhold::appraise

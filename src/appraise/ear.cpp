#include "appraise/ear.h"

#include <algorithm>

#include "appraise/ear_names.h"
#include "base/base64.h"
#include "claims/claims_json.h"
#include "claims/findings_json.h"
#include "crypto/jwt.h"

namespace anchorhold::appraise {
namespace {

const EarNames& names_of(EarProfile profile) {
  return profile == EarProfile::ietf_03 ? ietf_names : veraison_names;
}

int64_t seconds_of(Time time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

json::Value vector_json(const TrustVector& vector) {
  json::Object out;
  for (const auto& [name, value] : vector.named()) out.emplace(std::string(name), value);
  return json::Value(std::move(out));
}

Tier status_of(const EarSubmodule& submodule) {
  return std::max(submodule.vector.status(), submodule.floor);
}

json::Value submodule_json(const EarSubmodule& submodule, EarProfile profile) {
  const EarNames& names = names_of(profile);
  json::Value out = json::Value::object();
  out.set(std::string(names.status), tier_name(status_of(submodule)));
  out.set(std::string(names.vector), vector_json(submodule.vector));
  if (!submodule.policy.empty()) {
    if (profile == EarProfile::ietf_03) {
      out.set("ear_appraisal_policy_ids", json::Value::array({submodule.policy}));
    } else {
      out.set("ear.appraisal-policy-id", submodule.policy);
    }
  }
  if (submodule.claims != nullptr) out.set("anchorhold_claims", to_json(*submodule.claims));
  if (submodule.findings != nullptr)
    out.set("anchorhold_checks", findings_json(*submodule.findings));
  return out;
}

}  // namespace

Result<std::string> sign_ear(const EarResult& result, EarProfile profile,
                             const crypto::PrivateKey& key) {
  if (result.submodules.empty())
    return Error{Code::invalid_argument, "attestation result", "it has no submodule"};
  const EarNames& names = names_of(profile);
  json::Value claims =
      json::Value::object({{"eat_profile", names.profile}, {"iat", seconds_of(result.issued)}});
  claims.set(std::string(names.verifier),
             json::Value::object({{"developer", "anchorhold"}, {"build", result.build}}));
  claims.set("exp", seconds_of(result.expires));
  if (result.nonce) claims.set("eat_nonce", to_base64(*result.nonce, Base64::url));
  json::Object submodules;
  Tier worst = Tier::none;
  for (const auto& [name, submodule] : result.submodules) {
    submodules.emplace(name, submodule_json(submodule, profile));
    worst = std::max(worst, status_of(submodule));
  }
  claims.set("submods", std::move(submodules));
  if (profile == EarProfile::ietf_03) claims.set("ear_status", tier_name(worst));
  return crypto::sign_jwt(claims, "JWT", key);
}

}  // namespace anchorhold::appraise

#include <algorithm>
#include <array>

#include "appraise/ear.h"
#include "base/base64.h"
#include "base/hex.h"
#include "base/printable.h"
#include "crypto/jwt.h"

namespace anchorhold::appraise {
namespace {

constexpr std::string_view draft = "draft-ietf-rats-ear";
constexpr Duration clock_skew = std::chrono::seconds(60);

const Check signature_check = {
    "ear.signature",
    Stage::signature,
    "the verifier's signature over the token",
    draft,
    "name the key of the verifier that you trust; a token by another key proves nothing",
    "An attestation result is worth what its verifier is worth: anyone can write one."};
const Check form_check = {"ear.form",
                          Stage::structure,
                          "eat_profile of a known EAR, iat, verifier id, one submodule or more",
                          draft,
                          "ask the verifier for a result of a known profile",
                          "Another profile may give the same names another meaning."};
const Check time_check = {"ear.time",
                          Stage::validity,
                          "issued before now and not expired",
                          "RFC 7519 section 4.1",
                          "get a fresh result; see that this machine's clock is right",
                          "An old result speaks of a state that may have changed."};
const Check nonce_check = {"ear.nonce",
                           Stage::binding,
                           "the relying party's nonce",
                           "RFC 9711 section 4.1",
                           "this result answers another question",
                           "Without it an old result could be played again."};
const Check status_check = {
    "ear.status",
    Stage::policy,
    "affirming, and no better than its own vector",
    "draft-ietf-rats-ar4si section 2.3",
    "see the submodule's vector for what the verifier found wanting",
    "The verifier's verdict; one that contradicts its own vector is not to be believed."};

// The generations of names; a profile fixes which of them count.
struct Generation {
  std::string_view profile;
  std::string_view status;
  std::string_view vector;
  std::string_view verifier;
};
constexpr std::array<Generation, 4> generations = {{
    {"tag:ietf.org,2026:rats/ear#03", "ear_status", "ear_trustworthiness_vector",
     "ear_verifier_id"},
    {"tag:ietf.org,2025-07:ear", "ear.status", "ear.trustworthiness-vector", "ear.verifier-id"},
    {"tag:github.com,2023:veraison/ear", "ear.status", "ear.trustworthiness-vector",
     "ear.verifier-id"},
    {"tag:github.com,2024:confidential-containers/Trustee", "ear.status",
     "ear.trustworthiness-vector", "ear.verifier-id"},
}};

std::string text_member(const json::Value& value, std::string_view name) {
  const json::Value* found = value.find(name);
  return found != nullptr && found->is_string() ? found->as_string() : std::string();
}

const Generation* generation_of(const json::Value& claims) {
  const std::string profile = text_member(claims, "eat_profile");
  const auto found = std::ranges::find(generations, profile, &Generation::profile);
  return found == generations.end() ? nullptr : &*found;
}

std::optional<Time> time_member(const json::Value& claims, std::string_view name) {
  const json::Value* found = claims.find(name);
  constexpr int64_t far = int64_t{1} << 40;
  if (found == nullptr || !found->is_integer()) return std::nullopt;
  if (found->as_integer() < 0 || found->as_integer() > far) return std::nullopt;
  return Time(std::chrono::seconds(found->as_integer()));
}

std::optional<Tier> tier_from_name(std::string_view name) {
  for (const Tier tier : {Tier::none, Tier::affirming, Tier::warning, Tier::contraindicated})
    if (tier_name(tier) == name) return tier;
  return std::nullopt;
}

// The worst tier of a vector; a value outside a signed byte is contraindicated.
Tier worst_of(const json::Value& vector) {
  Tier worst = Tier::none;
  if (!vector.is_object()) return Tier::contraindicated;
  for (const auto& [name, value] : vector.as_object()) {
    const bool fits = value.is_integer() && value.as_integer() >= -128 && value.as_integer() <= 127;
    worst = std::max(
        worst, fits ? tier_of(static_cast<int8_t>(value.as_integer())) : Tier::contraindicated);
  }
  return worst;
}

void judge_submodule(const std::string& name, const json::Value& submodule,
                     const Generation& generation, ReadEar& ear, CheckRun& run) {
  const std::optional<Tier> status = tier_from_name(text_member(submodule, generation.status));
  const json::Value* vector = submodule.find(generation.vector);
  const Tier worst = vector == nullptr ? Tier::none : worst_of(*vector);
  if (!status) {
    run.fail(status_check, name, "no status");
    return;
  }
  ear.status[name] = *status;
  const std::string seen(tier_name(*status));
  if (*status < worst) {
    run.fail(status_check, name, seen + ", with a vector that is " + std::string(tier_name(worst)));
  } else if (*status != Tier::affirming) {
    run.fail(status_check, name, seen);
  } else {
    run.pass(status_check, name, seen);
  }
}

void judge_time(const json::Value& claims, Time at, CheckRun& run) {
  const std::optional<Time> issued = time_member(claims, "iat");
  const std::optional<Time> expires = time_member(claims, "exp");
  const bool bad_expiry = claims.find("exp") != nullptr && !expires;
  const bool good =
      issued && *issued <= at + clock_skew && !bad_expiry && (!expires || at < *expires);
  const std::string seen = "issued " + (issued ? format_time(*issued) : std::string("never")) +
                           (expires ? ", expires " + format_time(*expires) : std::string());
  if (good) {
    run.pass(time_check, "time", seen);
  } else {
    run.fail(time_check, "time", seen + "; judged at " + format_time(at));
  }
}

void judge_nonce(const json::Value& claims, const std::optional<Bytes>& nonce, CheckRun& run) {
  if (!nonce) return run.not_applicable(nonce_check, "none is demanded");
  const std::string seen = text_member(claims, "eat_nonce");
  // Verifiers encode it with or without padding, and some pass on the text that they were given.
  const std::string url = to_base64(*nonce, Base64::url);
  const std::string hex = to_hex(*nonce);
  if (seen == url || seen == hex) {
    run.pass(nonce_check, "eat_nonce", "equal");
  } else {
    run.fail(nonce_check, "eat_nonce", seen.empty() ? "absent" : printable(seen));
  }
}

std::string verifier_of(const json::Value& claims, const Generation& generation) {
  const json::Value* id = claims.find(generation.verifier);
  if (id == nullptr) return "";
  return printable(text_member(*id, "developer") + " " + text_member(*id, "build"));
}

}  // namespace

CheckTable ear_table() {
  static constexpr std::array<const Check*, 5> table = {&signature_check, &form_check, &time_check,
                                                        &nonce_check, &status_check};
  return table;
}

EarVerification verify_ear(std::string_view token, const crypto::PublicKey& key,
                           const std::optional<Bytes>& nonce, Time at) {
  EarVerification out;
  CheckRun run(ear_table());
  const auto verified = crypto::verify_jwt("attestation result", token, key);
  if (!run.judge(signature_check, "token",
                 verified.ok() ? Status() : Status(Error(verified.error())), "good")) {
    out.findings = std::move(run).finish("the token is not the verifier's");
    return out;
  }
  const json::Value& claims = verified->claims;
  const Generation* generation = generation_of(claims);
  const json::Value* submodules = claims.find("submods");
  const bool formed = generation != nullptr && time_member(claims, "iat") &&
                      claims.find(generation->verifier) != nullptr && submodules != nullptr &&
                      submodules->is_object() && !submodules->as_object().empty();
  if (!formed) {
    run.fail(form_check, "claims", "profile " + printable(text_member(claims, "eat_profile")));
    out.findings = std::move(run).finish("the token is no EAR that is known here");
    return out;
  }
  run.pass(form_check, "claims", std::string(generation->profile));
  judge_time(claims, at, run);
  judge_nonce(claims, nonce, run);
  ReadEar ear{.profile = std::string(generation->profile),
              .verifier = verifier_of(claims, *generation),
              .issued = *time_member(claims, "iat"),
              .status = {}};
  for (const auto& [name, submodule] : submodules->as_object())
    judge_submodule(printable(name), submodule, *generation, ear, run);
  out.ear = std::move(ear);
  out.findings = std::move(run).finish();
  return out;
}

}  // namespace anchorhold::appraise

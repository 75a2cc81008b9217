#include <algorithm>
#include <array>

#include "appraise/checks.h"
#include "appraise/ear.h"
#include "appraise/ear_names.h"
#include "base/base64.h"
#include "base/hex.h"
#include "base/printable.h"
#include "crypto/jwt.h"

namespace anchorhold::appraise {
namespace {

constexpr std::string_view draft = "draft-ietf-rats-ear";

const Check ear_signature_check = {
    "ear.signature",
    Stage::signature,
    "the verifier's signature over the token",
    draft,
    "name the key of the verifier that you trust; a token by another key proves nothing",
    "An attestation result is worth what its verifier is worth: anyone can write one."};
const Check ear_form_check = {"ear.form",
                              Stage::structure,
                              "eat_profile of a known EAR, iat, verifier id, one submodule or more",
                              draft,
                              "ask the verifier for a result of a known profile",
                              "Another profile may give the same names another meaning."};
const Check ear_time_check = {"ear.time",
                              Stage::validity,
                              "issued before now and not expired",
                              "RFC 7519 section 4.1",
                              "get a fresh result; see that this machine's clock is right",
                              "An old result speaks of a state that may have changed."};
const Check ear_nonce_check = {"ear.nonce",
                               Stage::binding,
                               "the relying party's nonce",
                               "RFC 9711 section 4.1",
                               "this result answers another question",
                               "Without it an old result could be played again."};
const Check ear_status_check = {
    "ear.status",
    Stage::policy,
    "affirming, and no better than its own vector",
    "draft-ietf-rats-ar4si section 2.3",
    "see the submodule's vector for what the verifier found wanting",
    "The verifier's verdict; one that contradicts its own vector is not to be believed."};

std::string text_member(const json::Value& value, std::string_view name) {
  const json::Value* found = value.find(name);
  return found != nullptr && found->is_string() ? found->as_string() : std::string();
}

const EarNames* names_of(const json::Value& claims) {
  const std::string profile = text_member(claims, "eat_profile");
  const auto found = std::ranges::find(known_names, profile, &EarNames::profile);
  return found == known_names.end() ? nullptr : &*found;
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

// The status of the whole, where the token states one.
void judge_whole(const json::Value& claims, const EarNames& names, CheckRun& run) {
  if (claims.find(names.status) == nullptr) return;
  const std::optional<Tier> status = tier_from_name(text_member(claims, names.status));
  if (status == Tier::affirming) {
    run.pass(ear_status_check, "the whole", "affirming");
  } else {
    run.fail(ear_status_check, "the whole", status ? std::string(tier_name(*status)) : "no status");
  }
}

void judge_submodule(const std::string& name, const json::Value& submodule, const EarNames& names,
                     ReadEar& ear, CheckRun& run) {
  const std::optional<Tier> status = tier_from_name(text_member(submodule, names.status));
  const json::Value* vector = submodule.find(names.vector);
  const Tier worst = vector == nullptr ? Tier::none : worst_of(*vector);
  if (!status || submodule.find("submods") != nullptr) {
    run.fail(ear_status_check, name, status ? "it has submodules of its own" : "no status");
    return;
  }
  ear.status[name] = *status;
  const std::string seen(tier_name(*status));
  if (*status < worst) {
    run.fail(ear_status_check, name,
             seen + ", with a vector that is " + std::string(tier_name(worst)));
  } else if (*status != Tier::affirming) {
    run.fail(ear_status_check, name, seen);
  } else {
    run.pass(ear_status_check, name, seen);
  }
}

// A claim of time that is absent, or readable.
bool is_time(const json::Value& claims, std::string_view name) {
  return claims.find(name) == nullptr || time_member(claims, name).has_value();
}

void judge_time(const json::Value& claims, bool answers_nonce, Time at, CheckRun& run) {
  const std::optional<Time> issued = time_member(claims, "iat");
  const std::optional<Time> expires = time_member(claims, "exp");
  const Time begins = time_member(claims, "nbf").value_or(Time::min());
  const bool readable = issued && is_time(claims, "exp") && is_time(claims, "nbf");
  const bool begun = readable && std::max(*issued, begins) <= at + clock_skew;
  const bool ends = expires ? at < *expires : answers_nonce;
  const std::string seen =
      "issued " + (issued ? format_time(*issued) : std::string("never")) +
      (expires ? ", expires " + format_time(*expires) : std::string(", without an end"));
  if (begun && ends) {
    run.pass(ear_time_check, "time", seen);
  } else {
    run.fail(ear_time_check, "time", seen + "; judged at " + format_time(at));
  }
}

void judge_nonce(const json::Value& claims, const std::optional<Bytes>& nonce, CheckRun& run) {
  if (!nonce) return run.not_applicable(ear_nonce_check, "none is demanded");
  const std::string seen = text_member(claims, "eat_nonce");
  // Verifiers encode it with or without padding, and some pass on the text that they were given.
  const std::string url = to_base64(*nonce, Base64::url);
  const std::string hex = to_hex(*nonce);
  if (seen == url || seen == hex) {
    run.pass(ear_nonce_check, "eat_nonce", "equal");
  } else {
    run.fail(ear_nonce_check, "eat_nonce", seen.empty() ? "absent" : printable(seen));
  }
}

std::string verifier_of(const json::Value& claims, const EarNames& names) {
  const json::Value* id = claims.find(names.verifier);
  if (id == nullptr) return "";
  return printable(text_member(*id, "developer") + " " + text_member(*id, "build"));
}

}  // namespace

CheckTable ear_table() {
  static constexpr std::array<const Check*, 5> table = {
      &ear_signature_check, &ear_form_check, &ear_time_check, &ear_nonce_check, &ear_status_check};
  return table;
}

EarVerification verify_ear(std::string_view token, const crypto::PublicKey& key,
                           const std::optional<Bytes>& nonce, Time at) {
  EarVerification out;
  CheckRun run(ear_table());
  const auto verified = crypto::verify_jwt("attestation result", token, key);
  if (!run.judge(ear_signature_check, "token",
                 verified.ok() ? Status() : Status(Error(verified.error())), "good")) {
    out.findings = std::move(run).finish("the token is not the verifier's");
    return out;
  }
  const json::Value& claims = verified->claims;
  const EarNames* names = names_of(claims);
  const json::Value* submodules = claims.find("submods");
  const bool formed = names != nullptr && time_member(claims, "iat") &&
                      claims.find(names->verifier) != nullptr && submodules != nullptr &&
                      submodules->is_object() && !submodules->as_object().empty();
  if (!formed) {
    run.fail(ear_form_check, "claims", "profile " + printable(text_member(claims, "eat_profile")));
    out.findings = std::move(run).finish("the token is no EAR that is known here");
    return out;
  }
  run.pass(ear_form_check, "claims", std::string(names->profile));
  judge_time(claims, nonce.has_value(), at, run);
  judge_nonce(claims, nonce, run);
  ReadEar ear{.profile = std::string(names->profile),
              .verifier = verifier_of(claims, *names),
              .issued = *time_member(claims, "iat"),
              .status = {}};
  for (const auto& [name, submodule] : submodules->as_object())
    judge_submodule(printable(name), submodule, *names, ear, run);
  judge_whole(claims, *names, run);
  out.ear = std::move(ear);
  out.findings = std::move(run).finish();
  return out;
}

}  // namespace anchorhold::appraise

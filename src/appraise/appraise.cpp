#include "appraise/appraise.h"

#include <algorithm>
#include <string>

#include "appraise/checks.h"
#include "appraise/rules.h"
#include "base/hex.h"
#include "base/secret.h"

namespace anchorhold::appraise {
namespace {

std::string subject_of(const Claims& claims) {
  const std::string name = std::string(tee_name(claims.tee)) + " TEE";
  if (claims.hardware_rooted) return name + ", rooted in hardware";
  return "NOT HARDWARE: " + name + ": whoever holds its root can forge this evidence";
}

Finding judge_tee(const Claims& claims, const Policy& policy) {
  std::string expected;
  for (const Accepted& accepted : policy.accept) {
    const std::string_view name = tee_name(accepted.tee);
    if (expected.find(name) == std::string::npos)
      expected += (expected.empty() ? "" : ", ") + std::string(name);
  }
  const bool good = std::ranges::any_of(
      policy.accept, [&](const Accepted& accepted) { return accepted.tee == claims.tee; });
  return judged(tee_check, good, subject_of(claims),
                expected.empty() ? "nothing is accepted" : expected,
                std::string(tee_name(claims.tee)));
}

Finding judge_root(const Claims& claims, bool tee_accepted, bool good) {
  const std::string observed = "sha256:" + to_hex(claims.root);
  if (!tee_accepted) return not_run(root_check, observed);
  return judged(root_check, good, "root of trust",
                claims.hardware_rooted ? "the vendor's root" : "a root that the policy names",
                observed);
}

size_t failures(const Findings& findings) {
  return static_cast<size_t>(std::ranges::count_if(findings.list(), [](const Finding& finding) {
    return finding.outcome == Outcome::fail || finding.outcome == Outcome::not_run;
  }));
}

// Closest: the accepted combination that the evidence comes closest to, and the findings by it.
struct Closest {
  const Accepted* accepted = nullptr;  // null: the policy has nothing for this TEE and root
  Findings findings = {};
};

Closest judge_closest(const Claims& claims, const Policy& policy) {
  Closest closest;
  for (const Accepted& accepted : policy.accept) {
    if (accepted.tee != claims.tee || !accepts_root(accepted, claims)) continue;
    Findings judgement = judge_rules(claims, accepted);
    if (closest.accepted == nullptr || failures(judgement) < failures(closest.findings))
      closest = {&accepted, std::move(judgement)};
  }
  if (closest.accepted == nullptr) {
    constexpr const char* nothing = "the policy has nothing for this TEE and root";
    closest.findings.add(not_run(debug_check, nothing));
    closest.findings.add(not_run(measurements_check, nothing));
  }
  return closest;
}

std::string seconds_text(Duration age) {
  return std::to_string(age.count() / 1000) + " s";
}

// Whether the evidence could not be fresh: it has no place for anything that a caller says.
bool timeless(const Claims& claims) {
  return !claims.issued && !claims.nonce && !claims.report_data && !claims.user_data;
}

Finding judge_freshness(const Claims& claims, const Policy& policy, const Accepted* accepted,
                        const Binding& binding, Time now) {
  const std::string limit = "0 to " + seconds_text(policy.max_age);
  // Where evidence has no nonce of its own, the caller's question lies in the report data.
  const bool asked = binding.nonce || binding.report_data;
  if (binding.challenged && !asked)
    return judged(freshness_check, false, "time since the challenge", limit,
                  "a challenge without a nonce or report data");
  if (!binding.challenged && !claims.issued) {
    if (!asked && timeless(claims) && accepted != nullptr && accepted->insecure_allow_timeless) {
      return judged(freshness_check, true, "freshness", "nothing: insecure_allow_timeless",
                    "no time, nonce or data of a caller: it may be of any age");
    }
    return judged(freshness_check, asked, "freshness",
                  "a nonce or report data, since this evidence carries no time",
                  asked ? "as fresh as what was demanded" : "none was demanded");
  }
  const Duration age = now - (binding.challenged ? *binding.challenged : *claims.issued);
  const Duration ahead = binding.challenged ? Duration::zero() : clock_skew;
  return judged(
      freshness_check, age <= policy.max_age && age >= -ahead,
      binding.challenged ? "time since the challenge" : "time since the evidence was issued", limit,
      seconds_text(age));
}

Finding judge_bound(const Check& check, std::string name, const std::optional<Bytes>& demanded,
                    const std::optional<Bytes>& found) {
  if (!demanded) {
    Finding out =
        not_applicable(check, found ? std::to_string(found->size()) + " bytes" : "absent");
    out.subject = std::move(name);
    out.expected = "nothing is demanded";
    return out;
  }
  const bool good = found && ct_equal(*demanded, *found);
  return judged(check, good, std::move(name), to_hex(*demanded), found ? to_hex(*found) : "absent");
}

void require(bool demanded, const std::optional<Bytes>& given, const Check& check, std::string name,
             Findings& findings) {
  if (!demanded || given) return;
  findings.add(judged(check, false, std::move(name),
                      "a value from the caller: the policy demands it", "none was given"));
}

}  // namespace

Findings check_binding(const Claims& claims, const Binding& binding) {
  Findings findings;
  findings.add(judge_bound(nonce_check, "nonce", binding.nonce, claims.nonce));
  findings.add(judge_bound(user_data_check, "user_data", binding.user_data, claims.user_data));
  findings.add(judge_bound(public_key_check, "public_key", binding.public_key, claims.public_key));
  findings.add(
      judge_bound(report_data_check, "report_data", binding.report_data, claims.report_data));
  return findings;
}

Findings appraise(const Claims& claims, const Policy& policy, const Binding& binding, Time now) {
  Findings findings;
  Finding tee = judge_tee(claims, policy);
  const bool tee_accepted = tee.outcome == Outcome::pass;
  findings.add(std::move(tee));
  const bool root_accepted = std::ranges::any_of(policy.accept, [&](const Accepted& accepted) {
    return accepted.tee == claims.tee && accepts_root(accepted, claims);
  });
  findings.add(judge_root(claims, tee_accepted, root_accepted));
  Closest closest = judge_closest(claims, policy);
  findings.add(std::move(closest.findings));
  findings.add(judge_freshness(claims, policy, closest.accepted, binding, now));
  findings.add(check_binding(claims, binding));
  require(policy.require.nonce, binding.nonce, nonce_check, "nonce", findings);
  require(policy.require.user_data, binding.user_data, user_data_check, "user_data", findings);
  require(policy.require.public_key, binding.public_key, public_key_check, "public_key", findings);
  require(policy.require.report_data, binding.report_data, report_data_check, "report_data",
          findings);
  return findings;
}

}  // namespace anchorhold::appraise

#include "appraise/appraise.h"

#include <algorithm>
#include <string>

#include "base/hex.h"
#include "base/secret.h"

namespace anchorhold::appraise {
namespace {

// How far an attester's clock may run ahead of ours when its time is all there is to judge by.
constexpr Duration clock_skew = std::chrono::seconds(60);
constexpr std::string_view policy_clause = "the relying party's policy; RFC 9334 section 8.4";
constexpr std::string_view freshness_clause = "RFC 9334 section 10";

Finding finding(std::string check, bool good, std::string subject, std::string expected,
                std::string observed, std::string_view clause, std::string_view advice) {
  return {.check = std::move(check),
          .outcome = good ? Outcome::pass : Outcome::fail,
          .subject = std::move(subject),
          .expected = std::move(expected),
          .observed = std::move(observed),
          .clause = std::string(clause),
          .advice = good ? std::string() : std::string(advice)};
}

std::string subject_of(const Claims& claims) {
  const std::string name = std::string(tee_name(claims.tee)) + " TEE";
  if (claims.hardware_rooted) return name + ", rooted in hardware";
  return "NOT HARDWARE: " + name + ": whoever holds its root can forge this evidence";
}

bool accepts_root(const Accepted& accepted, const Claims& claims) {
  return claims.hardware_rooted ||
         std::ranges::find(accepted.software_roots, claims.root) != accepted.software_roots.end();
}

bool is_zero(const Digest384& value) {
  return value == Digest384{};
}

bool register_matches(const Claims& claims, unsigned index, const Digest384& expected) {
  const auto found = claims.registers.find(index);
  return found != claims.registers.end() && !is_zero(expected) && ct_equal(found->second, expected);
}

bool all_registers_match(const Claims& claims, const Accepted& accepted) {
  return !accepted.registers.empty() &&
         std::ranges::all_of(accepted.registers, [&](const auto& named) {
           return register_matches(claims, named.first, named.second);
         });
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
  return finding(
      "appraise.tee", good, subject_of(claims), expected.empty() ? "nothing is accepted" : expected,
      std::string(tee_name(claims.tee)), policy_clause,
      "run on a TEE that the policy accepts; a software TEE must be named to be accepted");
}

// The accepted combinations of the evidence's own TEE and root.
std::vector<const Accepted*> candidates_for(const Claims& claims, const Policy& policy) {
  std::vector<const Accepted*> out;
  for (const Accepted& accepted : policy.accept) {
    if (accepted.tee == claims.tee && accepts_root(accepted, claims)) out.push_back(&accepted);
  }
  return out;
}

Finding judge_root(const Claims& claims, bool tee_accepted, bool good) {
  Finding out = finding(
      "appraise.root", good, "root of trust",
      claims.hardware_rooted ? "the vendor's root" : "a software root that the policy names",
      "sha256:" + to_hex(claims.root), policy_clause,
      "name this root in the policy if it is meant; `anchorhold tee root` shows a machine's own");
  if (!tee_accepted) out.outcome = Outcome::not_run;
  return out;
}

Finding judge_debug(const Claims& claims) {
  return finding("appraise.debug", !claims.debug, claims.module_id, "a launch without debug",
                 claims.debug ? "registers 0, 1 and 2 are zero" : "measured",
                 "AWS Nitro Enclaves: registers 0 to 2 are zero in debug mode",
                 "launch without debug: a debug enclave's memory and console are open to its host");
}

std::string advice_for(unsigned index) {
  switch (index) {
    case 0:
      return "another agent, manifest or image content than approved: compare with `anchorhold "
             "measure`";
    case 1:
      return "another agent than approved: install the agent whose digest was agreed";
    case 2:
      return "another manifest or image content than approved: compare with `anchorhold measure`";
    case 8:
      return "another image signer than approved, or none";
    case 16:
      return "another contract than this one";
    default:
      return "compare with the value that was agreed";
  }
}

void judge_registers(const Claims& claims, const std::vector<const Accepted*>& candidates,
                     Findings& findings) {
  if (candidates.empty()) {
    findings.add({.check = "appraise.registers",
                  .outcome = Outcome::not_run,
                  .subject = "measurement registers",
                  .expected = "reference values for this TEE and root",
                  .observed = "the policy has none",
                  .clause = std::string(policy_clause),
                  .advice = "see the failed checks before"});
    return;
  }
  const auto match = std::ranges::find_if(
      candidates, [&](const Accepted* c) { return all_registers_match(claims, *c); });
  const Accepted& best = match == candidates.end() ? *candidates.front() : **match;
  if (best.registers.empty()) {
    findings.add(finding("appraise.registers", false, "measurement registers",
                         "at least one reference value", "the policy names none", policy_clause,
                         "name the registers that are meant"));
  }
  for (const auto& [index, expected] : best.registers) {
    const auto found = claims.registers.find(index);
    const bool absent = found == claims.registers.end();
    const bool zero = is_zero(expected) || (!absent && is_zero(found->second));
    findings.add(finding(
        "appraise.registers", register_matches(claims, index, expected),
        "register " + std::to_string(index), to_hex(expected),
        absent ? "absent: not locked" : to_hex(found->second), policy_clause,
        zero ? "a zero register measures nothing and is never accepted" : advice_for(index)));
  }
}

std::string seconds_text(Duration age) {
  return std::to_string(age.count() / 1000) + " s";
}

Finding judge_freshness(const Claims& claims, const Policy& policy, const Binding& binding,
                        Time now) {
  const bool by_challenge = binding.challenged.has_value();
  const Duration age = now - binding.challenged.value_or(claims.issued);
  const Duration ahead = by_challenge ? Duration::zero() : clock_skew;
  const bool answered = !by_challenge || binding.nonce.has_value();
  return finding("appraise.freshness", answered && age <= policy.max_age && age >= -ahead,
                 by_challenge ? "time since the challenge" : "time since the evidence was issued",
                 "0 to " + seconds_text(policy.max_age),
                 answered ? seconds_text(age) : "a challenge without a nonce", freshness_clause,
                 "get fresh evidence");
}

Finding judge_binding(std::string name, const std::optional<Bytes>& demanded,
                      const std::optional<Bytes>& found) {
  const std::string check = "appraise." + name;
  if (!demanded) {
    return {.check = check,
            .outcome = Outcome::not_applicable,
            .subject = std::move(name),
            .expected = "nothing is demanded",
            .observed = found ? std::to_string(found->size()) + " bytes" : "absent",
            .clause = std::string(freshness_clause),
            .advice = {}};
  }
  const bool good = found && ct_equal(*demanded, *found);
  return finding(
      check, good, std::move(name), to_hex(*demanded), found ? to_hex(*found) : "absent",
      freshness_clause,
      "this evidence answers another question: it may be replayed, or taken from another session");
}

}  // namespace

Findings check_binding(const Claims& claims, const Binding& binding) {
  Findings findings;
  findings.add(judge_binding("nonce", binding.nonce, claims.nonce));
  findings.add(judge_binding("user_data", binding.user_data, claims.user_data));
  findings.add(judge_binding("public_key", binding.public_key, claims.public_key));
  return findings;
}

Findings appraise(const Claims& claims, const Policy& policy, const Binding& binding, Time now) {
  Findings findings;
  Finding tee = judge_tee(claims, policy);
  const bool tee_accepted = tee.outcome == Outcome::pass;
  findings.add(std::move(tee));
  const std::vector<const Accepted*> candidates = candidates_for(claims, policy);
  findings.add(judge_root(claims, tee_accepted, !candidates.empty()));
  findings.add(judge_debug(claims));
  judge_registers(claims, candidates, findings);
  findings.add(judge_freshness(claims, policy, binding, now));
  findings.add(check_binding(claims, binding));
  return findings;
}

}  // namespace anchorhold::appraise

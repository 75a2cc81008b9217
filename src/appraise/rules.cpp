#include "appraise/rules.h"

#include <algorithm>
#include <string>

#include "appraise/checks.h"
#include "appraise/vendor_value.h"
#include "base/hex.h"
#include "base/secret.h"

namespace anchorhold::appraise {
namespace {

bool is_zero(ByteView value) {
  return std::ranges::all_of(value, [](uint8_t octet) { return octet == 0; });
}

bool among(const AllowList& allowed, ByteView value) {
  return std::ranges::any_of(allowed, [&](const Bytes& one) { return ct_equal(one, value); });
}

std::string one_of(const AllowList& allowed) {
  if (allowed.empty()) return "the policy names no value";
  std::string text = to_hex(allowed.front());
  if (allowed.size() > 1) text += " or " + std::to_string(allowed.size() - 1) + " more";
  return text;
}

std::string advice_for(std::string_view name) {
  if (name == "pcr1")
    return "another agent than approved: install the agent whose digest was agreed";
  if (name == "pcr8") return "another image signer than approved, or none";
  if (name == "pcr16") return "another contract than this one";
  return std::string(measurements_check.advice);
}

void judge_values(const Check& check, const std::map<std::string, AllowList, std::less<>>& rules,
                  const std::map<std::string, Bytes, std::less<>>& found, Findings& findings) {
  for (const auto& [name, allowed] : rules) {
    const auto value = found.find(name);
    const bool absent = value == found.end();
    const bool zero = !absent && is_zero(value->second);
    const bool good = !absent && !zero && among(allowed, value->second);
    Finding finding = judged(check, good, name, one_of(allowed),
                             absent ? "absent from the evidence" : to_hex(value->second));
    if (!good && &check == &measurements_check)
      finding.advice = zero ? "zero measures nothing and is never accepted" : advice_for(name);
    findings.add(std::move(finding));
  }
}

void judge_measurements(const Claims& claims, const Accepted& accepted, Findings& findings) {
  if (accepted.measurements.empty()) {
    findings.add(judged(measurements_check, false, "measurements", "at least one reference value",
                        "the policy names none"));
  }
  judge_values(measurements_check, accepted.measurements, claims.measurements, findings);
  for (const auto& [name, allowed] : accepted.measurements) {
    if (accepted.insecure_allow_sha1 || !name.starts_with("sha1_")) continue;
    findings.add(judged(measurements_check, false, name, "a bank of SHA-256 or better",
                        "SHA-1, which the policy does not allow with insecure_allow_sha1"));
  }
}

void judge_debug(const Claims& claims, const Accepted& accepted, Findings& findings) {
  if (!claims.debug) {
    findings.add(not_applicable(debug_check, "this kind of evidence has no debug state"));
    return;
  }
  const std::string observed = *claims.debug ? "a debug launch" : "no debug";
  findings.add(judged(debug_check, !*claims.debug || accepted.insecure_allow_debug, claims.platform,
                      accepted.insecure_allow_debug ? "debug is allowed, insecurely"
                                                    : std::string(debug_check.expected),
                      observed));
}

void judge_cautions(const Claims& claims, const Accepted& accepted, Findings& findings) {
  if (claims.cautions.empty()) return;
  std::string open;
  for (const std::string& caution : claims.cautions)
    if (!accepted.accepted_cautions.contains(caution))
      open += (open.empty() ? "not accepted: " : ", ") + caution;
  findings.add(judged(cautions_check, open.empty(), "cautions",
                      std::string(cautions_check.expected),
                      open.empty() ? "all are accepted" : open));
}

void judge_versions(const Claims& claims, const Accepted& accepted, Findings& findings) {
  if (accepted.minimum_security_version) {
    const bool good = claims.security_version.value_or(0) >= *accepted.minimum_security_version &&
                      claims.security_version.has_value();
    findings.add(
        judged(security_version_check, good, "security version of the code",
               "at least " + std::to_string(*accepted.minimum_security_version),
               claims.security_version ? std::to_string(*claims.security_version) : "absent"));
  }
  for (const auto& [name, minimum] : accepted.minimum_svn) {
    const auto found = claims.svn.find(name);
    const bool good = found != claims.svn.end() && found->second >= minimum;
    findings.add(judged(svn_check, good, name, "at least " + std::to_string(minimum),
                        found == claims.svn.end() ? "absent" : std::to_string(found->second)));
  }
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text.empty() ? "none" : text;
}

void judge_tcb(const Claims& claims, const TcbRule& rule, Findings& findings) {
  if (!claims.tcb) {
    const bool demanded = rule.not_before || rule.minimum_evaluation || rule.minimum;
    findings.add(demanded ? judged(tcb_status_check, false, "TCB status", "a status", "absent")
                          : not_applicable(tcb_status_check,
                                           "this vendor publishes no status; see svn rules"));
    return;
  }
  const Tcb& tcb = *claims.tcb;
  const TcbStatus minimum = rule.minimum.value_or(TcbStatus::up_to_date);
  findings.add(judged(tcb_status_check, tcb.status <= minimum, "TCB status",
                      std::string(tcb_status_name(minimum)) + " or better",
                      std::string(tcb_status_name(tcb.status))));
  std::vector<std::string> open;
  for (const std::string& advisory : tcb.advisories)
    if (!rule.accepted_advisories.contains(advisory)) open.push_back(advisory);
  findings.add(judged(advisories_check, open.empty(), "advisories",
                      "only those that the policy accepts",
                      open.empty() ? joined(tcb.advisories) : "not accepted: " + joined(open)));
  if (rule.not_before) {
    findings.add(judged(tcb_date_check, tcb.date && *tcb.date >= *rule.not_before,
                        "date of the TCB level", "not before " + format_time(*rule.not_before),
                        tcb.date ? format_time(*tcb.date) : "absent"));
  }
  if (rule.minimum_evaluation) {
    findings.add(
        judged(tcb_evaluation_check, tcb.evaluation && *tcb.evaluation >= *rule.minimum_evaluation,
               "evaluation data number", "at least " + std::to_string(*rule.minimum_evaluation),
               tcb.evaluation ? std::to_string(*tcb.evaluation) : "absent"));
  }
}

void judge_vendor(const Claims& claims, const Accepted& accepted, Findings& findings) {
  if (!accepted.products.empty()) {
    const bool good =
        std::ranges::find(accepted.products, claims.product) != accepted.products.end();
    findings.add(judged(product_check, good, "product", joined(accepted.products),
                        claims.product.empty() ? "absent" : claims.product));
  }
  for (const auto& [name, values] : accepted.vendor) {
    const auto found = claims.vendor.find(name);
    const bool good =
        found != claims.vendor.end() && std::ranges::find(values, found->second) != values.end();
    std::string expected;
    for (const VendorValue& value : values)
      expected += (expected.empty() ? "" : " or ") + vendor_text(value);
    findings.add(judged(claim_check, good, name, expected,
                        found == claims.vendor.end() ? "absent" : vendor_text(found->second)));
  }
}

// The part's findings, each subject prefixed with the part's name.
Findings named(const std::string& part, const Findings& findings) {
  Findings out;
  for (Finding finding : findings.list()) {
    finding.subject = part + ": " + finding.subject;
    out.add(std::move(finding));
  }
  return out;
}

void judge_part(const std::string& name, const Claims& part, const std::vector<Accepted>& accepted,
                Findings& findings) {
  std::optional<Findings> closest;
  for (const Accepted& one : accepted) {
    if (one.tee != part.tee || !accepts_root(one, part)) continue;
    Findings judgement = judge_rules(part, one);
    if (!closest || judgement.accepted()) closest = std::move(judgement);
    if (closest->accepted()) break;
  }
  findings.add(judged(parts_check, closest.has_value(), name,
                      "a TEE and root that the policy accepts", std::string(tee_name(part.tee))));
  if (closest) findings.add(named(name, *closest));
}

void judge_parts(const Claims& claims, const Accepted& accepted, Findings& findings) {
  for (const auto& [name, list] : accepted.parts) {
    const auto found = claims.parts.find(name);
    if (found == claims.parts.end()) {
      findings.add(judged(parts_check, false, name, "a part of the evidence", "absent"));
    } else {
      judge_part(name, found->second, list, findings);
    }
  }
  for (const auto& [name, part] : claims.parts) {
    if (accepted.parts.contains(name)) continue;
    findings.add(judged(parts_check, false, name, "only parts that the policy names",
                        std::string(tee_name(part.tee))));
  }
}

}  // namespace

bool accepts_root(const Accepted& accepted, const Claims& claims) {
  // Claims that nothing vouches for, such as an event log's alone, have no root to be named.
  if (claims.root == Digest256{}) return false;
  return claims.hardware_rooted ||
         std::ranges::find(accepted.given_roots, claims.root) != accepted.given_roots.end();
}

Findings judge_rules(const Claims& claims, const Accepted& accepted) {
  Findings findings;
  judge_debug(claims, accepted, findings);
  judge_cautions(claims, accepted, findings);
  judge_measurements(claims, accepted, findings);
  judge_values(signers_check, accepted.signers, claims.signers, findings);
  judge_versions(claims, accepted, findings);
  judge_tcb(claims, accepted.tcb, findings);
  judge_vendor(claims, accepted, findings);
  judge_parts(claims, accepted, findings);
  return findings;
}

}  // namespace anchorhold::appraise

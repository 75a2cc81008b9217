#include "contract/check.h"

#include "base/hex.h"

namespace anchorhold::contract {

namespace {

constexpr const char* kClause = "DESIGN section 6";

Finding judged(std::string check, std::string subject, bool good, std::string expected,
               std::string observed, std::string advice) {
  return {std::move(check),
          good ? Outcome::pass : Outcome::fail,
          std::move(subject),
          std::move(expected),
          std::move(observed),
          kClause,
          good ? "" : std::move(advice)};
}

}  // namespace

Findings check_signatures(const SealedContract& sealed) {
  Findings findings;
  for (const std::string& party : required_signers(sealed.contract)) {
    const bool there = sealed.signers.contains(party);
    findings.add(judged("contract.signature", "party " + party, there, "signed by its signing_key",
                        there ? "signed" : "not signed",
                        party + " has to run `anchorhold contract sign`"));
  }
  if (sealed.contract.parent) {
    const auto count = static_cast<int64_t>(sealed.signers.size());
    findings.add(judged("contract.amend", "signatures on this amendment",
                        count >= sealed.contract.amend_at_least,
                        "at least " + std::to_string(sealed.contract.amend_at_least),
                        std::to_string(count), "let more parties sign"));
  }
  return findings;
}

Findings check_validity(const Contract& contract, Time now) {
  Findings findings;
  if (contract.not_before) {
    findings.add(judged("contract.not_before", "time of the check", now >= *contract.not_before,
                        "not before " + format_time(*contract.not_before), format_time(now),
                        "wait, or agree on an amendment"));
  }
  findings.add(judged("contract.not_after", "time of the check", now < contract.not_after,
                      "before " + format_time(contract.not_after), format_time(now),
                      "agree on an amendment"));
  return findings;
}

Findings check(const SealedContract& sealed, Time now) {
  Findings findings = check_signatures(sealed);
  findings.add(check_validity(sealed.contract, now));
  return findings;
}

}  // namespace anchorhold::contract

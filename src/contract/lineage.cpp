#include "contract/lineage.h"

#include "base/hex.h"
#include "contract/check.h"

namespace anchorhold::contract {

namespace {

Finding judged(std::string check, std::string subject, bool good, std::string expected,
               std::string observed) {
  return {
      std::move(check),
      good ? Outcome::pass : Outcome::fail,
      std::move(subject),
      std::move(expected),
      std::move(observed),
      "DESIGN section 6",
      good ? "" : "seal an amendment that keeps to the version before it, or begin a new lineage"};
}

// A signer stays the same person only under the same key: with another one, whoever holds it could
// agree in its place.
Finding check_signer(const SealedContract& parent, const SealedContract& child,
                     const std::string& name) {
  const Party* after = child.contract.find_party(name);
  const std::string before_key = parent.contract.find_party(name)->signing_key.to_text();
  std::string observed = after == nullptr ? "not a party any more" : after->signing_key.to_text();
  const bool same_key = observed == before_key;
  const bool required = required_signers(child.contract).contains(name);
  if (same_key && !required) observed = "the same key, but its signature is not required any more";
  return judged("contract.amend.signer", "party " + name, same_key && required,
                before_key + ", required to sign", std::move(observed));
}

}  // namespace

Findings check_amendment(const SealedContract& parent, const SealedContract& child) {
  Findings findings;
  findings.add(judged("contract.amend.lineage", "lineage",
                      child.contract.lineage == parent.contract.lineage, parent.contract.lineage,
                      child.contract.lineage));
  const bool follows = child.contract.parent && *child.contract.parent == parent.digest;
  findings.add(judged("contract.amend.parent", "parent", follows, to_hex(parent.digest),
                      child.contract.parent ? to_hex(*child.contract.parent) : "none"));
  findings.add(judged("contract.amend.at_least", "amend.at_least",
                      child.contract.amend_at_least >= parent.contract.amend_at_least,
                      "at least " + std::to_string(parent.contract.amend_at_least),
                      std::to_string(child.contract.amend_at_least)));
  for (const std::string& name : required_signers(parent.contract))
    findings.add(check_signer(parent, child, name));
  const auto count = static_cast<int64_t>(child.signers.size());
  findings.add(judged("contract.amend.signatures", "signatures on the amendment",
                      count >= parent.contract.amend_at_least,
                      "at least " + std::to_string(parent.contract.amend_at_least),
                      std::to_string(count)));
  findings.add(check_signatures(child));
  return findings;
}

}  // namespace anchorhold::contract

#include "broker/accept.h"

#include <algorithm>

#include "base/hex.h"
#include "contract/check.h"
#include "contract/lineage.h"

namespace anchorhold::broker {
namespace {

Error refused(std::string message) {
  return Error{Code::denied, "contract", std::move(message)};
}

Error refused(const Finding& finding) {
  return Error{Code::denied, "contract", finding.check + " failed for " + finding.subject}
      .want(finding.expected)
      .saw(finding.observed)
      .advise(finding.advice);
}

Status check_owner(const contract::Contract& contract, std::string_view owner) {
  const std::vector<std::string> owners = contract::data_owners(contract);
  if (std::find(owners.begin(), owners.end(), owner) != owners.end()) return {};
  return refused("has no input of this owner").saw(std::string(owner));
}

// The version of this lineage that is accepted now, if any.
Result<std::optional<ContractRecord>> current_of(Transaction& store, std::string_view lineage) {
  AH_ASSIGN(std::vector<ContractRecord> all, store.contracts());
  for (ContractRecord& contract : all) {
    if (contract.lineage == lineage && !contract.superseded) {
      return std::optional(std::move(contract));
    }
  }
  return std::optional<ContractRecord>();
}

// supersede_current: the accepted version makes way for its own child, and for nothing else.
Status supersede_current(Transaction& store, const ContractRecord& current,
                         const contract::SealedContract& child) {
  if (child.contract.parent != current.digest) {
    return refused("does not descend from the version that this owner accepted last")
        .want("parent " + to_hex(current.digest))
        .saw(child.contract.parent ? to_hex(*child.contract.parent) : "no parent")
        .advise("amend the accepted version");
  }
  AH_ASSIGN(const contract::SealedContract parent,
            contract::parse_sealed("accepted contract", current.sealed));
  const Findings findings = contract::check_amendment(parent, child);
  if (!findings.accepted()) return refused(*findings.first_failure());
  return store.supersede(current.digest);
}

}  // namespace

Status accept_contract(Keystore& keystore, const contract::SealedContract& contract, Time now) {
  AH_TRY(check_owner(contract.contract, keystore.owner()));
  const Findings findings = contract::check(contract, now);
  if (!findings.accepted()) return refused(*findings.first_failure());

  AH_ASSIGN(const auto store, keystore.store().begin_write());
  AH_ASSIGN(const auto known, store->find_contract(contract.digest));
  if (known && !known->superseded) return {};
  if (known) return refused("a later version was accepted already");
  AH_ASSIGN(const auto current, current_of(*store, contract.contract.lineage));
  if (current) AH_TRY(supersede_current(*store, *current, contract));
  AH_TRY(store->put_contract({contract.digest, contract.contract.lineage, contract.text, false}));
  AH_ASSIGN(const Appended appended,
            append_event(*store, keystore.log_signer(), now,
                         ContractAccepted{contract.digest, contract.contract.lineage}));
  AH_TRY(store->commit());
  return keystore.save_anchor(appended.checkpoint);
}

}  // namespace anchorhold::broker

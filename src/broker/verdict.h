#pragma once
// The broker's own checks as findings, beside those of evidence/nsm, appraise and contract.

#include <vector>

#include "base/finding.h"
#include "broker/store.h"
#include "contract/sealed.h"
#include "evidence/nsm/anchor.h"

namespace anchorhold::broker {

// failed: a check that did not pass, with the reason taken from an error.
Finding failed(std::string check, const Error& error);

// judge_contract: does the owner still release under this contract, now?
// broker.contract.superseded, and all of contract/check.h: signatures and times.
Findings judge_contract(const ContractRecord& record, const contract::SealedContract& sealed,
                        Time now);

// anchors_of: the roots at which the evidence of a TEE of this name may end, under this contract.
// For software they are those that the contract names.
std::vector<nsm::Anchor> anchors_of(std::string_view tee, const contract::Contract& contract);

// describe: the first failed check for the one who is refused.
std::string describe(const Findings& findings);

// failed_checks: the ids, each once, in order.
std::vector<std::string> failed_checks(const Findings& findings);

}  // namespace anchorhold::broker

#pragma once
// An approval: one approver's signed word that one output of one run may be opened by its
// recipients.

#include "base/finding.h"
#include "contract/contract.h"

namespace anchorhold::contract {

inline constexpr std::string_view kApprovalType = "approval";

struct Approval {
  std::string approver;  // the party; kid of the signature
  Digest384 contract{};
  std::string run;  // the receipt's run id
  std::string output;
  Digest256 ciphertext_sha256{};
};

// make_approval: refused when the approver is not one of the output's, or `key` is not its signing
// key.
Result<std::string> make_approval(const Contract& contract, const Approval& approval,
                                  const crypto::PrivateKey& key);

// verify_approval: signature, contract digest, and that the output's rule names this approver.
Result<Approval> verify_approval(const Contract& contract, const Digest384& digest,
                                 std::string_view statement);

// check_quorum: do these verified approvals, all of the same run, output and ciphertext, reach the
// output's rule? One approver counts once.
Findings check_quorum(const Contract& contract, const Approval& wanted,
                      const std::vector<Approval>& approvals);

}  // namespace anchorhold::contract

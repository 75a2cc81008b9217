#include "contract/approval.h"

#include "contract/names.h"
#include "contract/statement.h"

namespace anchorhold::contract {

namespace {

constexpr std::string_view kApprovalFormat = "anchorhold approval v1";

Result<const ApproveRule*> rule_of(const Contract& contract, const std::string& output) {
  const auto found = contract.outputs.find(output);
  if (found == contract.outputs.end()) {
    return Error{Code::denied, "approval.output", "not an output of the contract"}.saw(
        "\"" + printable(output) + "\"");
  }
  if (!found->second.approve) {
    return Error{Code::denied, "approval.output", "this output needs no approval"}.saw(
        "\"" + output + "\"");
  }
  return &*found->second.approve;
}

Status check_approver(const Contract& contract, const Approval& approval) {
  AH_ASSIGN(const ApproveRule* rule, rule_of(contract, approval.output));
  if (rule->by.contains(approval.approver)) return {};
  return Error{Code::denied, "approval", "not one of those who approve this output"}
      .want("one of outputs." + approval.output + ".approve.by")
      .saw("\"" + printable(approval.approver) + "\"");
}

json::Value body_of(const Approval& approval) {
  return json::Value::object({{"format", kApprovalFormat},
                              {"contract", to_hex(approval.contract)},
                              {"run", approval.run},
                              {"output", approval.output},
                              {"ciphertext_sha256", to_hex(approval.ciphertext_sha256)}});
}

Result<Approval> read_approval(std::string approver, const json::Value& body) {
  json::Fields fields("approval", body);
  AH_ASSIGN(const std::string format, fields.text("format"));
  if (format != kApprovalFormat) {
    return Error{Code::unsupported, "approval.format", "not an approval that this version reads"}
        .saw(printable(format));
  }
  Approval approval;
  approval.approver = std::move(approver);
  AH_ASSIGN(approval.contract, fields.hex<48>("contract"));
  AH_ASSIGN(approval.run, fields.text("run"));
  AH_TRY(check_text("approval.run", approval.run, 128));
  AH_ASSIGN(approval.output, fields.text("output"));
  AH_TRY(check_name("approval.output", approval.output));
  AH_ASSIGN(approval.ciphertext_sha256, fields.hex<32>("ciphertext_sha256"));
  AH_TRY(fields.finish());
  return approval;
}

bool same_output(const Approval& a, const Approval& b) {
  return a.contract == b.contract && a.run == b.run && a.output == b.output &&
         a.ciphertext_sha256 == b.ciphertext_sha256;
}

}  // namespace

Result<std::string> make_approval(const Contract& contract, const Approval& approval,
                                  const crypto::PrivateKey& key) {
  AH_TRY(check_approver(contract, approval));
  const Party* party = contract.find_party(approval.approver);
  if (!(party->signing_key == key.public_key())) {
    return Error{Code::denied, "approval",
                 "the contract names another key for " + approval.approver}
        .want(party->signing_key.to_text())
        .saw(key.public_key().to_text());
  }
  const json::Value body = body_of(approval);
  AH_TRY(read_approval(approval.approver, body));
  return sign_statement(body, kApprovalType, approval.approver, key);
}

Result<Approval> verify_approval(const Contract& contract, const Digest384& digest,
                                 std::string_view statement) {
  const auto signing_key = [](const Party& party) -> const crypto::PublicKey& {
    return party.signing_key;
  };
  AH_ASSIGN(auto verified, verify_statement(contract, kApprovalType, statement, signing_key));
  AH_ASSIGN(Approval approval, read_approval(std::move(verified.signer), verified.body));
  if (approval.contract != digest) {
    return Error{Code::denied, "approval.contract", "is for another contract"}
        .want(to_hex(digest))
        .saw(to_hex(approval.contract));
  }
  AH_TRY(check_approver(contract, approval));
  return approval;
}

Findings check_quorum(const Contract& contract, const Approval& wanted,
                      const std::vector<Approval>& approvals) {
  Findings findings;
  const auto rule = rule_of(contract, wanted.output);
  if (!rule) {
    findings.add({"contract.approval", Outcome::not_run, "output " + printable(wanted.output),
                  "an output with approval", rule.error().message, "DESIGN section 7.7", ""});
    return findings;
  }
  std::set<std::string> approvers;
  for (const Approval& approval : approvals) {
    if (same_output(approval, wanted) && (*rule)->by.contains(approval.approver))
      approvers.insert(approval.approver);
  }
  const bool reached = static_cast<int64_t>(approvers.size()) >= (*rule)->at_least;
  findings.add({"contract.approval", reached ? Outcome::pass : Outcome::fail,
                "output " + wanted.output,
                "approved by at least " + std::to_string((*rule)->at_least),
                std::to_string(approvers.size()), "DESIGN section 7.7",
                reached ? "" : "more approvers have to run `anchorhold approve`"});
  return findings;
}

}  // namespace anchorhold::contract

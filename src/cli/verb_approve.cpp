// `anchorhold approve`: an approver's word on one output of one run, and its share of the key for
// the recipients.

#include <CLI/CLI.hpp>

#include "base/base64.h"
#include "base/hex.h"
#include "cli/approval_file.h"
#include "cli/context.h"
#include "cli/files.h"
#include "cli/home.h"
#include "cli/verbs.h"
#include "contract/approval.h"
#include "os/random.h"
#include "receipt/verify.h"
#include "receipt/wrapped_output.h"

namespace anchorhold::cli {

namespace {

struct ApproveOptions {
  std::string receipt;
  std::string contract;
  std::string output;
  std::string share;
  std::string party;
  std::string to = "-";
};

Status approve(const Context& context, const ApproveOptions& options) {
  AH_ASSIGN(const Bytes contract_text, read_document(options.contract));
  AH_ASSIGN(const contract::SealedContract sealed,
            contract::parse_sealed(options.contract, text_of(contract_text)));
  AH_ASSIGN(const Bytes receipt_text, read_document(options.receipt));
  receipt::Pins pins;
  pins.contract = sealed.digest;
  AH_ASSIGN(const receipt::Verification proven,
            receipt::verify_receipt(options.receipt, text_of(receipt_text), pins));
  if (proven.verdict != receipt::Verdict::accepted) {
    return Error{Code::denied, options.receipt, "the receipt does not verify"}.advise(
        "see `anchorhold verify`");
  }
  const auto made = proven.body->outputs.find(options.output);
  const auto rule = sealed.contract.outputs.find(options.output);
  if (made == proven.body->outputs.end() || rule == sealed.contract.outputs.end() ||
      !rule->second.approve) {
    return Error{Code::invalid_argument, "output " + options.output, "does not wait for approval"};
  }
  AH_ASSIGN(const PartyHome party, PartyHome::open(context.home, options.party));
  AH_ASSIGN(const crypto::PrivateKey key, party.signing_key());
  AH_ASSIGN(const age::Identity identity, party.recipient_identity());
  AH_ASSIGN(const Bytes share_file, read_document(options.share));
  AH_ASSIGN(
      const receipt::OpenedShare share,
      receipt::open_share(options.share, share_file, {&identity, 1}, made->second, party.name()));
  const contract::Approval approval{party.name(), sealed.digest, proven.body->run, options.output,
                                    made->second.sha256};
  ApprovalFile file;
  AH_ASSIGN(file.statement, contract::make_approval(sealed.contract, approval, key));
  AH_ASSIGN(const auto recipients,
            receipt::recipients_of(sealed.contract, rule->second.recipients));
  os::SystemRandom random;
  AH_ASSIGN(file.share, receipt::seal_share(share, recipients, random));
  return write_document(options.to, bytes_of(encode_approval_file(file)));
}

}  // namespace

void add_approve(CLI::App& app, Context& context) {
  auto options = std::make_shared<ApproveOptions>();
  CLI::App* verb =
      app.add_subcommand("approve", "approve an output, so that its recipients can open it");
  verb->add_option("receipt", options->receipt, "the run's receipt.json")->required();
  verb->add_option("--contract", options->contract, "the contract that you signed")->required();
  verb->add_option("--output", options->output, "which output")->required();
  verb->add_option("--share", options->share, "your share: OUTPUT.share.YOU.age")->required();
  verb->add_option("--party", options->party,
                   "who you are: name or folder (default: the only one)");
  verb->add_option("-o", options->to, "the approval, for the recipients (default: stdout)");
  verb->callback([&context, options] { context.run([&] { return approve(context, *options); }); });
}

}  // namespace anchorhold::cli

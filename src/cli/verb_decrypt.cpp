// anchorhold decrypt: an age file with the identities given, with the flags of the age tool.

#include <CLI/CLI.hpp>
#include <algorithm>

#include "age/decrypt.h"
#include "cli/age_files.h"
#include "cli/context.h"
#include "cli/contract_result.h"
#include "cli/home.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "receipt/result_file.h"

namespace anchorhold::cli {

namespace {

struct DecryptFlags {
  std::vector<std::string> identity_files;
  bool passphrase = false;
  bool armor = false;
  std::string output;
  std::string input;
  std::string receipt;
  std::string contract;
  std::vector<std::string> approvals;
  std::string party;
};

bool opens_result(const DecryptFlags& flags) {
  return !flags.receipt.empty() || !flags.contract.empty() || !flags.approvals.empty();
}

Status check(const DecryptFlags& flags) {
  if (flags.passphrase || flags.armor) {
    return Error{Code::invalid_argument, flags.passphrase ? "-p" : "-a",
                 "has no meaning when decrypting"}
        .advise("passphrases and armor are detected in the file");
  }
  if (opens_result(flags) && (flags.receipt.empty() || flags.contract.empty())) {
    return Error{Code::invalid_argument, "decrypt", "--receipt and --contract belong together"};
  }
  return refuse_same_file(flags.input, flags.output);
}

Result<std::vector<age::Identity>> collect_identities(const DecryptFlags& flags) {
  std::vector<age::Identity> all;
  for (const std::string& path : flags.identity_files) {
    AH_ASSIGN(std::vector<age::Identity> more, read_identities(path));
    std::move(more.begin(), more.end(), std::back_inserter(all));
  }
  return all;
}

// HeadSink: passes everything on and remembers how it began.
class HeadSink : public Sink {
 public:
  explicit HeadSink(Sink& inner) : inner_(inner) {}
  Status write(ByteView bytes) override {
    const size_t missing = receipt::kResultMagic.size() - head_.size();
    append(head_, bytes.first(std::min(missing, bytes.size())));
    return inner_.write(bytes);
  }
  bool is_result() const { return text_of(head_) == receipt::kResultMagic; }

 private:
  Sink& inner_;
  Bytes head_;
};

// A party that opens a result of its own contract need not name its key file.
Status decrypt_result(const Context& context, const DecryptFlags& flags) {
  AH_ASSIGN(std::vector<age::Identity> identities, collect_identities(flags));
  if (identities.empty()) {
    AH_ASSIGN(const PartyHome party, PartyHome::open(context.home, flags.party));
    AH_ASSIGN(age::Identity identity, party.recipient_identity());
    identities.push_back(std::move(identity));
  }
  return decrypt_contract_result(
      {flags.receipt, flags.contract, flags.approvals, flags.input, flags.output}, identities);
}

Status run_decrypt(const Context& context, const DecryptFlags& flags) {
  AH_TRY(check(flags));
  if (opens_result(flags)) return decrypt_result(context, flags);
  AH_ASSIGN(const std::vector<age::Identity> identities, collect_identities(flags));
  AH_ASSIGN(BulkInput input, BulkInput::open(flags.input));
  AH_ASSIGN(BulkOutput output, BulkOutput::open(flags.output, 0600));
  const age::Keys keys{identities, [] { return ask_passphrase("Enter passphrase: "); }};
  HeadSink sink(output.sink());
  AH_TRY(age::decrypt(input.blocks(), sink, keys));
  if (sink.is_result()) {
    context.note(
        "anchorhold: the origin of this result is not proven; decrypt with --receipt and "
        "--contract");
  }
  return output.commit();
}

}  // namespace

void add_decrypt(CLI::App& app, Context& context) {
  CLI::App* const verb = app.add_subcommand("decrypt", "Decrypt an age file");
  const auto flags = std::make_shared<DecryptFlags>();
  verb->add_option("-i,--identity", flags->identity_files,
                   "use the identities in FILE (repeatable)")
      ->allow_extra_args(false);
  verb->add_flag("-p,--passphrase", flags->passphrase, "not needed: detected in the file");
  verb->add_flag("-a,--armor", flags->armor, "not needed: detected in the file");
  verb->add_option("-o,--output", flags->output, "write to FILE (default: standard output)");
  verb->add_option("INPUT", flags->input, "file to decrypt (default: standard input)");
  verb->add_option("--receipt", flags->receipt,
                   "the run's receipt: open a result of that run only");
  verb->add_option("--contract", flags->contract, "the contract that the receipt must be of");
  verb->add_option("--approval", flags->approvals, "an approver's approval (repeatable)")
      ->allow_extra_args(false);
  verb->add_option("--party", flags->party,
                   "with --receipt and without -i: who you are, name or folder");
  verb->callback([flags, &context] { context.run([&] { return run_decrypt(context, *flags); }); });
}

}  // namespace anchorhold::cli

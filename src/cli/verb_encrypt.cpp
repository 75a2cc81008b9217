// anchorhold encrypt: a file for its recipients, with the flags of the age tool.

#include <unistd.h>

#include <CLI/CLI.hpp>

#include "age/encrypt.h"
#include "cli/age_files.h"
#include "cli/context.h"
#include "cli/contract_input.h"
#include "cli/terminal.h"
#include "cli/verbs.h"
#include "os/random.h"

namespace anchorhold::cli {

namespace {

struct EncryptFlags {
  std::vector<std::string> recipients;
  std::vector<std::string> recipient_files;
  std::vector<std::string> identity_files;
  bool passphrase = false;
  bool armor = false;
  std::string output;
  std::string input;
  std::string contract;
  std::string contract_input;
  std::string party;

  bool names_recipients() const {
    return !recipients.empty() || !recipient_files.empty() || !identity_files.empty();
  }
};

Status check(const EncryptFlags& flags) {
  if (flags.passphrase && flags.names_recipients()) {
    return Error{Code::invalid_argument, "-p", "cannot be combined with -r, -R or -i"};
  }
  if (!flags.passphrase && !flags.names_recipients()) {
    return Error{Code::invalid_argument, "recipients", "none given"}.advise(
        "name them with -r, -R or -i, or use -p for a passphrase");
  }
  if (flags.output.empty() && !flags.armor && is_terminal(STDOUT_FILENO)) {
    return Error{Code::invalid_argument, "standard output",
                 "binary output to a terminal is refused"}
        .advise("use -a for text, -o FILE for a file, or force it with -o -");
  }
  return refuse_same_file(flags.input, flags.output);
}

// An input of a contract has exactly one reader: the key that the owner's broker keeps for it.
Status check_contract_mode(const EncryptFlags& flags) {
  if (flags.contract.empty() || flags.contract_input.empty()) {
    return Error{Code::invalid_argument, "encrypt", "--contract and --input belong together"};
  }
  if (flags.passphrase || flags.armor || flags.names_recipients()) {
    return Error{Code::invalid_argument, "--contract",
                 "cannot be combined with -r, -R, -i, -p or -a"};
  }
  return {};
}

Result<std::vector<age::Recipient>> collect_recipients(const EncryptFlags& flags) {
  std::vector<age::Recipient> all;
  for (const std::string& text : flags.recipients) {
    AH_ASSIGN(const age::Recipient recipient, age::Recipient::parse(text));
    all.push_back(recipient);
  }
  for (const std::string& path : flags.recipient_files) {
    AH_ASSIGN(const std::vector<age::Recipient> more, read_recipients(path));
    all.insert(all.end(), more.begin(), more.end());
  }
  for (const std::string& path : flags.identity_files) {
    AH_ASSIGN(const std::vector<age::Identity> identities, read_identities(path));
    for (const age::Identity& identity : identities) all.push_back(identity.recipient());
  }
  return all;
}

Status encrypt_to_recipients(const EncryptFlags& flags, BlockSource& plain, Sink& file,
                             Random& random) {
  AH_ASSIGN(const std::vector<age::Recipient> recipients, collect_recipients(flags));
  AH_TRY(age::encrypt(plain, file, recipients, random, {.armor = flags.armor}));
  return {};
}

Status encrypt_to_passphrase(const EncryptFlags& flags, BlockSource& plain, Sink& file,
                             Random& random) {
  AH_ASSIGN(const SecretBytes passphrase, ask_new_passphrase());
  return age::encrypt_passphrase(plain, file, passphrase.view(), random, {.armor = flags.armor});
}

Status run_encrypt(const Context& context, const EncryptFlags& flags) {
  if (!flags.contract.empty() || !flags.contract_input.empty()) {
    AH_TRY(check_contract_mode(flags));
    return encrypt_contract_input(
        context, {flags.contract, flags.contract_input, flags.party, flags.input, flags.output});
  }
  AH_TRY(check(flags));
  AH_ASSIGN(BulkInput input, BulkInput::open(flags.input));
  AH_ASSIGN(BulkOutput output, BulkOutput::open(flags.output, 0644));
  os::SystemRandom random;
  AH_TRY(flags.passphrase ? encrypt_to_passphrase(flags, input.blocks(), output.sink(), random)
                          : encrypt_to_recipients(flags, input.blocks(), output.sink(), random));
  return output.commit();
}

}  // namespace

void add_encrypt(CLI::App& app, Context& context) {
  CLI::App* const verb = app.add_subcommand("encrypt", "Encrypt a file to an age file");
  const auto flags = std::make_shared<EncryptFlags>();
  verb->add_option("-r,--recipient", flags->recipients, "encrypt to age1… (repeatable)")
      ->allow_extra_args(false);
  verb->add_option("-R,--recipients-file", flags->recipient_files,
                   "encrypt to the recipients listed in FILE (repeatable)")
      ->allow_extra_args(false);
  verb->add_option("-i,--identity", flags->identity_files,
                   "encrypt to the recipients of the identities in FILE (repeatable)")
      ->allow_extra_args(false);
  verb->add_flag("-p,--passphrase", flags->passphrase,
                 "encrypt with a passphrase, asked for at the terminal");
  verb->add_flag("-a,--armor", flags->armor, "write text (PEM) instead of binary");
  verb->add_option("-o,--output", flags->output, "write to FILE (default: standard output)");
  verb->add_option("INPUT", flags->input, "file to encrypt (default: standard input)");
  verb->add_option("--contract", flags->contract, "encrypt an input of this signed contract");
  verb->add_option("--input", flags->contract_input, "which input of the contract");
  verb->add_option("--party", flags->party, "its owner, who you are: name or folder");
  verb->callback([flags, &context] { context.run([&] { return run_encrypt(context, *flags); }); });
}

}  // namespace anchorhold::cli

// anchorhold decrypt: an age file with the identities given, with the flags of the age tool.

#include <CLI/CLI.hpp>

#include "age/decrypt.h"
#include "cli/age_files.h"
#include "cli/context.h"
#include "cli/terminal.h"
#include "cli/verbs.h"

namespace anchorhold::cli {

namespace {

struct DecryptFlags {
  std::vector<std::string> identity_files;
  bool passphrase = false;
  bool armor = false;
  std::string output;
  std::string input;
};

Status check(const DecryptFlags& flags) {
  if (flags.passphrase || flags.armor) {
    return Error{Code::invalid_argument, flags.passphrase ? "-p" : "-a",
                 "has no meaning when decrypting"}
        .advise("passphrases and armor are detected in the file");
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

Status run_decrypt(const DecryptFlags& flags) {
  AH_TRY(check(flags));
  AH_ASSIGN(const std::vector<age::Identity> identities, collect_identities(flags));
  AH_ASSIGN(BulkInput input, BulkInput::open(flags.input));
  AH_ASSIGN(BulkOutput output, BulkOutput::open(flags.output, 0600));
  const age::Keys keys{identities, [] { return ask_passphrase("Enter passphrase: "); }};
  AH_TRY(age::decrypt(input.blocks(), output.sink(), keys));
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
  verb->callback([flags, &context] { context.run([&] { return run_decrypt(*flags); }); });
}

}  // namespace anchorhold::cli

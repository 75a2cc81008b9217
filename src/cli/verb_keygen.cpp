// anchorhold keygen: an age identity outside any party, with the flags and the output of
// age-keygen.

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/age_files.h"
#include "cli/context.h"
#include "cli/verbs.h"
#include "os/clock.h"
#include "os/random.h"

namespace anchorhold::cli {

namespace {

struct KeygenFlags {
  bool recipients_of = false;
  std::string output;
  std::string input;
};

// The key file as age-keygen writes it: the comments, then the secret on a line of its own.
SecretBytes key_file(const age::Identity& identity, Time now) {
  const std::string comments = "# created: " + format_time(now) +
                               "\n# public key: " + identity.recipient().to_string() + "\n";
  const SecretBytes secret = identity.to_secret_text();
  SecretBytes file(comments.size() + secret.size() + 1);
  std::copy(comments.begin(), comments.end(), file.fill().begin());
  std::copy(secret.view().begin(), secret.view().end(),
            file.fill().subspan(comments.size()).begin());
  file.fill().back() = '\n';
  return file;
}

Status generate(const KeygenFlags& flags, const Context& context) {
  os::SystemRandom random;
  AH_ASSIGN(const age::Identity identity, age::Identity::generate(random));
  const SecretBytes file = key_file(identity, os::now());
  if (is_standard_stream(flags.output)) {
    AH_ASSIGN(BulkOutput output, BulkOutput::open(flags.output, 0600));
    AH_TRY(output.sink().write(file.view()));
  } else {
    AH_TRY(os::write_private_file(flags.output, file.view()));
  }
  context.note("Public key: " + identity.recipient().to_string());
  return {};
}

Status print_recipients(const KeygenFlags& flags, const Context& context) {
  AH_ASSIGN(const std::vector<age::Identity> identities, read_identities(flags.input));
  for (const age::Identity& identity : identities) context.print(identity.recipient().to_string());
  return {};
}

}  // namespace

void add_keygen(CLI::App& app, Context& context) {
  CLI::App* const verb = app.add_subcommand("keygen", "Make an age identity");
  const auto flags = std::make_shared<KeygenFlags>();
  verb->add_flag("-y", flags->recipients_of, "print the recipients of the identities in INPUT");
  verb->add_option("-o,--output", flags->output,
                   "write to FILE, private and never overwritten (default: standard output)")
      ->type_name("FILE");
  verb->add_option("INPUT", flags->input, "identity file for -y (default: standard input)");
  verb->callback([flags, &context] {
    context.run([&] {
      return flags->recipients_of ? print_recipients(*flags, context) : generate(*flags, context);
    });
  });
}

}  // namespace anchorhold::cli

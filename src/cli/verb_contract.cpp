// `anchorhold contract`: written in TOML, sealed to canonical JSON, signed by each party.

#include <CLI/CLI.hpp>

#include "base/hex.h"
#include "claims/findings_json.h"
#include "cli/context.h"
#include "cli/contract_files.h"
#include "cli/contract_template.h"
#include "cli/files.h"
#include "cli/home.h"
#include "cli/own_keys.h"
#include "cli/verbs.h"
#include "contract/check.h"
#include "contract/explain.h"
#include "contract/lineage.h"
#include "contract/names.h"
#include "contract/parse.h"
#include "os/clock.h"
#include "os/random.h"

namespace anchorhold::cli {

namespace {

struct Options {
  std::string file;
  std::string output = "-";
  std::string image;
  std::string agent;
  std::string party;
  std::string at;
  std::string parent;
  std::string name = "my-study";
  std::string software_root;
  std::vector<std::string> party_files;
};

Result<Time> time_of(const Options& options) {
  if (options.at.empty()) return os::now();
  return parse_time("--at", options.at);
}

Status write_text(const std::string& path, std::string_view text) {
  return write_document(path, bytes_of(text));
}

Status new_contract(const Options& options) {
  AH_TRY(contract::check_name("--name", options.name));
  ContractTemplate values;
  values.name = options.name;
  values.software_root = options.software_root;
  values.not_after = std::chrono::floor<std::chrono::days>(os::now()) + std::chrono::days(365);
  ByteArray<16> lineage;
  os::SystemRandom random;
  AH_TRY(random.fill(lineage));
  values.lineage = to_hex(lineage);
  for (const std::string& path : options.party_files) {
    AH_ASSIGN(const Bytes text, read_document(path));
    AH_ASSIGN(const auto file, contract::parse_party_file(path, text_of(text)));
    values.parties.push_back({file.name, path, !file.roles.empty()});
  }
  return write_text(options.output, contract_template(values));
}

// With --json the digest is the result on stdout, unless the document itself goes there.
void report_digest(Context& context, const Options& options, ByteView payload) {
  const std::string digest = to_hex(contract::contract_digest(payload));
  if (context.json && options.output != "-") {
    context.print_json(json::Value::object({{"digest", digest}, {"file", options.output}}));
  } else {
    context.note("contract digest " + digest);
  }
}

Status seal_contract(Context& context, const Options& options) {
  AH_ASSIGN(const DraftFiles read, read_draft(options.file));
  AH_TRY(resolve_draft(read));
  AH_ASSIGN(const auto measured, measure_for_contract(options.image, options.agent));
  AH_ASSIGN(const Bytes payload, contract::seal(read.draft, read.files, measured, os::now()));
  AH_TRY(write_document(options.output, payload));
  report_digest(context, options, payload);
  return {};
}

// What a signer must see before it agrees: that the keys of the others are the others'.
void note_other_keys(Context& context, const contract::Contract& contract,
                     const std::string& self) {
  context.note("check with each of the others, over another channel, that this is its key:");
  for (const auto& [name, party] : contract.parties) {
    if (name != self) context.note("  " + name + "  " + contract::fingerprint(party.signing_key));
  }
}

Status refuse_unless_accepted(Context& context, const Findings& findings, const std::string& object,
                              const char* message) {
  if (findings.accepted()) return {};
  for (const Finding& finding : findings.list()) {
    if (finding.outcome == Outcome::pass) continue;
    context.note("  " + finding.check + ": " + finding.subject + "; expected " + finding.expected +
                 "; seen " + finding.observed);
  }
  const Finding* first = findings.first_failure();
  return Error{Code::denied, object, message}.advise(first == nullptr ? "" : first->advice);
}

Status sign_contract(Context& context, const Options& options) {
  AH_ASSIGN(const PartyHome self, PartyHome::open(context.home, options.party));
  AH_ASSIGN(const auto sealed, read_sealed(options.file));
  AH_TRY(check_own_keys(sealed.contract, self));
  AH_ASSIGN(const auto measured, measure_for_contract(options.image, options.agent));
  AH_TRY(refuse_unless_accepted(context, contract::check_measured(sealed.contract, measured),
                                options.file,
                                "is not about this image and the agent installed here"));
  if (os::now() >= sealed.contract.not_after) {
    return Error{Code::denied, options.file, "has expired"}.saw(
        format_time(sealed.contract.not_after));
  }
  AH_ASSIGN(const auto key, self.signing_key());
  AH_ASSIGN(const std::string text, contract::sign(sealed, self.name(), key));
  AH_TRY(write_text(options.output, text));
  note_other_keys(context, sealed.contract, self.name());
  report_digest(context, options, sealed.payload);
  return {};
}

void print_verdict(Context& context, const Findings& findings, const std::string& what,
                   const std::optional<Digest384>& digest) {
  if (context.json) {
    auto value = json::Value::object(
        {{"accepted", findings.accepted()}, {"findings", findings_json(findings)}});
    if (digest) value.set("digest", to_hex(*digest));
    context.print_json(value);
  } else {
    context.print_findings(findings);
    if (digest) context.print("digest " + to_hex(*digest));
    context.print(findings.accepted() ? what : "REJECTED");
  }
  if (!findings.accepted()) context.finish(Exit::rejected);
}

Status check_draft(Context& context, const Options& options, Time at) {
  AH_ASSIGN(const DraftFiles read, read_draft(options.file));
  AH_ASSIGN(const auto contract, resolve_draft(read));
  const Findings findings = contract::check_validity(contract, at);
  if (const Finding* failed = findings.first_failure()) {
    return read.draft.locate(
        Error{Code::denied, failed->check, "is not valid at the time of the check"}
            .want(failed->expected)
            .saw(failed->observed)
            .advise(failed->advice));
  }
  print_verdict(context, findings, "the draft is sound; seal it next", std::nullopt);
  return {};
}

Status check_contract(Context& context, const Options& options) {
  AH_ASSIGN(const Time at, time_of(options));
  AH_ASSIGN(const bool draft, is_draft(options.file));
  if (draft) return check_draft(context, options, at);
  AH_ASSIGN(const auto sealed, read_sealed(options.file));
  Findings findings = contract::check_validity(sealed.contract, at);
  if (options.parent.empty()) {
    findings.add(contract::check_signatures(sealed));
  } else {
    AH_ASSIGN(const auto parent, read_sealed(options.parent));
    findings.add(contract::check_amendment(parent, sealed));
  }
  print_verdict(context, findings, "accepted", sealed.digest);
  return {};
}

Status explain_contract(Context& context, const Options& options) {
  AH_ASSIGN(const auto contract, read_any(options.file));
  const contract::Explanation explanation = contract::explain(contract);
  if (context.json) {
    context.print_json(contract::to_json(explanation));
  } else {
    context.print(contract::to_text(explanation));
  }
  return {};
}

Status show_contract(Context& context, const Options& options) {
  AH_ASSIGN(const auto sealed, read_sealed(options.file));
  AH_ASSIGN(const json::Value payload, json::parse(options.file, text_of(sealed.payload)));
  const json::Array signers(sealed.signers.begin(), sealed.signers.end());
  if (context.json) {
    context.print_json(json::Value::object(
        {{"digest", to_hex(sealed.digest)}, {"signed_by", signers}, {"contract", payload}}));
    return {};
  }
  context.print(json::pretty(payload));
  context.print("digest " + to_hex(sealed.digest));
  const auto required = contract::required_signers(sealed.contract);
  for (const auto& [name, party] : sealed.contract.parties) {
    const char* state = sealed.signers.contains(name) ? "signed"
                        : required.contains(name)     ? "NOT SIGNED"
                                                      : "need not sign";
    context.print("party " + name + "  " + contract::fingerprint(party.signing_key) + "  " + state);
  }
  return {};
}

using Work = std::function<Status(Context&, const Options&)>;

// One subcommand with its own options, which live as long as the callback.
struct Command {
  CLI::App* app;
  std::shared_ptr<Options> options;
};

Command add_command(CLI::App& verb, Context& context, const char* name, const char* about,
                    Work work) {
  auto options = std::make_shared<Options>();
  CLI::App* app = verb.add_subcommand(name, about);
  app->callback([&context, options, work = std::move(work)] {
    context.run([&] { return work(context, *options); });
  });
  return {app, options};
}

void add_file(const Command& command, const char* about) {
  command.app->add_option("file", command.options->file, about)->required();
}

void add_output(const Command& command) {
  command.app->add_option("-o,--output", command.options->output,
                          "where to write (default: stdout)");
}

void add_measured(const Command& command) {
  command.app->add_option("--image", command.options->image, "the image: a layout directory or tar")
      ->required();
  command.app->add_option("--agent", command.options->agent,
                          "the agent to measure (default: the installed one)");
}

void add_authoring(CLI::App& verb, Context& context) {
  const Command fresh =
      add_command(verb, context, "new", "write a commented TOML to edit",
                  [](Context&, const Options& options) { return new_contract(options); });
  add_output(fresh);
  fresh.app->add_option("--name", fresh.options->name, "the contract's name")
      ->capture_default_str();
  fresh.app
      ->add_option("--party", fresh.options->party_files, "a NAME.party.json (repeat for more)")
      ->allow_extra_args(false);
  fresh.app->add_option("--software-root", fresh.options->software_root,
                        "as `anchorhold tee root` prints it");
  const Command seal = add_command(verb, context, "seal",
                                   "measure the image and make the bytes to sign", seal_contract);
  add_file(seal, "the TOML");
  add_measured(seal);
  add_output(seal);
  const Command sign = add_command(verb, context, "sign",
                                   "measure again, compare, and add your signature", sign_contract);
  add_file(sign, "the sealed contract");
  add_measured(sign);
  add_output(sign);
  sign.app->add_option("--party", sign.options->party,
                       "who signs: name or folder (default: the only party here)");
}

void add_reading(CLI::App& verb, Context& context) {
  const Command check =
      add_command(verb, context, "check", "all rules, signatures and times", check_contract);
  add_file(check, "the sealed contract, or the TOML");
  check.app->add_option("--at", check.options->at,
                        "judge at this time, like 2026-11-21T10:00:00Z (default: now)");
  check.app->add_option("--parent", check.options->parent,
                        "the version that this one amends, to check against");
  const Command explain =
      add_command(verb, context, "explain",
                  "who can see, change and stop what, and what enforces it", explain_contract);
  add_file(explain, "the sealed contract, or the TOML");
  const Command show = add_command(
      verb, context, "show", "the contract in full, its digest and signatures", show_contract);
  add_file(show, "the sealed contract");
}

}  // namespace

void add_contract(CLI::App& app, Context& context) {
  CLI::App* verb = app.add_subcommand("contract", "write, seal, sign, check and explain contracts");
  verb->require_subcommand(1);
  add_authoring(*verb, context);
  add_reading(*verb, context);
}

}  // namespace anchorhold::cli

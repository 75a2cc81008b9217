// `anchorhold log`: what a broker released and refused, and the proof that nothing was taken back.

#include <CLI/CLI.hpp>

#include "base/hex.h"
#include "broker/keystore.h"
#include "claims/findings_json.h"
#include "cli/context.h"
#include "cli/files.h"
#include "cli/home.h"
#include "cli/local_brokers.h"
#include "cli/verbs.h"

namespace anchorhold::cli {

namespace {

struct LogOptions {
  std::string party;
  std::string against;  // an older checkpoint
  std::string key;      // the log's key as it was handed out
};

Result<broker::OpenedLog> open_log(const Context& context, const LogOptions& options) {
  AH_ASSIGN(const PartyHome party, PartyHome::open(context.home, options.party));
  AH_ASSIGN(broker::OpenedLog opened, broker::open_log(broker_folder(party), party.name()));
  if (!options.key.empty()) {
    AH_ASSIGN(opened.log, broker::LogVerifier::from_text("--key", options.key));
  }
  return opened;
}

Status verify_log(Context& context, const LogOptions& options) {
  AH_ASSIGN(const broker::OpenedLog opened, open_log(context, options));
  std::optional<std::string> older;
  if (!options.against.empty()) {
    AH_ASSIGN(const Bytes note, read_document(options.against));
    older = string_of(note);
  }
  AH_ASSIGN(const auto store, opened.store->begin_read());
  const Findings findings = broker::verify_log(*store, opened.log, older);
  if (context.json) {
    context.print_json(json::Value::object({{"accepted", findings.accepted()},
                                            {"findings", findings_json(findings)},
                                            {"log", opened.log.to_text()}}));
  } else {
    context.print_findings(findings);
  }
  if (!findings.accepted()) context.finish(Exit::rejected);
  return {};
}

// describe: one entry as one line.
std::string describe(const broker::LogLeaf& leaf) {
  std::string line = std::to_string(leaf.index) + "  " + format_time(leaf.time) + "  ";
  if (const auto* accepted = std::get_if<broker::ContractAccepted>(&leaf.event)) {
    return line + "contract  " + to_hex(accepted->contract) + " accepted";
  }
  if (const auto* released = std::get_if<broker::Released>(&leaf.event)) {
    line += "release   " + released->input + ", run " + std::to_string(released->unit);
    return line + (released->first ? "" : " again") + ", to key " + to_hex(released->tee_key);
  }
  const auto& refused = std::get<broker::Refused>(leaf.event);
  line += "refusal   at " + refused.step + ":";
  for (const std::string& check : refused.checks) line += " " + check;
  return line;
}

Status show_log(Context& context, const LogOptions& options) {
  AH_ASSIGN(const broker::OpenedLog opened, open_log(context, options));
  AH_ASSIGN(const auto store, opened.store->begin_read());
  AH_ASSIGN(const broker::LogHead head, store->log_head());
  json::Array entries;
  for (uint64_t index = 0; index < head.frontier.size(); ++index) {
    AH_ASSIGN(const Bytes bytes, store->leaf(index));
    const std::string object = "log entry " + std::to_string(index);
    if (context.json) {
      AH_ASSIGN(json::Value entry, json::parse(object, text_of(bytes)));
      entries.push_back(std::move(entry));
    } else {
      AH_ASSIGN(const broker::LogLeaf leaf, broker::parse_leaf(object, text_of(bytes)));
      context.print(describe(leaf));
    }
  }
  if (context.json) {
    context.print_json(json::Value::object({{"entries", std::move(entries)},
                                            {"checkpoint", head.checkpoint},
                                            {"log", opened.log.to_text()}}));
  } else {
    context.note("not verified: `anchorhold log verify` does that");
  }
  return {};
}

Status show_checkpoint(Context& context, const LogOptions& options) {
  AH_ASSIGN(const broker::OpenedLog opened, open_log(context, options));
  AH_ASSIGN(const auto store, opened.store->begin_read());
  AH_ASSIGN(const broker::LogHead head, store->log_head());
  if (head.checkpoint.empty()) {
    return Error{Code::not_found, "log", "has no entry yet"};
  }
  AH_TRY(write_document("-", bytes_of(head.checkpoint)));
  context.note("the log's key: " + opened.log.to_text());
  return {};
}

}  // namespace

void add_log(CLI::App& app, Context& context) {
  CLI::App* const verb = app.add_subcommand("log", "a broker's log of releases and refusals");
  verb->require_subcommand(1);
  const auto options = std::make_shared<LogOptions>();
  const auto add = [&](const char* name, const char* about, auto work) {
    CLI::App* const sub = verb->add_subcommand(name, about);
    sub->add_option("--party", options->party, "whose broker: name or folder");
    sub->add_option("--key", options->key, "the log's key, as it was handed out");
    sub->callback(
        [options, &context, work] { context.run([&] { return work(context, *options); }); });
    return sub;
  };
  add("verify", "recompute chain, tree and signature of the whole log", verify_log)
      ->add_option("--against", options->against,
                   "an older checkpoint that must be this log's beginning");
  add("show", "print the entries", show_log);
  add("checkpoint", "print the newest signed checkpoint, to keep or to hand out", show_checkpoint);
}

}  // namespace anchorhold::cli

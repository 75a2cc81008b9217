// `anchorhold broker`: what a data owner's own broker releases keys under.

#include <unistd.h>

#include <CLI/CLI.hpp>

#include "base/hex.h"
#include "broker/accept.h"
#include "cli/context.h"
#include "cli/files.h"
#include "cli/home.h"
#include "cli/local_brokers.h"
#include "cli/own_keys.h"
#include "cli/verbs.h"
#include "os/clock.h"
#include "os/random.h"

namespace anchorhold::cli {

namespace {

struct BrokerOptions {
  std::string party;
  std::string contract;
  std::string anchor;
};

Result<broker::Keystore> open_keystore(const Context& context, const BrokerOptions& options) {
  AH_ASSIGN(const PartyHome party, PartyHome::open(context.home, options.party));
  auto anchor = options.anchor.empty() ? nullptr : broker::file_anchor(options.anchor);
  return broker::Keystore::open(broker_folder(party), party.name(), std::move(anchor));
}

Status accept(Context& context, const BrokerOptions& options) {
  AH_ASSIGN(const Bytes text, read_document(options.contract));
  AH_ASSIGN(const contract::SealedContract sealed,
            contract::parse_sealed(options.contract, text_of(text)));
  AH_ASSIGN(const PartyHome party, PartyHome::open(context.home, options.party));
  AH_TRY(check_own_keys(sealed.contract, party));
  if (options.anchor.empty()) {
    os::SystemRandom random;
    AH_TRY(broker::Keystore::open_or_create(broker_folder(party), party.name(), random));
  }
  AH_ASSIGN(broker::Keystore keystore, open_keystore(context, options));
  AH_TRY(broker::accept_contract(keystore, sealed, os::now()));
  context.note(party.name() + " releases under " + to_hex(sealed.digest) + " from now on");
  return {};
}

Result<json::Value> describe(broker::Transaction& store, const broker::ContractRecord& record) {
  AH_ASSIGN(const contract::SealedContract sealed,
            contract::parse_sealed("accepted contract", record.sealed));
  AH_ASSIGN(const uint64_t spent, store.units_spent(record.lineage));
  return json::Value::object({{"contract", to_hex(record.digest)},
                              {"name", sealed.contract.name},
                              {"lineage", record.lineage},
                              {"superseded", record.superseded},
                              {"runs", sealed.contract.budget_runs},
                              {"spent", spent},
                              {"not_after", format_time(sealed.contract.not_after)}});
}

Status show(Context& context, const BrokerOptions& options) {
  AH_ASSIGN(broker::Keystore keystore, open_keystore(context, options));
  AH_ASSIGN(const auto store, keystore.store().begin_read());
  AH_ASSIGN(const std::vector<broker::ContractRecord> records, store->contracts());
  AH_ASSIGN(const broker::LogHead head, store->log_head());
  json::Array contracts;
  for (const broker::ContractRecord& record : records) {
    AH_ASSIGN(json::Value contract, describe(*store, record));
    contracts.push_back(std::move(contract));
  }
  const std::string key = keystore.log_verifier().to_text();
  if (context.json) {
    context.print_json(json::Value::object({{"owner", keystore.owner()},
                                            {"contracts", std::move(contracts)},
                                            {"log_entries", head.frontier.size()},
                                            {"log", key}}));
    return {};
  }
  context.print("owner     " + keystore.owner());
  context.print("log       " + std::to_string(head.frontier.size()) + " entries, key " + key);
  for (const json::Value& contract : contracts) {
    const auto text = [&](std::string_view name) { return contract.find(name)->as_string(); };
    const auto number = [&](std::string_view name) {
      return std::to_string(contract.find(name)->as_integer());
    };
    context.print("contract  " + text("contract"));
    context.print("          " + text("name") + ", until " + text("not_after") +
                  (contract.find("superseded")->as_bool() ? ", superseded" : ""));
    context.print("          " + number("spent") + " of " + number("runs") + " runs spent");
  }
  return {};
}

// An anchor that is missing later must mean an attack: so the first one is written only on demand,
// and never over another.
Status start_anchor(Context& context, const BrokerOptions& options) {
  if (::access(options.anchor.c_str(), F_OK) == 0) {
    return Error{Code::conflict, options.anchor, "exists already"}.advise(
        "an anchor is only ever moved forward, by the broker itself");
  }
  AH_ASSIGN(broker::Keystore keystore, open_keystore(context, {options.party, {}, {}}));
  AH_ASSIGN(const auto store, keystore.store().begin_read());
  AH_ASSIGN(const broker::LogHead head, store->log_head());
  if (head.checkpoint.empty()) {
    return Error{Code::not_found, "log", "has no entry yet, so there is nothing to anchor"}.advise(
        "accept a contract first");
  }
  AH_TRY(broker::file_anchor(options.anchor)->save(head.checkpoint));
  context.note("from now on, name it at every run: --anchor " + options.anchor);
  return {};
}

}  // namespace

void add_broker(CLI::App& app, Context& context) {
  CLI::App* const verb = app.add_subcommand("broker", "a data owner's own key broker");
  verb->require_subcommand(1);
  const auto options = std::make_shared<BrokerOptions>();
  const auto add = [&](const char* name, const char* about, auto work) {
    CLI::App* const sub = verb->add_subcommand(name, about);
    sub->add_option("--party", options->party, "whose broker: name or folder");
    sub->callback(
        [options, &context, work] { context.run([&] { return work(context, *options); }); });
    return sub;
  };
  CLI::App* const accept_verb =
      add("accept", "release keys under this contract from now on, and not under its ancestors",
          accept);
  accept_verb->add_option("CONTRACT", options->contract, "the signed contract")->required();
  accept_verb->add_option("--anchor", options->anchor, "the rollback anchor, where there is one");
  add("show", "print accepted contracts, what is spent, and the log's key", show)
      ->add_option("--anchor", options->anchor, "also check the store against this anchor");
  add("anchor", "begin a rollback anchor", start_anchor)
      ->add_option("--anchor", options->anchor, "a file where the store's own disk is not")
      ->required();
}

}  // namespace anchorhold::cli

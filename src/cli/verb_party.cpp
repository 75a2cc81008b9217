// `anchorhold party`: a party's keys, and the public file that it hands to the others.

#include <unistd.h>

#include <CLI/CLI.hpp>

#include "cli/context.h"
#include "cli/files.h"
#include "cli/home.h"
#include "cli/verbs.h"
#include "os/random.h"

namespace anchorhold::cli {

namespace {

struct NewOptions {
  std::string name;
  std::vector<std::string> roles;
  std::string algorithm = "ed25519";
  bool release_key = false;
  std::string output;  // empty: NAME.party.json
};

struct ShowOptions {
  std::string party;
};

Result<std::set<contract::Role>> read_roles(const std::vector<std::string>& names) {
  std::set<contract::Role> roles;
  for (const std::string& name : names) {
    const auto role = contract::role_of(name);
    if (!role) {
      return Error{Code::invalid_argument, "--role", "no such role"}
          .want("image provider, workload provider, data owner, deployer, auditor or recipient")
          .saw(name);
    }
    roles.insert(*role);
  }
  return roles;
}

Result<crypto::Algorithm> read_algorithm(const std::string& name) {
  for (const auto algorithm :
       {crypto::Algorithm::ed25519, crypto::Algorithm::es256, crypto::Algorithm::es384}) {
    if (name == crypto::algorithm_name(algorithm)) return algorithm;
  }
  return Error{Code::invalid_argument, "--key-type", "no such kind of key"}
      .want("ed25519, es256 or es384")
      .saw(name);
}

json::Value describe(const PartyHome& party) {
  auto value =
      json::Value::object({{"name", party.name()},
                           {"folder", party.folder()},
                           {"signing_key", party.file().signing_key.to_text()},
                           {"fingerprint", contract::fingerprint(party.file().signing_key)},
                           {"recipient", party.file().recipient}});
  if (party.file().release_key) value.set("release_key", party.file().release_key->to_text());
  return value;
}

void print_party(Context& context, const PartyHome& party) {
  if (context.json) return context.print_json(describe(party));
  context.print("party        " + party.name());
  context.print("fingerprint  " + contract::fingerprint(party.file().signing_key));
  context.print("recipient    " + party.file().recipient);
  context.print("keys         " + party.folder());
}

// The public file must not take the place of another one that was handed out under the same name.
Status write_public_file(const std::string& path, const PartyHome& party) {
  if (path != "-" && ::access(path.c_str(), F_OK) == 0) {
    return Error{Code::conflict, path, "exists already"}.advise(
        "move it away, or choose another place with -o");
  }
  return write_document(path, bytes_of(contract::encode_party_file(party.file())));
}

Status make_party(Context& context, const NewOptions& options) {
  NewParty wanted;
  wanted.name = options.name;
  wanted.release_key = options.release_key;
  AH_ASSIGN(wanted.roles, read_roles(options.roles));
  AH_ASSIGN(wanted.algorithm, read_algorithm(options.algorithm));
  os::SystemRandom random;
  AH_ASSIGN(const PartyHome party, create_party(context.home, wanted, random));
  const std::string path = options.output.empty() ? options.name + ".party.json" : options.output;
  AH_TRY(write_public_file(path, party));
  if (path == "-") return {};
  print_party(context, party);
  context.note("public file for the others: " + path);
  return {};
}

Status list_parties(Context& context) {
  AH_ASSIGN(const auto names, party_names(context.home));
  if (context.json) {
    context.print_json(json::Array(names.begin(), names.end()));
  } else {
    for (const std::string& name : names) context.print(name);
  }
  return {};
}

Status show_party(Context& context, const ShowOptions& options) {
  AH_ASSIGN(const PartyHome party, PartyHome::open(context.home, options.party));
  print_party(context, party);
  return {};
}

void add_new(CLI::App& verb, Context& context) {
  auto options = std::make_shared<NewOptions>();
  CLI::App* command =
      verb.add_subcommand("new", "make a party's keys, and the public file for the others");
  command->add_option("name", options->name, "the party's name in contracts")->required();
  command->add_option("--role", options->roles,
                      "a role that the public file offers (repeat for more)");
  command
      ->add_option("--key-type", options->algorithm, "of the signing key: ed25519, es256 or es384")
      ->capture_default_str();
  command->add_flag("--release-key", options->release_key,
                    "a key of its own for releases, for a broker to hold");
  command->add_option("-o,--output", options->output,
                      "the public file (default: NAME.party.json; - for stdout)");
  command->callback(
      [&context, options] { context.run([&] { return make_party(context, *options); }); });
}

}  // namespace

void add_party(CLI::App& app, Context& context) {
  CLI::App* verb = app.add_subcommand("party", "make and show the parties that you are");
  verb->require_subcommand(1);
  add_new(*verb, context);
  CLI::App* list = verb->add_subcommand("list", "the parties under --home");
  list->callback([&context] { context.run([&] { return list_parties(context); }); });
  auto options = std::make_shared<ShowOptions>();
  CLI::App* show = verb->add_subcommand("show", "a party's public keys and fingerprint");
  show->add_option("party", options->party, "name or folder (default: the only one)");
  show->callback(
      [&context, options] { context.run([&] { return show_party(context, *options); }); });
}

}  // namespace anchorhold::cli

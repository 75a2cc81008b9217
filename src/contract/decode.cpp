#include "contract/decode.h"

#include "contract/names.h"
#include "contract/parse.h"

namespace anchorhold::contract {

namespace {

constexpr size_t kMaxParties = 64;
constexpr size_t kMaxInputs = 256;
constexpr size_t kMaxSettings = 64;
constexpr size_t kMaxUrlBytes = 1024;
constexpr size_t kMaxNameBytes = 256;
constexpr size_t kMaxPurposeBytes = 4096;
constexpr int64_t kMaxRuns = 1'000'000'000;
constexpr int64_t kMaxAgeSeconds = 86'400;
constexpr int64_t kDefaultAgeSeconds = 300;
constexpr std::string_view kDigestPrefix = "sha256:";

// The checksum of the recipient is the age reader's matter; here it must only be one word of the
// right shape.
Status check_recipient(const std::string& object, std::string_view text) {
  constexpr std::string_view kPrefix = "age1";
  constexpr std::string_view kBech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  constexpr size_t kDataCharacters = 58;
  const bool shaped =
      text.starts_with(kPrefix) && text.size() == kPrefix.size() + kDataCharacters &&
      text.substr(kPrefix.size()).find_first_not_of(kBech32) == std::string_view::npos;
  if (!shaped)
    return malformed(object, "not an age recipient")
        .want("age1 and 58 characters")
        .saw(printable(text));
  return {};
}

Status check_url(const std::string& object, std::string_view url) {
  const bool scheme = url.starts_with("https://") || url.starts_with("http://");
  bool plain = url.size() <= kMaxUrlBytes;
  for (const char c : url) plain = plain && c > ' ' && c < 0x7f;
  if (!scheme || !plain) {
    return malformed(object, "not a usable URL")
        .want("https://host/…")
        .saw("\"" + printable(url) + "\"");
  }
  return {};
}

Result<std::set<Role>> decode_roles(json::Fields& fields) {
  AH_ASSIGN(const auto names, text_set(fields, "roles"));
  std::set<Role> roles;
  for (const std::string& name : names) {
    const auto role = role_of(name);
    if (!role) {
      return malformed(fields.place("roles"), "no such role")
          .want("image provider, workload provider, data owner, deployer, auditor or recipient")
          .saw("\"" + printable(name) + "\"");
    }
    roles.insert(*role);
  }
  if (roles.empty())
    return malformed(fields.place("roles"), "a party without a role has no part in the contract");
  return roles;
}

Result<Party> decode_party(const std::string& where, const json::Value& value) {
  json::Fields fields(where, value);
  AH_ASSIGN(auto roles, decode_roles(fields));
  AH_ASSIGN(const std::string key_text, fields.text("signing_key"));
  AH_ASSIGN(const auto key, crypto::PublicKey::from_text(fields.place("signing_key"), key_text));
  Party party{std::move(roles), key, std::nullopt, "", ""};
  AH_ASSIGN(const auto release, fields.optional_text("release_key"));
  if (release) {
    AH_ASSIGN(party.release_key,
              crypto::PublicKey::from_text(fields.place("release_key"), *release));
  }
  AH_ASSIGN(const auto recipient, fields.optional_text("recipient"));
  if (recipient) {
    AH_TRY(check_recipient(fields.place("recipient"), *recipient));
    party.recipient = *recipient;
  }
  AH_ASSIGN(const auto broker, fields.optional_text("broker"));
  if (broker) {
    AH_TRY(check_url(fields.place("broker"), *broker));
    party.broker = *broker;
  }
  AH_TRY(fields.finish());
  return party;
}

Status decode_parties(json::Fields& fields, Contract& contract) {
  AH_ASSIGN(const json::Value* table, fields.object("parties"));
  const std::string where = fields.place("parties");
  AH_TRY(check_entries(where, table->as_object(), kMaxParties));
  for (const auto& [name, value] : table->as_object()) {
    AH_ASSIGN(Party party, decode_party(place_below(where, name), value));
    contract.parties.emplace(name, std::move(party));
  }
  return {};
}

Status decode_deployment(json::Fields& fields, Contract& contract) {
  AH_ASSIGN(const json::Value* table, fields.optional_object("deployment"));
  if (table == nullptr) return {};
  json::Fields deployment(fields.place("deployment"), *table);
  AH_ASSIGN(contract.deployment_allow, text_set(deployment, "allow"));
  if (contract.deployment_allow.size() > kMaxSettings) {
    return malformed(deployment.place("allow"), "too many").want("at most 64");
  }
  for (const std::string& name : contract.deployment_allow)
    AH_TRY(check_name(deployment.place("allow"), name));
  return deployment.finish();
}

Result<TeeKind> enclave_tee(std::string_view place, std::string_view name) {
  AH_ASSIGN(const TeeKind kind, tee_from_name(place, name));
  if (runs_enclaves(kind)) return kind;
  return Error{Code::unsupported, std::string(place), "no enclave runs on this kind of TEE"}
      .want("software, vm, nitro, snp, tdx, tpm or sgx")
      .saw(std::string(name));
}

Status decode_tee(json::Fields& fields, Contract& contract) {
  AH_ASSIGN(const json::Value* table, fields.object("tee"));
  json::Fields tee(fields.place("tee"), *table);
  AH_ASSIGN(const auto accept, text_set(tee, "accept"));
  for (const std::string& name : accept) {
    AH_ASSIGN(const TeeKind kind, enclave_tee(tee.place("accept"), name));
    contract.tee.accept.insert(kind);
  }
  AH_ASSIGN(const auto roots, text_set(tee, "software_roots"));
  for (const std::string& root : roots) {
    AH_ASSIGN(const Digest256 digest, prefixed_sha256(tee.place("software_roots"), root));
    contract.tee.software_roots.insert(digest);
  }
  AH_ASSIGN(const auto max_age, tee.optional_integer("max_age", 1, kMaxAgeSeconds));
  contract.tee.max_age = std::chrono::seconds(max_age.value_or(kDefaultAgeSeconds));
  return tee.finish();
}

Status decode_measurements(json::Fields& fields, Contract& contract) {
  AH_ASSIGN(const json::Value* table, fields.object("measurements"));
  const std::string where = fields.place("measurements");
  for (const auto& [name, value] : table->as_object()) {
    AH_ASSIGN(const TeeKind kind, enclave_tee(where, name));
    json::Fields registers(place_below(where, name), value);
    Measurement measurement;
    AH_ASSIGN(measurement.pcr0, registers.hex<48>("pcr0"));
    AH_ASSIGN(measurement.pcr1, registers.hex<48>("pcr1"));
    AH_ASSIGN(measurement.pcr2, registers.hex<48>("pcr2"));
    if (registers.has("pcr8")) {
      AH_ASSIGN(measurement.pcr8, registers.hex<48>("pcr8"));
    }
    AH_TRY(registers.finish());
    contract.measurements.emplace(kind, measurement);
  }
  AH_ASSIGN(const auto agents, text_set(fields, "agents"));
  for (const std::string& agent : agents) {
    AH_ASSIGN(const Digest384 digest, fixed_from_hex<48>(fields.place("agents"), agent));
    contract.agents.insert(digest);
  }
  return {};
}

Status decode_inputs(json::Fields& fields, Contract& contract) {
  AH_ASSIGN(const json::Value* table, fields.object("inputs"));
  const std::string where = fields.place("inputs");
  AH_TRY(check_entries(where, table->as_object(), kMaxInputs));
  for (const auto& [name, value] : table->as_object()) {
    json::Fields entry(place_below(where, name), value);
    Input input;
    AH_ASSIGN(input.owner, entry.text("owner"));
    if (entry.has("sha256")) {
      AH_ASSIGN(input.sha256, entry.hex<32>("sha256"));
    }
    AH_TRY(entry.finish());
    contract.inputs.emplace(name, std::move(input));
  }
  return {};
}

Status decode_budget_and_amend(json::Fields& fields, Contract& contract) {
  AH_ASSIGN(const json::Value* budget_table, fields.object("budget"));
  json::Fields budget(fields.place("budget"), *budget_table);
  AH_ASSIGN(contract.budget_runs, budget.integer("runs", 1, kMaxRuns));
  AH_TRY(budget.finish());
  contract.amend_at_least = static_cast<int64_t>(required_signers(contract).size());
  AH_ASSIGN(const json::Value* amend_table, fields.optional_object("amend"));
  if (amend_table == nullptr) return {};
  json::Fields amend(fields.place("amend"), *amend_table);
  AH_ASSIGN(contract.amend_at_least, amend.integer("at_least", 1, kMaxParties));
  return amend.finish();
}

Status decode_head(json::Fields& fields, Stage stage, Contract& contract) {
  if (stage == Stage::sealed) {
    AH_ASSIGN(const std::string format, fields.text("format"));
    if (format != kContractFormat) {
      return Error{Code::unsupported, fields.place("format"),
                   "not a contract that this version reads"}
          .want(std::string(kContractFormat))
          .saw(printable(format));
    }
  }
  AH_ASSIGN(contract.name, fields.text("name"));
  AH_TRY(check_text(fields.place("name"), contract.name, kMaxNameBytes));
  AH_ASSIGN(contract.purpose, fields.text("purpose"));
  AH_TRY(check_text(fields.place("purpose"), contract.purpose, kMaxPurposeBytes));
  AH_ASSIGN(const auto lineage, fields.hex<16>("lineage"));
  contract.lineage = to_hex(lineage);
  if (fields.has("parent")) {
    AH_ASSIGN(contract.parent, fields.hex<48>("parent"));
  }
  if (fields.has("not_before")) {
    AH_ASSIGN(contract.not_before, fields.time("not_before"));
  }
  AH_ASSIGN(contract.not_after, fields.time("not_after"));
  return {};
}

Result<Contract> decode_members(const json::Value& tree, Stage stage) {
  json::Fields fields(std::string(kRoot), tree);
  Contract contract;
  AH_TRY(decode_head(fields, stage, contract));
  AH_TRY(decode_parties(fields, contract));
  AH_ASSIGN(contract.workload, decode_workload(fields, stage));
  AH_TRY(decode_deployment(fields, contract));
  AH_TRY(decode_tee(fields, contract));
  AH_TRY(decode_inputs(fields, contract));
  AH_ASSIGN(contract.outputs, decode_outputs(fields));
  AH_ASSIGN(contract.log, decode_log(fields));
  AH_TRY(decode_budget_and_amend(fields, contract));
  if (stage == Stage::sealed) AH_TRY(decode_measurements(fields, contract));
  AH_TRY(fields.finish());
  return contract;
}

}  // namespace

Result<std::set<std::string>> text_set(json::Fields& fields, std::string_view key) {
  std::set<std::string> set;
  if (!fields.has(key)) return set;
  AH_ASSIGN(auto texts, fields.texts(key));
  for (std::string& text : texts) {
    if (const auto [at, fresh] = set.insert(std::move(text)); !fresh) {
      return malformed(fields.place(key), "an entry stands here twice")
          .saw("\"" + printable(*at) + "\"");
    }
  }
  return set;
}

Status check_entries(const std::string& where, const json::Object& table, size_t most) {
  if (table.size() > most) {
    return Error{Code::limit_exceeded, where, "too many entries"}
        .want("at most " + std::to_string(most))
        .saw(std::to_string(table.size()));
  }
  for (const auto& [name, value] : table)
    AH_TRY(check_name(place_below(where, printable(name)), name));
  return {};
}

Result<Digest256> prefixed_sha256(std::string_view object, std::string_view text) {
  if (!text.starts_with(kDigestPrefix)) {
    return malformed(std::string(object), "not a digest")
        .want("sha256:<64 hexadecimal digits>")
        .saw(printable(text));
  }
  return fixed_from_hex<32>(object, text.substr(kDigestPrefix.size()));
}

Result<Contract> decode_contract(const json::Value& tree, Stage stage) {
  AH_ASSIGN(Contract contract, decode_members(tree, stage));
  if (auto rules = check_rules(contract, stage); !rules) {
    Error error = rules.take_error();
    error.object = std::string(kRoot) + "." + error.object;
    return error;
  }
  return contract;
}

}  // namespace anchorhold::contract

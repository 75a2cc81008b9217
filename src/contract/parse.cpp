#include "contract/parse.h"

#include <algorithm>

#include "base/hex.h"
#include "contract/decode.h"
#include "crypto/hash.h"

namespace anchorhold::contract {

namespace {

json::Value text_array(const auto& texts) {
  return json::Array(texts.begin(), texts.end());
}

json::Value roles_value(const std::set<Role>& roles) {
  std::set<std::string_view> names;
  for (const Role role : roles) names.insert(role_name(role));
  return text_array(names);
}

json::Value party_value(const Party& party) {
  auto value = json::Value::object(
      {{"roles", roles_value(party.roles)}, {"signing_key", party.signing_key.to_text()}});
  if (party.release_key) value.set("release_key", party.release_key->to_text());
  if (!party.recipient.empty()) value.set("recipient", party.recipient);
  if (!party.broker.empty()) value.set("broker", party.broker);
  return value;
}

json::Value wasm_value(const WasmCode& wasm) {
  auto value = json::Value::object({{"module", "sha256:" + to_hex(wasm.module)}});
  if (wasm.whole_inputs) value.set("whole_inputs", *wasm.whole_inputs);
  return value;
}

json::Value workload_value(const Workload& workload) {
  auto value = json::Value::object({{"provider", workload.provider}});
  if (!workload.image.empty()) value.set("image", workload.image);
  if (!workload.args.empty()) value.set("args", text_array(workload.args));
  if (workload.image_signer) value.set("image_signer", *workload.image_signer);
  if (workload.wasm) value.set("wasm", wasm_value(*workload.wasm));
  return value;
}

json::Value tee_value(const TeeRules& tee) {
  std::set<std::string_view> accept;
  for (const TeeKind kind : tee.accept) accept.insert(tee_name(kind));
  const int64_t seconds = std::chrono::duration_cast<std::chrono::seconds>(tee.max_age).count();
  auto value = json::Value::object({{"accept", text_array(accept)}, {"max_age", seconds}});
  json::Array roots;
  for (const Digest256& root : tee.software_roots) roots.push_back("sha256:" + to_hex(root));
  if (!roots.empty()) value.set("software_roots", std::move(roots));
  return value;
}

json::Value measurements_value(const std::map<TeeKind, Measurement>& measurements) {
  auto value = json::Value::object();
  for (const auto& [tee, measurement] : measurements) {
    auto registers = json::Value::object({{"pcr0", to_hex(measurement.pcr0)},
                                          {"pcr1", to_hex(measurement.pcr1)},
                                          {"pcr2", to_hex(measurement.pcr2)}});
    if (measurement.pcr8) registers.set("pcr8", to_hex(*measurement.pcr8));
    value.set(std::string(tee_name(tee)), std::move(registers));
  }
  return value;
}

json::Value input_value(const Input& input) {
  auto value = json::Value::object({{"owner", input.owner}});
  if (input.sha256) value.set("sha256", to_hex(*input.sha256));
  return value;
}

json::Value columns_value(const std::vector<Column>& columns) {
  json::Array items;
  for (const Column& column : columns) {
    items.push_back(
        json::Value::object({{"name", column.name}, {"type", column_type_name(column.type)}}));
  }
  return items;
}

json::Value approve_value(const ApproveRule& rule) {
  return json::Value::object({{"by", text_array(rule.by)},
                              {"at_least", rule.at_least},
                              {"preview", rule.preview},
                              {"approver_may_receive", rule.approver_may_receive}});
}

json::Value output_value(const Output& output) {
  auto value = json::Value::object({{"recipients", text_array(output.recipients)},
                                    {"max_bytes", output.max_bytes},
                                    {"format", format_name(output.format)}});
  if (!output.buckets.empty()) value.set("buckets", text_array(output.buckets));
  if (output.schema) value.set("schema", *output.schema);
  if (!output.columns.empty()) value.set("columns", columns_value(output.columns));
  if (output.min_group_size) {
    value.set("min_group_size",
              json::Value::object({{"column", output.min_group_size->column},
                                   {"at_least", output.min_group_size->at_least}}));
  }
  if (output.approve) value.set("approve", approve_value(*output.approve));
  return value;
}

json::Value table_of(const auto& entries, auto value_of) {
  auto table = json::Value::object();
  for (const auto& [name, entry] : entries) table.set(name, value_of(entry));
  return table;
}

json::Value agents_value(const std::set<Digest384>& agents) {
  json::Array items;
  for (const Digest384& agent : agents) items.push_back(to_hex(agent));
  return items;
}

// A sealed contract has one spelling only, or one agreement could have two digests.
Status check_canonical(const Contract& contract, ByteView payload) {
  const Bytes canonical = encode_contract(contract);
  if (std::equal(canonical.begin(), canonical.end(), payload.begin(), payload.end())) return {};
  const auto [ours, theirs] =
      std::mismatch(canonical.begin(), canonical.end(), payload.begin(), payload.end());
  return Error{Code::malformed, std::string(kRoot),
               "not in the canonical form that `contract seal` writes"}
      .saw("the first difference at byte " + std::to_string(theirs - payload.begin()))
      .advise("seal the TOML again; never edit a sealed contract");
}

}  // namespace

Bytes encode_contract(const Contract& contract) {
  auto value = json::Value::object({
      {"format", kContractFormat},
      {"name", contract.name},
      {"purpose", contract.purpose},
      {"lineage", contract.lineage},
      {"not_after", format_time(contract.not_after)},
      {"parties", table_of(contract.parties, party_value)},
      {"workloads",
       json::Value::object({{contract.workload.name, workload_value(contract.workload)}})},
      {"deployment", json::Value::object({{"allow", text_array(contract.deployment_allow)}})},
      {"tee", tee_value(contract.tee)},
      {"measurements", measurements_value(contract.measurements)},
      {"agents", agents_value(contract.agents)},
      {"inputs", table_of(contract.inputs, input_value)},
      {"outputs", table_of(contract.outputs, output_value)},
      {"budget", json::Value::object({{"runs", contract.budget_runs}})},
      {"amend", json::Value::object({{"at_least", contract.amend_at_least}})},
  });
  if (contract.parent) value.set("parent", to_hex(*contract.parent));
  if (contract.not_before) value.set("not_before", format_time(*contract.not_before));
  if (contract.log) {
    value.set("log", json::Value::object({{"recipients", text_array(contract.log->recipients)},
                                          {"max_bytes", contract.log->max_bytes}}));
  }
  return copy_of(bytes_of(json::canonical(value)));
}

Result<Contract> parse_contract(ByteView payload) {
  json::Limits limits;
  limits.bytes = kMaxContractBytes;
  AH_ASSIGN(const json::Value tree, json::parse(kRoot, text_of(payload), limits));
  AH_ASSIGN(Contract contract, decode_contract(tree, Stage::sealed));
  AH_TRY(check_canonical(contract, payload));
  return contract;
}

Digest384 contract_digest(ByteView payload) {
  return crypto::sha384(payload);
}

}  // namespace anchorhold::contract

#include "contract/contract.h"

#include <algorithm>
#include <array>

namespace anchorhold::contract {

namespace {

constexpr std::array<std::pair<Role, std::string_view>, 6> kRoles = {{
    {Role::image_provider, "image provider"},
    {Role::workload_provider, "workload provider"},
    {Role::data_owner, "data owner"},
    {Role::deployer, "deployer"},
    {Role::auditor, "auditor"},
    {Role::recipient, "recipient"},
}};

bool must_sign(const Party& party) {
  return party.roles.contains(Role::data_owner) || party.roles.contains(Role::image_provider) ||
         party.roles.contains(Role::workload_provider);
}

}  // namespace

std::string_view role_name(Role role) {
  return kRoles[static_cast<size_t>(role)].second;
}

std::optional<Role> role_of(std::string_view name) {
  const auto found = std::find_if(kRoles.begin(), kRoles.end(),
                                  [&](const auto& role) { return role.second == name; });
  if (found == kRoles.end()) return std::nullopt;
  return found->first;
}

std::string_view format_name(Format format) {
  switch (format) {
    case Format::bytes:
      return "bytes";
    case Format::json:
      return "json";
    case Format::csv:
      return "csv";
  }
  return "bytes";
}

std::string_view column_type_name(ColumnType type) {
  switch (type) {
    case ColumnType::integer:
      return "integer";
    case ColumnType::number:
      return "number";
    case ColumnType::text:
      return "text";
    case ColumnType::boolean:
      return "boolean";
  }
  return "text";
}

const Party* Contract::find_party(std::string_view party) const {
  const auto found = parties.find(std::string(party));
  return found == parties.end() ? nullptr : &found->second;
}

std::vector<std::string> data_owners(const Contract& contract) {
  std::set<std::string> owners;
  for (const auto& [name, input] : contract.inputs) owners.insert(input.owner);
  return {owners.begin(), owners.end()};
}

std::set<std::string> required_signers(const Contract& contract) {
  std::set<std::string> required;
  for (const auto& [name, party] : contract.parties) {
    if (must_sign(party)) required.insert(name);
  }
  required.insert(contract.workload.provider);
  if (contract.workload.image_signer) required.insert(*contract.workload.image_signer);
  for (const auto& [name, input] : contract.inputs) required.insert(input.owner);
  for (const auto& [name, output] : contract.outputs) {
    if (output.approve) required.insert(output.approve->by.begin(), output.approve->by.end());
  }
  return required;
}

const crypto::PublicKey& release_key_of(const Party& party) {
  return party.release_key ? *party.release_key : party.signing_key;
}

}  // namespace anchorhold::contract

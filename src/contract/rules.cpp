#include "contract/rules.h"

#include <algorithm>

#include "image/registers.h"

namespace anchorhold::contract {

namespace {

Error broken(std::string path, std::string message) {
  return Error{Code::malformed, std::move(path), std::move(message)};
}

// What a party is asked to be where the contract names it.
struct Reference {
  std::string path;
  std::string party;
};

Result<const Party*> named(const Contract& contract, const Reference& reference) {
  const Party* party = contract.find_party(reference.party);
  if (party == nullptr) {
    return broken(reference.path, "names a party that the contract does not have")
        .saw("\"" + reference.party + "\"")
        .advise("add [parties." + reference.party + "] or correct the name");
  }
  return party;
}

Status check_role(const Contract& contract, const Reference& reference, Role role) {
  AH_ASSIGN(const Party* party, named(contract, reference));
  if (!party->roles.contains(role)) {
    return broken(reference.path, "names a party without the role that this takes")
        .want("\"" + std::string(role_name(role)) + "\" among the roles of " + reference.party);
  }
  return {};
}

Status check_can_receive(const Contract& contract, const Reference& reference) {
  AH_ASSIGN(const Party* party, named(contract, reference));
  if (party->recipient.empty()) {
    return broken(reference.path, "names a party that nothing can be encrypted to")
        .want("recipient = \"age1…\" in [parties." + reference.party + "]");
  }
  return {};
}

// KeyOwners: whose a key is. One person under two names would count twice in every quorum, and one
// key for two parties lets either sign for both.
class KeyOwners {
 public:
  Status claim(const std::string& key, const std::string& party, const char* member) {
    const auto [found, fresh] = owners_.emplace(key, party);
    if (fresh || found->second == party) return {};
    return broken("parties." + party + "." + member,
                  "the same key as party \"" + found->second + "\" has")
        .want("one party for each key");
  }

 private:
  std::map<std::string, std::string> owners_;
};

Status check_keys(const Contract& contract) {
  KeyOwners owners;
  for (const auto& [name, party] : contract.parties) {
    AH_TRY(owners.claim(party.signing_key.to_text(), name, "signing_key"));
    if (party.release_key) {
      AH_TRY(owners.claim(party.release_key->to_text(), name, "release_key"));
    }
    if (!party.recipient.empty()) AH_TRY(owners.claim(party.recipient, name, "recipient"));
  }
  return {};
}

Status check_workload(const Contract& contract, Stage stage) {
  const std::string path = "workloads." + contract.workload.name;
  AH_TRY(check_role(contract, {path + ".provider", contract.workload.provider},
                    Role::workload_provider));
  if (contract.workload.image_signer) {
    AH_TRY(named(contract, {path + ".image_signer", *contract.workload.image_signer}));
  }
  if (stage == Stage::sealed && contract.workload.image.empty())
    return broken(path + ".image", "missing");
  return {};
}

Status check_tee(const Contract& contract) {
  const auto& accept = contract.tee.accept;
  if (accept.empty()) return broken("tee.accept", "accepts no TEE, so that nothing could ever run");
  // These kinds have no vendor's root behind the document: the contract must say whose word it
  // takes.
  const bool takes_roots = accept.contains(TeeKind::software) || accept.contains(TeeKind::vm) ||
                           accept.contains(TeeKind::tpm);
  if (takes_roots && contract.tee.software_roots.empty()) {
    return broken("tee.software_roots", "missing, while a TEE without a vendor's root is accepted")
        .want("the digest of every software root that is meant")
        .advise("`anchorhold tee root` prints this machine's");
  }
  if (!takes_roots && !contract.tee.software_roots.empty()) {
    return broken("tee.software_roots", "names roots, but no accepted TEE takes them")
        .advise("name \"software\" in tee.accept, or take the roots out");
  }
  return {};
}

// The registers that follow from other members of the contract must be what those members say.
Status check_measurement(const Contract& contract, TeeKind tee, const Measurement& measurement) {
  const std::string path = "measurements." + std::string(tee_name(tee));
  if (measurement.pcr8.has_value() != contract.workload.image_signer.has_value()) {
    return broken(path + ".pcr8", "must be there if and only if the workload has an image_signer");
  }
  const Digest384 zero{};
  if (measurement.pcr0 == zero || measurement.pcr1 == zero || measurement.pcr2 == zero) {
    return broken(path, "a register that is all zero: that is what a debug launch shows");
  }
  if (measurement.pcr8) {
    const Party* signer = contract.find_party(*contract.workload.image_signer);
    if (*measurement.pcr8 != image::signer_register(signer->signing_key)) {
      return broken(path + ".pcr8", "does not belong to the signing key of the image_signer");
    }
  }
  if (tee != TeeKind::software) return {};
  const bool known =
      std::any_of(contract.agents.begin(), contract.agents.end(), [&](const Digest384& agent) {
        return image::extend(Digest384{}, agent) == measurement.pcr1;
      });
  if (!known) return broken(path + ".pcr1", "does not belong to any digest in agents");
  return {};
}

Status check_measurements(const Contract& contract, Stage stage) {
  if (stage == Stage::draft) return {};
  if (contract.agents.empty())
    return broken("agents", "no agent is accepted, so that nothing could ever run");
  for (const TeeKind tee : contract.tee.accept) {
    if (!contract.measurements.contains(tee)) {
      return broken("measurements",
                    "missing for the accepted TEE \"" + std::string(tee_name(tee)) + "\"");
    }
  }
  for (const auto& [tee, measurement] : contract.measurements) {
    if (!contract.tee.accept.contains(tee)) {
      return broken("measurements." + std::string(tee_name(tee)),
                    "for a TEE that tee.accept does not name");
    }
    AH_TRY(check_measurement(contract, tee, measurement));
  }
  return {};
}

Status check_format(const std::string& path, const Output& output) {
  if (output.schema.has_value() != (output.format == Format::json)) {
    return broken(path + ".schema", "goes with format \"json\", and that format needs it");
  }
  if (output.columns.empty() == (output.format == Format::csv)) {
    return broken(path + ".columns", "goes with format \"csv\", and that format needs it");
  }
  if (!output.min_group_size) return {};
  const auto counted = std::find_if(
      output.columns.begin(), output.columns.end(),
      [&](const Column& column) { return column.name == output.min_group_size->column; });
  if (counted == output.columns.end() || counted->type != ColumnType::integer) {
    return broken(path + ".min_group_size.column", "must name an integer column of this output")
        .saw("\"" + output.min_group_size->column + "\"");
  }
  return {};
}

Status check_approve(const Contract& contract, const std::string& path, const Output& output) {
  const ApproveRule& rule = *output.approve;
  if (rule.at_least > static_cast<int64_t>(rule.by.size())) {
    return broken(path + ".at_least", "a quorum that nobody can reach")
        .want("at most " + std::to_string(rule.by.size()))
        .saw(std::to_string(rule.at_least));
  }
  for (const std::string& approver : rule.by) {
    AH_TRY(check_can_receive(contract, {path + ".by", approver}));
    if (output.recipients.contains(approver) && !rule.approver_may_receive) {
      return broken(path + ".by",
                    "\"" + approver + "\" is both approver and recipient of this output")
          .advise("name another approver, or say approver_may_receive = true");
    }
  }
  return {};
}

Status check_recipients(const Contract& contract, const std::string& path,
                        const std::set<std::string>& recipients) {
  if (recipients.empty())
    return broken(path, "an output without recipients could be read by nobody");
  for (const std::string& name : recipients) {
    AH_TRY(check_role(contract, {path, name}, Role::recipient));
    AH_TRY(check_can_receive(contract, {path, name}));
  }
  return {};
}

// Every file that leaves has a name of its own: docs/formats.md, results.
Status check_result_names(const Contract& contract) {
  std::set<std::string> taken{"report"};  // how the run ended, for the data owners
  if (contract.log) taken.insert("log");
  for (const auto& [name, output] : contract.outputs) {
    std::vector<std::string> files = {name};
    if (output.approve) {
      for (const std::string& approver : output.approve->by)
        files.push_back(name + ".share." + approver);
      if (output.approve->preview) files.push_back(name + ".preview");
    }
    for (const std::string& file : files) {
      if (taken.insert(file).second) continue;
      return broken("outputs." + name, "two files that leave would have one name")
          .saw("\"" + file + "\"")
          .advise("rename this output");
    }
  }
  return {};
}

Status check_outputs(const Contract& contract) {
  if (contract.outputs.empty())
    return broken("outputs", "a contract without outputs has nothing to run for");
  for (const auto& [name, output] : contract.outputs) {
    const std::string path = "outputs." + name;
    AH_TRY(check_recipients(contract, path + ".recipients", output.recipients));
    if (!output.buckets.empty() && *output.buckets.rbegin() >= output.max_bytes) {
      return broken(path + ".buckets",
                    "every bucket must be smaller than max_bytes, which is the last one anyway");
    }
    AH_TRY(check_format(path, output));
    if (output.approve) AH_TRY(check_approve(contract, path + ".approve", output));
  }
  if (contract.log) AH_TRY(check_recipients(contract, "log.recipients", contract.log->recipients));
  return check_result_names(contract);
}

Status check_inputs(const Contract& contract) {
  for (const auto& [name, input] : contract.inputs) {
    const std::string path = "inputs." + name + ".owner";
    AH_TRY(check_role(contract, {path, input.owner}, Role::data_owner));
    // The class of a failure goes to the data owners, encrypted.
    AH_TRY(check_can_receive(contract, {path, input.owner}));
  }
  if (contract.inputs.empty())
    return broken("inputs", "a contract without inputs has no data owner to protect");
  return {};
}

Status check_amend(const Contract& contract) {
  const auto required = static_cast<int64_t>(required_signers(contract).size());
  const auto parties = static_cast<int64_t>(contract.parties.size());
  if (contract.amend_at_least < required) {
    return broken("amend.at_least", "fewer signatures than are required anyway")
        .want("at least " + std::to_string(required))
        .saw(std::to_string(contract.amend_at_least));
  }
  if (contract.amend_at_least > parties) {
    return broken("amend.at_least", "a quorum that nobody can reach")
        .want("at most " + std::to_string(parties))
        .saw(std::to_string(contract.amend_at_least));
  }
  return {};
}

}  // namespace

Status check_rules(const Contract& contract, Stage stage) {
  AH_TRY(check_keys(contract));
  AH_TRY(check_workload(contract, stage));
  AH_TRY(check_tee(contract));
  AH_TRY(check_inputs(contract));
  AH_TRY(check_outputs(contract));
  AH_TRY(check_amend(contract));
  AH_TRY(check_measurements(contract, stage));
  if (contract.not_before && *contract.not_before >= contract.not_after) {
    return broken("not_after", "must be later than not_before");
  }
  return {};
}

}  // namespace anchorhold::contract

#include "contract/explain.h"

#include <algorithm>

#include "base/hex.h"
#include "contract/join.h"

namespace anchorhold::contract {

namespace {

std::string bytes_text(int64_t bytes) {
  return std::to_string(bytes) + " bytes";
}

std::vector<std::string> with_role(const Contract& contract, std::initializer_list<Role> roles) {
  std::vector<std::string> names;
  for (const auto& [name, party] : contract.parties) {
    const std::set<Role>& has = party.roles;
    if (std::any_of(roles.begin(), roles.end(), [&](Role role) { return has.contains(role); })) {
      names.push_back(name);
    }
  }
  return names;
}

std::vector<std::string> named_tees(const Contract& contract) {
  std::vector<std::string> names;
  for (const TeeKind kind : contract.tee.accept) names.emplace_back(tee_name(kind));
  return names;
}

// Kinds whose evidence ends at a root that the chip's or cloud's vendor holds. A TPM attests what
// booted, but the machine's owner still reads all memory.
bool is_hardware(TeeKind kind) {
  return kind == TeeKind::nitro || kind == TeeKind::snp || kind == TeeKind::tdx ||
         kind == TeeKind::sgx;
}

// Author: writes the statements about one contract.
class Author {
 public:
  explicit Author(const Contract& contract) : contract_(contract) {
    hardware_ = std::all_of(contract.tee.accept.begin(), contract.tee.accept.end(), is_hardware);
    against_host_ = hardware_ ? Enforcer::hardware : Enforcer::promise;
  }

  Explanation explanation() const {
    return {
        hardware_,
        headline(),
        {data_owner(), image_provider(), deployer(), recipient(), auditor(), host(), workload()}};
  }

 private:
  std::vector<std::string> headline() const {
    std::vector<std::string> lines;
    if (!hardware_) {
      lines.push_back("NOT HARDWARE: " + join(named_tees(contract_)) +
                      " is accepted, and the weakest TEE decides. The owner of the machine that "
                      "runs it, and whoever "
                      "holds one of the software roots, can read and forge everything. It protects "
                      "the parties from "
                      "each other and from the workload only.");
    }
    lines.push_back("Contract \"" + contract_.name + "\": " + contract_.purpose);
    lines.push_back(
        "Valid " +
        (contract_.not_before ? "from " + format_time(*contract_.not_before) + " " : "") +
        "until " + format_time(contract_.not_after) + "; " + std::to_string(contract_.budget_runs) +
        " run(s) for each data owner in lineage " + contract_.lineage + ".");
    lines.push_back("Must be signed by " + join(required_signers(contract_)) +
                    "; an amendment by at least " + std::to_string(contract_.amend_at_least) +
                    " parties, those among them.");
    return lines;
  }

  Statement amendment() const {
    return {"the contract: only by an amendment that every required signer and at least " +
                std::to_string(contract_.amend_at_least) + " parties sign",
            Enforcer::cryptography};
  }

  Statement choice_of_data(const std::string& name, const Input& input) const {
    const std::string subject = "input " + name + ": ";
    if (input.sha256)
      return {subject + "fixed by its digest in the contract", Enforcer::measured_code};
    const std::string chosen =
        subject + input.owner + " chooses the data when it releases the key; its signed release ";
    if (!contract_.workload.inputs_on_demand())
      return {chosen + "states the digest", Enforcer::promise};
    return {chosen +
                "states length and head (age header and nonce), to which the enclave holds it; "
                "that the digest of the whole file is the one stated is the owner's word",
            Enforcer::promise};
  }

  // What the host learns from how a module's inputs are read.
  Statement reads_seen() const {
    if (contract_.workload.inputs_on_demand()) {
      return {
          "which parts of each input the code reads, and when: inputs are fetched on demand "
          "(an image built with --whole-inputs hides it)",
          Enforcer::promise};
    }
    return {"none of the code's reads: inputs are decrypted before the start", against_host_};
  }

  PersonaView data_owner() const {
    PersonaView view{"data owner", data_owners(contract_), {}, {}, {}};
    for (const auto& [name, input] : contract_.inputs) {
      view.sees.push_back({"input " + name + ": in clear " + input.owner +
                               " alone, and the approved code inside the enclave",
                           against_host_});
      view.changes.push_back(choice_of_data(name, input));
    }
    view.sees.push_back(
        {"of a failed run the class of the failure, not its details", Enforcer::measured_code});
    view.changes.push_back(amendment());
    view.stops.push_back({"every run: without its broker's key nothing starts, and after " +
                              std::to_string(contract_.budget_runs) +
                              " run(s) the broker releases no more",
                          Enforcer::cryptography});
    for (const std::string& owner : data_owners(contract_)) {
      if (contract_.find_party(owner)->broker.empty()) {
        view.stops.push_back(
            {owner +
                 " keeps its keys in a local keystore: where that is the running host, the owner "
                 "trusts this host",
             Enforcer::promise});
      }
    }
    return view;
  }

  PersonaView image_provider() const {
    PersonaView view{"image and workload provider",
                     with_role(contract_, {Role::image_provider, Role::workload_provider}),
                     {},
                     {},
                     {}};
    view.sees.push_back(
        {"no input and no output, unless it is a recipient as well", against_host_});
    view.changes.push_back({"nothing in the code once it is sealed: the image " +
                                contract_.workload.image + " and the agent are measured",
                            against_host_});
    if (contract_.workload.wasm) {
      view.changes.push_back(
          {"the code is WebAssembly module sha256:" + to_hex(contract_.workload.wasm->module) +
               "; `anchorhold build --check` shows that the image was compiled "
               "from it",
           Enforcer::promise});
    }
    view.changes.push_back(
        {"what the code does inside its cell is as good as the review of it", Enforcer::promise});
    if (contract_.workload.image_signer) {
      view.stops.push_back({"the image must carry the signature of " +
                                *contract_.workload.image_signer + ", measured into PCR8",
                            against_host_});
    }
    view.stops.push_back({"the contract, by not signing it", Enforcer::cryptography});
    return view;
  }

  PersonaView deployer() const {
    PersonaView view{"deployer", with_role(contract_, {Role::deployer}), {}, {}, {}};
    view.sees.push_back({"what the host sees, and no more", against_host_});
    if (contract_.deployment_allow.empty()) {
      view.changes.push_back({"nothing: the contract allows no settings", Enforcer::measured_code});
    } else {
      view.changes.push_back(
          {"the settings " + join(contract_.deployment_allow) + ", measured into PCR3; no others",
           Enforcer::measured_code});
    }
    view.stops.push_back(
        {"any run, at any time, by not starting or by ending it: nothing prevents that",
         Enforcer::promise});
    return view;
  }

  PersonaView recipient() const {
    PersonaView view{"recipient", with_role(contract_, {Role::recipient}), {}, {}, {}};
    for (const auto& [name, output] : contract_.outputs) {
      view.sees.push_back({received(name, output), Enforcer::cryptography});
    }
    if (contract_.log) {
      view.sees.push_back({"the workload's log, at most " + bytes_text(contract_.log->max_bytes) +
                               ": " + join(contract_.log->recipients),
                           Enforcer::cryptography});
    }
    view.changes.push_back({"nothing: the receipt binds each output to contract, code and inputs",
                            Enforcer::cryptography});
    view.stops.push_back({"nothing; what it does with a result that it has opened is its own word",
                          Enforcer::promise});
    return view;
  }

  PersonaView auditor() const {
    std::set<std::string> people;
    for (const std::string& name : with_role(contract_, {Role::auditor})) people.insert(name);
    PersonaView view{"auditor and approver", {}, {}, {}, {}};
    view.sees.push_back(
        {"contract, receipts and fresh evidence of a running enclave; no inputs", against_host_});
    for (const auto& [name, output] : contract_.outputs) {
      if (!output.approve) continue;
      people.insert(output.approve->by.begin(), output.approve->by.end());
      view.sees.push_back(
          output.approve->preview
              ? Statement{"output " + name +
                              ": each approver gets a copy to read first, and keeps it to itself",
                          Enforcer::promise}
              : Statement{"output " + name + ": an approver sees no content",
                          Enforcer::cryptography});
      view.stops.push_back({"output " + name + ": stays closed until " +
                                std::to_string(output.approve->at_least) + " of " +
                                join(output.approve->by) + " approve",
                            Enforcer::cryptography});
    }
    view.changes.push_back({"nothing", Enforcer::cryptography});
    if (view.stops.empty())
      view.stops.push_back({"nothing: no output needs an approval", Enforcer::measured_code});
    view.parties.assign(people.begin(), people.end());
    return view;
  }

  PersonaView host() const {
    PersonaView view{"host and machine owner", {}, {}, {}, {}};
    view.sees.push_back(
        {"ciphertexts, their sizes, the times, and ok or failed", Enforcer::cryptography});
    if (contract_.workload.wasm) view.sees.push_back(reads_seen());
    view.sees.push_back(
        hardware_
            ? Statement{"not the memory of the enclave; side channels are not covered",
                        Enforcer::hardware}
            : Statement{"the memory of the enclave, inputs included, whenever it chooses to look",
                        Enforcer::promise});
    view.changes.push_back(
        {"nothing without being noticed: image, agent, contract and settings are measured",
         against_host_});
    view.changes.push_back(
        {"no ciphertext, release or receipt: each is authenticated", Enforcer::cryptography});
    view.stops.push_back(
        {"any run, at any time; a run that ends after a release is spent", Enforcer::promise});
    return view;
  }

  PersonaView workload() const {
    PersonaView view{"workload code", {}, {}, {}, {}};
    std::vector<std::string> inputs;
    for (const auto& [name, input] : contract_.inputs) inputs.push_back(name);
    view.sees.push_back(
        {"every input in clear (" + join(inputs) + "); no network, no disk, no console",
         Enforcer::measured_code});
    for (const auto& [name, output] : contract_.outputs) view.changes.push_back(leak(name, output));
    if (contract_.workload.inputs_on_demand()) {
      view.changes.push_back(
          {"what the host learns from which parts of the inputs it reads, and "
           "when: hostile code could tell the host anything so",
           Enforcer::promise});
    }
    if (contract_.log) {
      view.changes.push_back({"the log: up to " + bytes_text(contract_.log->max_bytes) +
                                  " of anything it chooses, to " + join(contract_.log->recipients),
                              Enforcer::measured_code});
    }
    view.stops.push_back(
        {"its own run, by failing: the host learns no more than that", Enforcer::measured_code});
    return view;
  }

  static std::string received(const std::string& name, const Output& output) {
    std::string text = "output " + name + ": " + join(output.recipients);
    if (!output.approve) return text + ", as soon as the output gate lets it pass";
    return text + ", once " + std::to_string(output.approve->at_least) + " of " +
           join(output.approve->by) + " approved it";
  }

  // What even hostile code could carry out through one output.
  static Statement leak(const std::string& name, const Output& output) {
    std::string text = "output " + name + ": at most " + bytes_text(output.max_bytes);
    switch (output.format) {
      case Format::bytes:
        text += ", whatever it chooses to write";
        break;
      case Format::json:
        text += ", of JSON that the schema allows";
        break;
      case Format::csv:
        text += ", of CSV with the declared columns";
        break;
    }
    if (output.min_group_size) {
      text += ", every row counting " + std::to_string(output.min_group_size->at_least) +
              " or more in column " + output.min_group_size->column;
    }
    const size_t sizes = output.buckets.size() + 1;
    text += sizes == 1 ? "; always padded to one size"
                       : "; padded to one of " + std::to_string(sizes) + " sizes";
    return {std::move(text), Enforcer::measured_code};
  }

  const Contract& contract_;
  bool hardware_ = false;
  Enforcer against_host_ = Enforcer::promise;
};

}  // namespace

Explanation explain(const Contract& contract) {
  return Author(contract).explanation();
}

}  // namespace anchorhold::contract

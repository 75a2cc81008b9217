#include "cli/contract_template.h"

namespace anchorhold::cli {

namespace {

constexpr const char* kPlaceholderRoot =
    "sha256:0000000000000000000000000000000000000000000000000000000000000000";

constexpr const char* kWorkload = R"(
[workloads.main]                # exactly one
provider = "@FIRST@"
# image = "sha256:…"            # the OCI manifest digest; `contract seal` fills it in, and refuses another image here
# args = ["--l2", "0.1"]        # only for an image built with --args-from-contract
# image_signer = "@FIRST@"      # demand an image signed by this party's signing key

[deployment]                    # what the deployer may set with `run --set`, and nothing else
allow = []

[tee]
accept = ["software"]           # software is NOT HARDWARE: `contract explain` says what that means
)";

constexpr const char* kData =
    R"(max_age = "5m"                  # of evidence, by each broker's own clock

[inputs.data]                   # the workload reads /in/data
owner = "@FIRST@"
# sha256 = "…"                  # of the encrypted file, to fix the data as well

[outputs.result]                # the workload writes /out/result
recipients = ["@FIRST@"]
max_bytes = 65536               # every result is padded to this size…
# buckets = [4096, 16384]       # …or to the first of these that holds it
format = "bytes"                # or "json" with schema = "FILE", or "csv" with columns
# schema = "result.schema.json" # its content is embedded when the contract is sealed
# columns = [{ name = "group", type = "text" }, { name = "n", type = "integer" }]
# min_group_size = { column = "n", at_least = 10 }
# approve = { by = ["auditor"], at_least = 1, preview = true }

# [log]                         # without this, what the workload prints goes nowhere
# recipients = ["@FIRST@"]
# max_bytes = 65536

[budget]
runs = 3                        # for each data owner, over all versions of this contract

# [amend]
# at_least = 2                  # signatures on an amendment: more than the required ones, never fewer
)";

std::string replace_all(std::string text, std::string_view from, std::string_view to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string party_table(const TemplateParty& party) {
  std::string text = "\n[parties." + party.name + "]\n";
  text +=
      "file = \"" + party.file + "\"   # its public keys; embedded when the contract is sealed\n";
  const char* roles = "roles = [\"data owner\", \"workload provider\", \"recipient\"]";
  text += party.has_roles ? "# " : "";
  text += std::string(roles) + "   # also: image provider, deployer, auditor\n";
  text += "# broker = \"https://broker.example\"   # absent: this party's local keystore\n";
  return text;
}

}  // namespace

std::string contract_template(const ContractTemplate& values) {
  std::string text =
      "# An Anchorhold contract. Edit it, then: `anchorhold contract check`, `seal`, `sign` by "
      "everyone.\n"
      "# docs/contract.md describes every key.\n";
  text += "name = \"" + values.name + "\"\n";
  text += "purpose = \"say in one sentence what is computed and why\"\n";
  text += "lineage = \"" + values.lineage +
          "\"   # random; the same in every amendment: budgets belong to it\n";
  text +=
      "# parent = \"…\"                # in an amendment: the digest of the version before it\n";
  text += "# not_before = 2026-01-01T00:00:00Z\n";
  text += "not_after = " + format_time(values.not_after) + "\n";
  std::vector<TemplateParty> parties = values.parties;
  if (parties.empty()) parties.push_back({"me", "me.party.json", false});
  for (const TemplateParty& party : parties) text += party_table(party);
  text += replace_all(kWorkload, "@FIRST@", parties.front().name);
  const std::string root = values.software_root.empty() ? kPlaceholderRoot : values.software_root;
  text += "software_roots = [\"" + root + "\"]   # as `anchorhold tee root` prints it\n";
  return text + replace_all(kData, "@FIRST@", parties.front().name);
}

}  // namespace anchorhold::cli

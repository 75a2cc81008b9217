#include "testkit/sample_contract.h"

#include <cstdio>
#include <cstdlib>

#include "contract/parse.h"
#include "image/registers.h"

namespace anchorhold::testkit {

namespace {

constexpr const char* kParties[] = {"auditor", "hospital-a", "hospital-b", "lab"};

constexpr const char* kHead = R"(name = "two-hospital-study"
purpose = "logistic regression on pooled cohorts"
lineage = "00112233445566778899aabbccddeeff"
not_before = 2026-01-01T00:00:00Z
not_after = 2027-06-30T00:00:00Z
)";

constexpr const char* kBody = R"(
[workloads.fit]
provider = "lab"
args = ["--l2", "0.1"]

[deployment]
allow = ["region", "log_recipient"]

[tee]
accept = ["software"]
software_roots = ["sha256:5555555555555555555555555555555555555555555555555555555555555555"]
max_age = "5m"

[inputs.cohort-a]
owner = "hospital-a"
sha256 = "6666666666666666666666666666666666666666666666666666666666666666"

[inputs.cohort-b]
owner = "hospital-b"

[outputs.model]
recipients = ["hospital-a", "hospital-b"]
max_bytes = 65536
buckets = [1024, 4096]
format = "json"
schema = "model.schema.json"

[outputs.tables]
recipients = ["hospital-a"]
max_bytes = 4096
format = "csv"
columns = [{ name = "group", type = "text" }, { name = "n", type = "integer" }]
min_group_size = { column = "n", at_least = 10 }
approve = { by = ["auditor"], at_least = 1, preview = true }

[budget]
runs = 3

[amend]
at_least = 4
)";

std::string party_table(const std::string& name, const char* roles, const crypto::PrivateKey& key,
                        const age::Identity& identity) {
  return "\n[parties." + name + "]\nroles = [" + roles + "]\nsigning_key = \"" +
         key.public_key().to_text() + "\"\nrecipient = \"" + identity.recipient().to_string() +
         "\"\n";
}

const char* roles_of(const std::string& name) {
  if (name == "auditor") return R"("auditor")";
  if (name == "lab") return R"("workload provider", "image provider")";
  return R"("data owner", "recipient")";
}

template <class T>
T must(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "%s\n", result.error().to_string().c_str());
    std::abort();
  }
  return std::move(result).value();
}

}  // namespace

SampleContract::SampleContract(uint64_t seed) : toml_(kHead) {
  FixedRandom random(seed);
  for (const std::string name : kParties) {
    keys_.emplace(name, must(crypto::PrivateKey::generate(crypto::Algorithm::ed25519, random)));
    identities_.emplace(name, must(age::Identity::generate(random)));
    toml_ += party_table(name, roles_of(name), keys_.at(name), identities_.at(name));
  }
  toml_ += kBody;
}

void SampleContract::edit(std::string_view from, std::string_view to) {
  const size_t at = toml_.find(from);
  if (at == std::string::npos) std::abort();
  toml_.replace(at, from.size(), to);
}

contract::Files SampleContract::files() const {
  return {{"model.schema.json", copy_of(bytes_of(R"({"type": "object", "required": ["auc"]})"))}};
}

contract::Measured SampleContract::measured() const {
  contract::Measured measured;
  measured.manifest.inputs = {"cohort-a", "cohort-b"};
  measured.manifest.outputs = {"model", "tables"};
  measured.manifest.args_from_contract = true;
  measured.manifest.wasm = wasm_;
  measured.image = "sha256:" + std::string(64, '7');
  measured.agent.fill(0x21);
  contract::Measurement registers;
  registers.pcr0.fill(0x10);
  registers.pcr1 = image::extend(Digest384{}, measured.agent);
  registers.pcr2.fill(0x12);
  measured.registers.emplace(TeeKind::software, registers);
  return measured;
}

Time SampleContract::now() {
  return must(parse_time("now", "2026-11-21T10:00:00Z"));
}

Bytes SampleContract::payload() const {
  const auto draft = must(contract::parse_toml("study.toml", toml_));
  return must(contract::seal(draft, files(), measured(), now()));
}

contract::SealedContract SampleContract::signed_by(const std::vector<std::string>& parties) const {
  auto sealed = must(contract::parse_sealed("contract", text_of(payload())));
  for (const std::string& party : parties) {
    sealed =
        must(contract::parse_sealed("contract", must(contract::sign(sealed, party, key(party)))));
  }
  return sealed;
}

contract::SealedContract SampleContract::fully_signed() const {
  return signed_by({std::begin(kParties), std::end(kParties)});
}

}  // namespace anchorhold::testkit

#pragma once
// What the parties sign, as a value. Its only encoding is the canonical JSON of encode.h; a
// Contract that came out of parse_contract keeps every rule of rules.h.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "claims/tee.h"
#include "codec/json.h"
#include "crypto/keys.h"

namespace anchorhold::contract {

enum class Role : uint8_t {
  image_provider,
  workload_provider,
  data_owner,
  deployer,
  auditor,
  recipient,
};

std::string_view role_name(Role role);  // "data owner"
std::optional<Role> role_of(std::string_view name);

// Party: who signs, receives or approves. Everything in it is public.
struct Party {
  std::set<Role> roles;
  crypto::PublicKey signing_key;
  std::optional<crypto::PublicKey>
      release_key;        // signs releases where named; else signing_key does
  std::string recipient;  // "age1…"; empty for a party that receives nothing
  std::string broker;     // URL; empty: the owner's local keystore
};

// WasmCode: what the parties know of a workload that is a WebAssembly module. `seal` fills it in
// from the image's manifest; a draft that names a module pins it.
struct WasmCode {
  Digest256 module{};  // SHA-256 of the module
  // False: the host sees which parts of an input are read, and when. Absent in a draft alone, which
  // leaves it to the image.
  std::optional<bool> whole_inputs;
  bool operator==(const WasmCode&) const = default;
};

// Workload: the approved code, named by the digest of its OCI manifest.
struct Workload {
  std::string name;
  std::string provider;           // a party
  std::string image;              // "sha256:<64 hex>"
  std::vector<std::string> args;  // in order; only where the manifest takes them from the contract
  std::optional<std::string>
      image_signer;  // a party: the image must carry the signature of its signing_key
  std::optional<WasmCode> wasm;

  // inputs_on_demand: of a sealed contract.
  bool inputs_on_demand() const { return wasm && wasm->whole_inputs == false; }
};

// TeeRules: which TEEs may run it. Kinds without a vendor's root (software, vm, tpm) need the roots
// that are meant.
struct TeeRules {
  std::set<TeeKind> accept;
  std::set<Digest256> software_roots;  // SHA-256 of the root certificate's DER
  Duration max_age{0};  // of evidence, by the broker's clock since it issued the nonce
};

// Measurement: the registers that an accepted enclave shows, in full (DESIGN: PCR0, 1, 2, and 8
// with a signer).
struct Measurement {
  Digest384 pcr0{};
  Digest384 pcr1{};
  Digest384 pcr2{};
  std::optional<Digest384> pcr8;
  bool operator==(const Measurement&) const = default;
};

struct Input {
  std::string owner;  // a party with the role data owner
  std::optional<Digest256>
      sha256;  // of the ciphertext; absent: the owner's signed release states it
};

enum class Format : uint8_t { bytes, json, csv };
std::string_view format_name(Format format);

enum class ColumnType : uint8_t { integer, number, text, boolean };
std::string_view column_type_name(ColumnType type);

struct Column {
  std::string name;
  ColumnType type = ColumnType::text;
};

// MinGroupSize: the disclosure rule: every row's count in the named integer column is at least
// this.
struct MinGroupSize {
  std::string column;
  int64_t at_least = 1;
};

// Approval rule: recipients cannot open the output before `at_least` of `by` have approved it.
struct ApproveRule {
  std::set<std::string> by;  // parties
  int64_t at_least = 1;
  bool preview = false;               // approvers get a readable copy first
  bool approver_may_receive = false;  // said so: an approver may be a recipient of the same output
};

struct Output {
  std::set<std::string> recipients;  // parties
  int64_t max_bytes = 0;
  std::set<int64_t> buckets;  // sizes to pad to, besides max_bytes, all below it
  Format format = Format::bytes;
  std::optional<json::Value> schema;           // json: a JSON Schema
  std::vector<Column> columns;                 // csv: in order
  std::optional<MinGroupSize> min_group_size;  // csv
  std::optional<ApproveRule> approve;          // absent: released as soon as the gate lets it pass
};

// LogOutput: where standard output and error of the workload go. Without it they go nowhere.
struct LogOutput {
  std::set<std::string> recipients;
  int64_t max_bytes = 0;
};

struct Contract {
  std::string name;
  std::string purpose;
  std::string lineage;              // 32 hex digits: budgets belong to (owner, lineage)
  std::optional<Digest384> parent;  // digest of the version that this one amends
  std::optional<Time> not_before;
  Time not_after{};
  std::map<std::string, Party> parties;
  Workload workload;
  std::set<std::string> deployment_allow;  // settings that the deployer may make, and nothing else
  TeeRules tee;
  std::map<TeeKind, Measurement> measurements;  // one for each accepted TEE
  std::set<Digest384> agents;                   // SHA-384 of each accepted agent
  std::map<std::string, Input> inputs;
  std::map<std::string, Output> outputs;
  std::optional<LogOutput> log;
  int64_t budget_runs = 0;
  int64_t amend_at_least =
      0;  // signatures on an amendment; at least as many as are required anyway

  // find_party: null when there is none of that name.
  const Party* find_party(std::string_view party) const;
};

// data_owners: the owners of inputs, sorted and once each. Their place in this list is their
// broker's channel port.
std::vector<std::string> data_owners(const Contract& contract);

// required_signers: every data owner, image and workload provider and approver: by role, and by
// being named as one. All of them must have signed a version before anything runs under it.
std::set<std::string> required_signers(const Contract& contract);

// release_key_of: the key that this party's releases verify under.
const crypto::PublicKey& release_key_of(const Party& party);

}  // namespace anchorhold::contract

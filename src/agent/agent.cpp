#include "agent/agent.h"

#include <algorithm>
#include <future>

#include "agent/cell.h"
#include "agent/control.h"
#include "agent/demand.h"
#include "agent/host.h"
#include "agent/inputs.h"
#include "agent/keys.h"
#include "agent/report.h"
#include "agent/results.h"
#include "base/hex.h"
#include "contract/check.h"
#include "contract/deployment.h"
#include "contract/seal.h"
#include "crypto/aead.h"
#include "crypto/hash.h"
#include "image/registers.h"
#include "image/wasm_module.h"
#include "receipt/receipt.h"

namespace anchorhold::agent {

namespace {

constexpr uint16_t kDeploymentRegister = 3;

// Run: what the steps of one run hand on to each other.
struct Run {
  contract::SealedContract sealed;
  image::Manifest manifest;
  receipt::Body body = {};
  OpenedInputs on_demand = {};
};

Status check_deployment(Host& host, Module& module, const contract::Contract& contract) {
  AH_ASSIGN(const std::string text, host.deployment());
  auto settings = contract::parse_deployment(contract, text);
  if (!settings.ok()) return settings.take_error();
  AH_ASSIGN(const nsm::Register measured, module.describe_register(kDeploymentRegister));
  if (measured.data != image::text_register(text)) {
    return Error{Code::denied, "deployment", "not what was measured into PCR3 at launch"};
  }
  return {};
}

Result<Run> open_contract(Host& host, Module& module, ByteView manifest, RandomAccess& layer) {
  AH_ASSIGN(const std::string text, host.contract());
  AH_ASSIGN(contract::SealedContract sealed, contract::parse_sealed("contract", text));
  AH_TRY(module.bind_contract(sealed.digest));
  const Findings signatures = contract::check_signatures(sealed);
  if (const Finding* missing = signatures.first_failure()) {
    return Error{Code::denied, missing->subject, "a required signature is missing"}
        .want(missing->expected)
        .saw(missing->observed);
  }
  AH_TRY(check_deployment(host, module, sealed.contract));
  AH_ASSIGN(image::Manifest parsed, image::parse_manifest("image manifest", manifest));
  AH_TRY(contract::check_fits(sealed.contract, parsed));
  AH_TRY(image::check_wasm_module(parsed, layer));
  return Run{std::move(sealed), std::move(parsed)};
}

// Everything up to the start of the workload. Nothing of it is secret, so the host may hear why it
// failed.
Result<Cell> open_inputs(const Surroundings& around, Host& host, Module& module, Run& run) {
  AH_ASSIGN(const crypto::EphemeralKey key, crypto::EphemeralKey::generate(around.random));
  AH_ASSIGN(const ReleasedKeys keys, obtain_keys(around.channel, module, run.sealed, key));
  run.body.tee_key = key.public_key().thumbprint();
  const bool on_demand = run.manifest.inputs_on_demand();
  uint64_t in_bytes = 0;
  for (const auto& [name, released] : keys)
    in_bytes += on_demand ? 0 : released.release.ciphertext_bytes;
  AH_ASSIGN(Cell cell, Cell::prepare(around.spawner, around.layer, run.manifest, in_bytes));
  if (on_demand) {
    AH_ASSIGN(run.on_demand, open_on_demand(around.channel, run.sealed.contract, keys));
    for (const auto& [name, input] : run.on_demand.inputs) run.body.inputs[name] = input.used();
  } else {
    for (const auto& [name, released] : keys) {
      AH_ASSIGN(run.body.inputs[name], take_input(host, cell.in(), name, released));
    }
  }
  for (auto& [name, used] : run.body.inputs) {
    const std::string& owner = run.sealed.contract.inputs.at(name).owner;
    used.local_broker = run.sealed.contract.find_party(owner)->broker.empty();
  }
  return cell;
}

// Keeps the first `limit` bytes of the log and refuses the rest.
class LogSink : public Sink {
 public:
  explicit LogSink(size_t limit) : limit_(limit) {}
  Status write(ByteView bytes) override {
    append(log_, bytes.first(std::min(bytes.size(), limit_ - log_.size())));
    return {};
  }
  Bytes take() { return std::move(log_); }

 private:
  size_t limit_;
  Bytes log_;
};

Result<SealedResults> run_workload(const Surroundings& around, Module& module, Run& run, Cell& cell,
                                   Report& report) {
  const contract::Contract& contract = run.sealed.contract;
  std::unique_ptr<workload::InputServer> server;
  os::Fd runner;
  if (run.manifest.wasm) {
    AH_ASSIGN(auto ends, os::socket_pair(os::SocketKind::stream));
    server = serve_program(std::move(ends.first), run.on_demand);
    runner = std::move(ends.second);
  }
  AH_TRY(cell.start(around.spawner, module, run.manifest, contract, std::move(runner)));
  LogSink log(contract.log ? static_cast<size_t>(contract.log->max_bytes) : 0);
  AH_ASSIGN(report.end, around.spawner.wait(contract.log ? &log : nullptr));
  if (server) {
    // Whether an input was refused is known here; what the program says of it is not believed.
    Status served = server->finish();
    if (!served.ok()) {
      report.end.end = workload::End::input_refused;
      return served.take_error();
    }
    if (report.end.end == workload::End::input_refused) report.end.end = workload::End::failure;
  }
  if (!report.end.ok()) {
    return Error{Code::denied, "workload", "did not end with success"}.saw(
        std::string(workload::end_name(report.end.end)));
  }
  AH_ASSIGN(const Outputs outputs, pass_gate(cell.out(), contract));
  return seal_results(run.sealed, run.body.run, outputs, log.take(), around.random);
}

Result<std::string> make_receipt(const Surroundings& around, Module& module, Run& run) {
  AH_TRY(module.close_events());
  run.body.finished = around.clock();
  // A first document shows the registers as every later one will; the receipt's own evidence is
  // bound to the body.
  AH_ASSIGN(const nsm::Description description, module.describe());
  run.body.instance = description.module_id;
  for (const uint16_t index : description.locked_pcrs) {
    AH_ASSIGN(const nsm::Register value, module.describe_register(index));
    run.body.registers[index] = value.data;
  }
  AH_ASSIGN(const crypto::PrivateKey key,
            crypto::PrivateKey::generate(crypto::Algorithm::ed25519, around.random));
  receipt::Receipt made;
  made.contract = run.sealed.text;
  AH_ASSIGN(made.statement, receipt::sign_body(run.body, key));
  nsm::Attestation bound;
  bound.user_data = copy_of(receipt::receipt_user_data(receipt::encode_body(run.body)));
  bound.public_key = key.public_key().spki();
  AH_ASSIGN(made.evidence, module.attest(bound));
  return receipt::encode_receipt(made);
}

Status hand_out(Host& host, const SealedResults& results, std::string_view receipt) {
  for (const auto& [name, file] : results.files) AH_TRY(host.put("outputs/" + name, file));
  return host.put("receipt", bytes_of(receipt));
}

// Which rule refused what, in the contract's words and ours. What was seen was the workload's
// choice: one data owner could read another's data in it.
std::string reason_of(const Error& error) {
  Error told{error.code, error.object, error.message};
  return std::move(told).want(error.expected).to_string();
}

// The part in which plaintext exists: whatever goes wrong, the host hears "failed" and no more.
Status compute(const Surroundings& around, Host& host, Module& module, Run& run, Cell& cell) {
  Report report;
  auto results = run_workload(around, module, run, cell, report);
  if (results.ok()) {
    run.body.outputs = results->made;
  } else {
    report.reason = reason_of(results.error());
  }
  AH_ASSIGN(const Bytes sealed_report,
            seal_report(run.sealed, run.body.run, report, around.random));
  if (!sealed_report.empty()) AH_TRY(host.put("report", sealed_report));
  if (!results.ok()) return results.take_error();
  AH_ASSIGN(const std::string receipt, make_receipt(around, module, run));
  return hand_out(host, *results, receipt);
}

}  // namespace

Status run_agent(const Surroundings& around) {
  // Needed when the first key arrives; until then this process mostly waits for others.
  const auto ciphers = std::async(std::launch::async, crypto::load_ciphers);
  Module module(around.module);
  AH_ASSIGN(const std::unique_ptr<Host> host, Host::connect(around.channel));
  auto run = open_contract(*host, module, around.manifest, around.layer);
  if (!run.ok()) {
    AH_TRY(host->failed(run.error().to_string()));
    return run.take_error();
  }
  const Control control = Control::start(around.channel, module, run->sealed.digest);
  ByteArray<16> id;
  AH_TRY(around.random.fill(id));
  run->body.run = to_hex(id);
  run->body.contract = run->sealed.digest;
  run->body.started = around.clock();
  auto cell = open_inputs(around, *host, module, *run);
  if (!cell.ok()) {
    AH_TRY(host->failed(cell.error().to_string()));
    return cell.take_error();
  }
  Status computed = compute(around, *host, module, *run, *cell);
  AH_TRY(computed.ok() ? host->finished() : host->failed({}));
  return computed;
}

}  // namespace anchorhold::agent

// `anchorhold run`: launches an enclave for a contract, carries its bytes, and writes what it made.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <csignal>

#include "base/hex.h"
#include "cli/context.h"
#include "cli/control_link.h"
#include "cli/files.h"
#include "cli/host_services.h"
#include "cli/image_io.h"
#include "cli/local_brokers.h"
#include "cli/run_results.h"
#include "cli/software_root.h"
#include "cli/verbs.h"
#include "contract/check.h"
#include "contract/deployment.h"
#include "enclave/software/registry.h"
#include "enclave/software/software_tee.h"
#include "os/clock.h"
#include "os/file.h"

namespace anchorhold::cli {

namespace {

struct RunOptions {
  std::string contract;
  std::string image;
  std::vector<std::string> inputs;    // NAME=FILE
  std::vector<std::string> owners;    // NAME=HOME
  std::vector<std::string> anchors;   // NAME=FILE
  std::vector<std::string> settings;  // NAME=VALUE
  std::string agent;
  std::string output = ".";
};

Result<std::map<std::string, std::string>> pairs(const std::string& option,
                                                 const std::vector<std::string>& texts) {
  std::map<std::string, std::string> out;
  for (const std::string& text : texts) {
    const size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      return Error{Code::invalid_argument, option, "not NAME=VALUE"}.saw(text);
    }
    if (!out.emplace(text.substr(0, equals), text.substr(equals + 1)).second) {
      return Error{Code::invalid_argument, option, "given twice"}.saw(text.substr(0, equals));
    }
  }
  return out;
}

Status check_contract(const contract::SealedContract& sealed) {
  const Findings findings = contract::check(sealed, os::now());
  const Finding* failure = findings.first_failure();
  if (failure == nullptr) return {};
  return Error{Code::denied, failure->subject, failure->check + " failed"}
      .want(failure->expected)
      .saw(failure->observed)
      .advise(failure->advice);
}

Result<std::map<std::string, std::string>> check_inputs(const contract::Contract& contract,
                                                        std::map<std::string, std::string> given) {
  for (const auto& [name, input] : contract.inputs) {
    if (!given.contains(name)) {
      return Error{Code::invalid_argument, "input " + name, "no file given"}.advise("add --input " +
                                                                                    name + "=FILE");
    }
    AH_TRY(os::FileAccess::open(given[name]).ok() ? Status()
                                                  : os::FileAccess::open(given[name]).take_error());
  }
  for (const auto& [name, path] : given) {
    if (!contract.inputs.contains(name)) {
      return Error{Code::invalid_argument, "input " + name, "the contract has no such input"};
    }
  }
  return given;
}

using Brokers = std::vector<std::unique_ptr<LocalBroker>>;

Result<Brokers> open_brokers(const Context& context, const contract::SealedContract& sealed,
                             const RunOptions& options) {
  AH_ASSIGN(auto homes, pairs("--owner", options.owners));
  AH_ASSIGN(auto anchors, pairs("--anchor", options.anchors));
  Brokers brokers;
  for (const std::string& owner : contract::data_owners(sealed.contract)) {
    const OwnerPlace place{homes.contains(owner) ? homes[owner] : context.home, anchors[owner]};
    AH_ASSIGN(brokers.emplace_back(), LocalBroker::open(sealed, owner, place));
  }
  return brokers;
}

// What the owners' budgets have spent by now: a run counts from its first released key, however it
// ended.
std::string spent_by(const contract::Contract& contract, const Brokers& brokers) {
  std::string text;
  for (const auto& broker : brokers) {
    const auto spent = broker->units_spent(contract.lineage);
    text += (text.empty() ? "" : ", ") + broker->owner() + " " +
            (spent.ok() ? std::to_string(*spent) : "unknown") + " of " +
            std::to_string(contract.budget_runs) + " runs";
  }
  return brokers.empty() ? "nothing, there is no input" : text;
}

// Stopwatch: milliseconds since it was made, for people to read; no decision hangs on it.
class Stopwatch {
 public:
  int64_t ms() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                 start_)
        .count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

enclave::PortHandler to_broker(LocalBroker& broker) {
  return [&broker](os::Fd connection) { broker.serve(std::move(connection)); };
}

Result<std::unique_ptr<enclave::Registration>> register_enclave(
    const Context& context, const contract::SealedContract& sealed, const image::LoadedImage& image,
    enclave::Enclave& enclave, ControlLink& control) {
  enclave::RunningEnclave running;
  running.id = enclave.id();
  running.monitor_pid = ::getpid();
  running.image = image::digest_text(image.digest);
  running.contract_name = sealed.contract.name;
  running.contract_digest = to_hex(sealed.digest);
  running.started = os::now();
  return enclave::Registration::create(
      context.home + "/run", running,
      [&enclave, &control](const std::string& command) -> Result<Bytes> {
        if (command == "stop") {
          enclave.stop();
          return Bytes();
        }
        if (command.starts_with("attest ")) return control.attest(command.substr(7));
        return Error{Code::unsupported, "command", "unknown"}.want("stop or attest");
      });
}

// What the enclave holds of one input: all of it; or, of one that it fetches on demand, some
// chunks, and a digest for each when the contract fixes the file.
uint64_t room_for(uint64_t file_bytes, const image::Manifest& manifest) {
  constexpr uint64_t chunks = 2U << 20;
  constexpr uint64_t bytes_per_digested_byte = 2048;
  if (!manifest.inputs_on_demand()) return file_bytes;
  return std::min(file_bytes, chunks + file_bytes / bytes_per_digested_byte);
}

Status run_contract(Context& context, const RunOptions& options) {
  // An enclave that dies while this host writes to it is an error to report, not this host's end.
  ::signal(SIGPIPE, SIG_IGN);
  AH_ASSIGN(const attester::SoftwareRoot root, load_software_root(context.home));
  AH_ASSIGN(const std::string agent, agent_path(options.agent));
  enclave::SoftwareTee tee(root, context.home + "/tee");
  tee.prepare(agent);
  AH_ASSIGN(const Bytes text, read_document(options.contract));
  AH_ASSIGN(const contract::SealedContract sealed,
            contract::parse_sealed(options.contract, text_of(text)));
  AH_TRY(check_contract(sealed));
  AH_ASSIGN(const StoredImage stored, StoredImage::load(options.image));
  AH_ASSIGN(const auto given, pairs("--input", options.inputs));
  AH_ASSIGN(const auto inputs, check_inputs(sealed.contract, given));
  AH_ASSIGN(const auto settings, pairs("--set", options.settings));
  AH_ASSIGN(const std::string deployment, contract::deployment_text(sealed.contract, settings));
  AH_TRY(check_room(options.output, sealed.contract));
  AH_ASSIGN(Brokers brokers, open_brokers(context, sealed, options));

  HostServices services({sealed.text, deployment, inputs, result_room(sealed.contract)});
  enclave::LaunchSpec spec;
  spec.image = &stored.image();
  spec.agent_path = agent;
  spec.deployment = deployment;
  for (const auto& [name, path] : inputs) {
    AH_ASSIGN(const os::FileAccess file, os::FileAccess::open(path));
    spec.in_bytes += room_for(file.size(), stored.image().manifest);
  }
  spec.ports[enclave::host_port] = [&services](os::Fd connection) {
    services.serve(std::move(connection));
  };
  for (size_t i = 0; i < brokers.size(); ++i) {
    spec.ports[enclave::first_broker_port + static_cast<uint32_t>(i)] = to_broker(*brokers[i]);
  }
  ControlLink control;
  spec.ports[enclave::control_port] = [&control](os::Fd connection) {
    control.hold(std::move(connection));
  };
  const Stopwatch watch;
  context.note(
      "NOT HARDWARE: this machine's administrator could read what the enclave computes on");
  AH_ASSIGN(const std::unique_ptr<enclave::Enclave> enclave, tee.launch(std::move(spec)));
  const std::string limits = enclave->limits_note();
  context.note("enclave " + enclave->id() + " launched" + (limits.empty() ? "" : "; " + limits));
  AH_ASSIGN(const auto registration,
            register_enclave(context, sealed, stored.image(), *enclave, control));
  AH_ASSIGN(const enclave::EnclaveEnd end, enclave->wait());
  const HostServices::Outcome& outcome = services.outcome();
  const auto written = write_results(options.output, outcome);
  AH_TRY(end_of(outcome, end, spent_by(sealed.contract, brokers)));
  if (!written.ok()) {
    return Error(written.error())
        .advise("the results are lost; spent so far: " + spent_by(sealed.contract, brokers));
  }
  if (context.json) {
    context.print_json(
        json::Value::object({{"enclave", enclave->id()},
                             {"files", json::Array(written->begin(), written->end())},
                             {"milliseconds", watch.ms()}}));
  } else {
    context.note("run ended with success after " + std::to_string(watch.ms()) + " ms");
    for (const std::string& path : *written) context.print(path);
  }
  return {};
}

}  // namespace

void add_run(CLI::App& app, Context& context) {
  auto options = std::make_shared<RunOptions>();
  CLI::App* verb =
      app.add_subcommand("run", "launch an enclave for a contract and collect what it makes");
  verb->add_option("contract", options->contract, "the signed contract")->required();
  verb->add_option("--image", options->image, "the image: OCI layout, folder or tar")->required();
  verb->add_option("--input", options->inputs, "NAME=FILE: the ciphertext of an input")
      ->allow_extra_args(false);
  verb->add_option("--owner", options->owners,
                   "NAME=FOLDER: the --home of a data owner (default: --home)")
      ->allow_extra_args(false);
  verb->add_option("--anchor", options->anchors,
                   "NAME=FILE: that owner's anchor against a rolled-back keystore")
      ->allow_extra_args(false);
  verb->add_option("--set", options->settings,
                   "NAME=VALUE: a deployment setting that the contract allows")
      ->allow_extra_args(false);
  verb->add_option("--agent", options->agent, "the agent to launch (default: the installed one)");
  verb->add_option("-o,--output", options->output,
                   "folder for results and receipt (default: here)");
  verb->callback(
      [&context, options] { context.run([&] { return run_contract(context, *options); }); });
}

}  // namespace anchorhold::cli

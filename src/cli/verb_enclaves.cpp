// `anchorhold ps`, `stop` and `attest`: the enclaves that run now.

#include <CLI/CLI.hpp>

#include "base/hex.h"
#include "cli/context.h"
#include "cli/files.h"
#include "cli/verbs.h"
#include "enclave/software/registry.h"

namespace anchorhold::cli {

namespace {

std::string run_folder(const Context& context) {
  return context.home + "/run";
}

Status list_running(Context& context) {
  AH_ASSIGN(const auto running, enclave::list_enclaves(run_folder(context)));
  if (context.json) {
    json::Array list;
    for (const enclave::RunningEnclave& one : running) {
      list.push_back(json::Value::object({{"id", one.id},
                                          {"contract", one.contract_name},
                                          {"contract_digest", one.contract_digest},
                                          {"image", one.image},
                                          {"monitor_pid", one.monitor_pid},
                                          {"started", format_time(one.started)}}));
    }
    context.print_json(list);
    return {};
  }
  if (running.empty()) context.note("no enclave runs");
  for (const enclave::RunningEnclave& one : running) {
    context.print(one.id + "  " + one.contract_name + "  since " + format_time(one.started));
  }
  return {};
}

Status stop_one(Context& context, const std::string& id) {
  auto answer = enclave::send_control(run_folder(context), id, "stop");
  if (!answer.ok()) return answer.take_error();
  context.note("stopped; keys that were released to it are spent");
  return {};
}

struct AttestOptions {
  std::string id;
  std::string nonce;
  std::string output = "-";
};

Status attest_one(Context& context, const AttestOptions& options) {
  AH_ASSIGN(const Bytes nonce, from_hex("--nonce", options.nonce));
  AH_ASSIGN(const Bytes evidence,
            enclave::send_control(run_folder(context), options.id, "attest " + to_hex(nonce)));
  return write_document(options.output, evidence);
}

}  // namespace

void add_ps(CLI::App& app, Context& context) {
  CLI::App* verb = app.add_subcommand("ps", "list the enclaves that run");
  verb->callback([&context] { context.run([&] { return list_running(context); }); });
}

void add_stop(CLI::App& app, Context& context) {
  auto id = std::make_shared<std::string>();
  CLI::App* verb = app.add_subcommand("stop", "end an enclave");
  verb->add_option("id", *id, "as `ps` prints it; a unique beginning is enough")->required();
  verb->callback([&context, id] { context.run([&] { return stop_one(context, *id); }); });
}

void add_attest(CLI::App& app, Context& context) {
  auto options = std::make_shared<AttestOptions>();
  CLI::App* verb =
      app.add_subcommand("attest", "fresh evidence of a running enclave, for an auditor");
  verb->add_option("id", options->id, "as `ps` prints it; a unique beginning is enough")
      ->required();
  verb->add_option("--nonce", options->nonce,
                   "the auditor's challenge, 1 to 512 bytes in hexadecimal")
      ->required();
  verb->add_option("-o,--output", options->output, "the attestation document (default: stdout)");
  verb->callback(
      [&context, options] { context.run([&] { return attest_one(context, *options); }); });
}

}  // namespace anchorhold::cli

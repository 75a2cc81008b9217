#include "cli/verb_build.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>

#include "base/hex.h"
#include "cli/build_wasm.h"
#include "cli/context.h"
#include "cli/image_input.h"
#include "cli/layout_files.h"
#include "cli/verbs.h"
#include "image/entrypoint.h"
#include "os/file.h"

namespace anchorhold::cli {
namespace {

constexpr size_t max_key_bytes = 16384;

Status apply_options(const BuildOptions& options, image::Manifest& manifest) {
  if (options.whole_inputs && !manifest.wasm) {
    return Error{Code::invalid_argument, "--whole-inputs", "only for WebAssembly workloads"}.advise(
        "leave it out: a native workload always gets its inputs whole");
  }
  if (options.whole_inputs) manifest.wasm->whole_inputs = true;
  if (!options.entrypoint.empty()) {
    if (options.entrypoint != manifest.entrypoint) manifest.args.clear();
    manifest.entrypoint = options.entrypoint;
  }
  if (!options.args.empty()) manifest.args = options.args;
  for (const std::string& pair : options.env) {
    const size_t equals = pair.find('=');
    if (equals == std::string::npos) {
      return Error{Code::invalid_argument, "--env", "not of the form NAME=VALUE"}.saw(pair);
    }
    manifest.env.insert_or_assign(pair.substr(0, equals), pair.substr(equals + 1));
  }
  if (!options.inputs.empty()) manifest.inputs = options.inputs;
  if (!options.outputs.empty()) manifest.outputs = options.outputs;
  std::sort(manifest.inputs.begin(), manifest.inputs.end());
  std::sort(manifest.outputs.begin(), manifest.outputs.end());
  manifest.args_from_contract = manifest.args_from_contract || options.args_from_contract;
  manifest.insecure_debug = manifest.insecure_debug || options.insecure_debug;
  image::Limits& limits = manifest.limits;
  limits.memory_bytes = options.memory_bytes.value_or(limits.memory_bytes);
  limits.cpu_seconds = options.cpu_seconds.value_or(limits.cpu_seconds);
  limits.wall_seconds = options.wall_seconds.value_or(limits.wall_seconds);
  limits.processes = options.processes.value_or(limits.processes);
  limits.out_bytes = options.out_bytes.value_or(limits.out_bytes);
  return {};
}

Result<crypto::PrivateKey> read_signing_key(const std::string& path) {
  AH_ASSIGN(Bytes pem, os::read_file(path, max_key_bytes));
  Result<crypto::PrivateKey> key = crypto::PrivateKey::from_pkcs8_pem(path, text_of(pem));
  wipe(pem);
  return key;
}

// A party's folder has the party's name.
std::string signer_name(const BuildOptions& options) {
  if (!options.signer.empty()) return options.signer;
  return std::filesystem::absolute(options.sign_key)
      .lexically_normal()
      .parent_path()
      .filename()
      .string();
}

Result<ImageInput> read_source(const BuildOptions& options) {
  if (options.wasm.empty()) {
    return read_input(options.input, options.entrypoint, {.drop_special = options.drop_special});
  }
  if (!options.entrypoint.empty()) {
    return Error{Code::invalid_argument, "--entry", "not for WebAssembly modules"}.advise(
        "leave it out: a module starts at its export _start");
  }
  return compile_module(options.wasm);
}

}  // namespace

Result<BuildResult> build_image(const BuildOptions& options) {
  AH_ASSIGN(ImageInput input, read_source(options));
  AH_TRY(apply_options(options, input.manifest));
  AH_ASSIGN(const std::string architecture, image::check_entrypoint(input.manifest, input.tree));
  AH_ASSIGN(image::BuiltImage built,
            image::describe_tree(input.manifest, input.tree, architecture));
  std::string signature;
  if (!options.sign_key.empty()) {
    AH_ASSIGN(const crypto::PrivateKey key, read_signing_key(options.sign_key));
    AH_ASSIGN(signature, image::sign_image(built.descriptor.digest, {&key, signer_name(options)}));
  }
  AH_TRY(write_layout(options.path, built, input.tree, signature));
  return BuildResult{built.descriptor.digest, built.layer.size, std::move(input.manifest),
                     std::move(input.note)};
}

namespace {

Status build(const BuildOptions& options, const Context& context) {
  AH_ASSIGN(const BuildResult result, build_image(options));
  const std::string digest = image::digest_text(result.digest);
  if (!result.note.empty()) context.note(result.note);
  if (result.manifest.insecure_debug) {
    context.note(
        "insecure: a debug image shows its console to the host; its PCR0, PCR1 and PCR2 are zero, "
        "and no contract that names measurements accepts it");
  }
  if (context.json) {
    context.print_json(json::Value::object({{"image", digest},
                                            {"path", options.path},
                                            {"layer_bytes", result.layer_bytes},
                                            {"entrypoint", result.manifest.entrypoint},
                                            {"signed", !options.sign_key.empty()},
                                            {"insecure_debug", result.manifest.insecure_debug}}));
  } else {
    context.print(digest);
  }
  return {};
}

Status check(const std::string& path, const Context& context) {
  AH_ASSIGN(const CheckedProgram checked, check_compiled_module(path));
  if (context.json) {
    context.print_json(json::Value::object({{"path", path},
                                            {"image", image::digest_text(checked.image)},
                                            {"module", to_hex(checked.module)},
                                            {"program", to_hex(checked.program)},
                                            {"same", true}}));
    return {};
  }
  context.print("the same bytes");
  context.print("image    " + image::digest_text(checked.image));
  context.print("module   sha256:" + to_hex(checked.module));
  context.print("program  sha256:" + to_hex(checked.program));
  return {};
}

// One thing to build or check, and a place for what is built.
void check_usage(const BuildOptions& options, const std::string& checked) {
  const int sources =
      (options.input.empty() ? 0 : 1) + (options.wasm.empty() ? 0 : 1) + (checked.empty() ? 0 : 1);
  if (sources != 1) throw CLI::ValidationError("one of INPUT, --wasm and --check is required");
  if (checked.empty() && options.path.empty()) throw CLI::RequiredError("--to");
  if (!checked.empty() && !options.path.empty()) throw CLI::ExcludesError("--check", "--to");
}

}  // namespace

void add_build(CLI::App& app, Context& context) {
  auto* verb = app.add_subcommand(
      "build",
      "make an image: from a static program, a root file system (directory or tar), "
      "an OCI layout (directory or tar), or a WebAssembly module");
  auto options = std::make_shared<BuildOptions>();
  auto checked = std::make_shared<std::string>();
  verb->add_option("INPUT", options->input, "program, root file system, or OCI layout");
  verb->add_option("--wasm", options->wasm,
                   "instead of INPUT, a WebAssembly module (WASI preview 1), compiled here");
  verb->add_option("--check", *checked,
                   "instead of building, an image that was built with --wasm: compile its module "
                   "again and compare the bytes");
  verb->add_option("-o,--to", options->path,
                   "the image: a new directory, or an archive when it ends in .tar");
  verb->add_option("--entry", options->entrypoint,
                   "absolute path of the program to start (a single program: /app)");
  verb->add_option("--arg", options->args,
                   "one argument of the program; repeat it (--arg=--flag for one with dashes)")
      ->allow_extra_args(false);
  verb->add_flag("--args-from-contract", options->args_from_contract,
                 "the contract's arguments follow these");
  verb->add_option("--env", options->env, "NAME=VALUE of the program's environment; repeat it")
      ->allow_extra_args(false);
  verb->add_option("--input", options->inputs,
                   "name of an input that the program reads at /in/NAME; repeat it")
      ->allow_extra_args(false);
  verb->add_flag("--whole-inputs", options->whole_inputs,
                 "with --wasm: decrypt all inputs before the start, in memory; otherwise what is "
                 "read, when it is read");
  verb->add_option("--output", options->outputs,
                   "name of an output that the program writes at /out/NAME; repeat it")
      ->allow_extra_args(false);
  verb->add_option("--memory", options->memory_bytes, "most memory, like 512MiB")
      ->transform(CLI::AsSizeValue(false));
  verb->add_option("--cpu-seconds", options->cpu_seconds, "most processor time");
  verb->add_option("--wall-seconds", options->wall_seconds, "most time by the clock");
  verb->add_option("--processes", options->processes, "most processes and threads at once");
  verb->add_option("--out-bytes", options->out_bytes, "most bytes below /out")
      ->transform(CLI::AsSizeValue(false));
  verb->add_option("--sign-key", options->sign_key,
                   "the image provider's signing.key; the image is then signed");
  verb->add_option("--signer", options->signer,
                   "the provider's name (default: the name of the key's folder)");
  verb->add_flag("--drop-special", options->drop_special,
                 "drop set-id bits, file capabilities, devices and FIFOs of the input instead of "
                 "refusing them");
  verb->add_flag(
      "--insecure-debug", options->insecure_debug,
      "the agent's own messages reach the host; measured, and no broker releases a key to it");
  verb->callback([options, checked, &context] {
    check_usage(*options, *checked);
    context.run(
        [&] { return checked->empty() ? build(*options, context) : check(*checked, context); });
  });
}

}  // namespace anchorhold::cli

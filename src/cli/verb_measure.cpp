#include "cli/verb_measure.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "base/hex.h"
#include "cli/context.h"
#include "cli/image_io.h"
#include "cli/verbs.h"
#include "image/layer.h"
#include "image/names.h"
#include "os/file.h"

namespace anchorhold::cli {
namespace {

constexpr size_t max_agent_bytes = 256U << 20;

struct MeasureOptions {
  std::string image;
  std::string agent;
};

struct LaterRegister {
  const char* number;
  const char* how;
};

// The registers that an image alone does not decide.
constexpr LaterRegister later_registers[] = {
    {"3", "SHA384(0^48 || deployment text), set at launch; zero without a deployment section"},
    {"4", "SHA384(0^48 || enclave id), set at launch"},
    {"16", "SHA384(0^48 || contract digest), extended and locked by the agent"},
    {"17", "run-time events, extended by the agent and locked before the receipt"},
};

json::Value registers_json(const image::Registers& registers) {
  return json::Value::object({{"0", to_hex(registers.pcr0)},
                              {"1", to_hex(registers.pcr1)},
                              {"2", to_hex(registers.pcr2)},
                              {"8", to_hex(registers.pcr8)}});
}

json::Value signer_json(const image::LoadedImage& image) {
  if (!image.signer) return nullptr;
  return json::Value::object(
      {{"name", image.signer->signer}, {"key", image.signer->key.to_text()}});
}

void print_json(const Context& context, const image::LoadedImage& image,
                const image::AgentMeasurement& agent, const std::string& agent_file,
                const image::Registers& registers) {
  json::Value later = json::Value::object();
  for (const LaterRegister& item : later_registers) later.set(item.number, item.how);
  context.print_json(json::Value::object({
      {"image", image::digest_text(image.digest)},
      {"agent", json::Value::object({{"path", agent_file}, {"sha384", to_hex(agent.digest())}})},
      {"signer", signer_json(image)},
      {"insecure_debug", image.manifest.insecure_debug},
      {"registers", json::Value::object({{"software", registers_json(registers)}})},
      {"later", std::move(later)},
  }));
}

void print_text(const Context& context, const image::LoadedImage& image,
                const image::AgentMeasurement& agent, const std::string& agent_file,
                const image::Registers& registers) {
  const auto line = [&](std::string label, const std::string& text) {
    label.resize(8, ' ');
    context.print(label + text);
  };
  line("image", image::digest_text(image.digest));
  line("agent", "sha384:" + to_hex(agent.digest()) + "  " + agent_file);
  line("signer", image.signer
                     ? image::printable(image.signer->signer) + "  " + image.signer->key.to_text()
                     : "none");
  context.print("software, and every TEE that launches agent, manifest and layer as they are:");
  line("PCR0", to_hex(registers.pcr0) + "  agent, manifest, layer");
  line("PCR1", to_hex(registers.pcr1) + "  agent");
  line("PCR2", to_hex(registers.pcr2) + "  manifest, layer");
  line("PCR8", to_hex(registers.pcr8) + "  image signer's key");
  for (const LaterRegister& item : later_registers)
    line("PCR" + std::string(item.number), item.how);
  if (image.manifest.insecure_debug) {
    context.note(
        "insecure: a debug image; PCR0, PCR1 and PCR2 stay zero, so no contract that names them "
        "accepts it");
  }
}

Status measure(const MeasureOptions& options, const Context& context) {
  AH_ASSIGN(const StoredImage stored, StoredImage::load(options.image));
  MemoryAccess layer(stored.image().layer);
  AH_TRY(image::check_layer(layer));
  AH_ASSIGN(const std::string agent_file, agent_path(options.agent));
  AH_ASSIGN(const image::AgentMeasurement agent, measure_agent(agent_file));
  const image::Registers registers = image::predict(agent, stored.image());
  if (context.json) {
    print_json(context, stored.image(), agent, agent_file, registers);
  } else {
    print_text(context, stored.image(), agent, agent_file, registers);
  }
  return {};
}

}  // namespace

Result<image::AgentMeasurement> measure_agent(const std::string& path) {
  AH_ASSIGN(const Bytes agent, os::read_file(path, max_agent_bytes));
  return image::AgentMeasurement(agent);
}

void add_measure(CLI::App& app, Context& context) {
  auto* verb =
      app.add_subcommand("measure", "predict the measurement registers of an image's launch");
  auto options = std::make_shared<MeasureOptions>();
  verb->add_option("IMAGE", options->image,
                   "the image: a directory or archive made by `anchorhold build`")
      ->required();
  verb->add_option("--agent", options->agent, "the agent to measure (default: the installed one)");
  verb->callback([options, &context] { context.run([&] { return measure(*options, context); }); });
}

}  // namespace anchorhold::cli

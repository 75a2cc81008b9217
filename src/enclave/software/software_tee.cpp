#include "enclave/software/software_tee.h"

#include <unistd.h>

#include <utility>

#include "enclave/software/payload.h"
#include "enclave/software/software_enclave.h"
#include "evidence/nsm/module_id.h"
#include "os/clock.h"
#include "os/random.h"
#include "os/socket.h"

namespace anchorhold::enclave {

namespace {

// The host's name as far as a module id can hold it.
std::string host_name() {
  char name[64] = {};
  ::gethostname(name, sizeof name - 1);
  std::string host;
  for (const char c : std::string_view(name)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    if (plain && host.size() < 32) host.push_back(c);
  }
  while (!host.empty() && host.back() == '-') host.pop_back();
  return host.empty() ? "local" : host;
}

Result<std::string> new_id(Random& random) {
  ByteArray<8> launch;
  AH_TRY(random.fill(launch));
  return nsm::software_module_id(host_name(), launch);
}

image::Registers hashed(const Measurable& sealed, const image::LoadedImage& image) {
  return image::predict(image::AgentMeasurement(sealed.agent),
                        image::Measured{.manifest = sealed.manifest,
                                        .layer = sealed.layer,
                                        .insecure_debug = image.manifest.insecure_debug,
                                        .signer = nullptr});
}

nsm::Registers registers_of(const image::Registers& measured, const LaunchSpec& spec) {
  nsm::Registers registers{{0, measured.pcr0}, {1, measured.pcr1}, {2, measured.pcr2}};
  registers[3] = image::text_register(spec.deployment);
  if (spec.image->signer) registers[8] = image::signer_register(spec.image->signer->key);
  return registers;
}

// The enclave as a whole: the workload, what the agent keeps in memory file systems for it, and the
// agent itself.
GroupLimits group_limits(const LaunchSpec& spec) {
  constexpr uint64_t agent_bytes = 64U << 20;
  constexpr uint64_t agent_processes = 8;
  const image::Limits& limits = spec.image->manifest.limits;
  // The image's files are there as layer, as files, and the entry point once more.
  const uint64_t image_bytes = spec.image->layer.size() * 3;
  return {limits.memory_bytes + limits.out_bytes + spec.in_bytes + image_bytes + agent_bytes,
          limits.processes + agent_processes};
}

}  // namespace

// Begun: a process in its namespaces, waiting for what to execute.
struct SoftwareTee::Begun {
  Begun(std::string path, Payload memory)
      : agent_path(std::move(path)), payload(std::move(memory)) {}
  ~Begun() {
    if (enclave) static_cast<void>(enclave->loaded());  // its thread may still fill the payload
  }
  Begun(const Begun&) = delete;
  Begun& operator=(const Begun&) = delete;

  std::string agent_path;
  // Before the payload, so that it goes after it: a launch given up lets the process end first.
  std::unique_ptr<SoftwareEnclave> enclave;
  Payload payload;
};

SoftwareTee::SoftwareTee(const attester::SoftwareRoot& root, const std::string& private_folder)
    : root_(root), memo_(private_folder) {}
SoftwareTee::~SoftwareTee() = default;

Result<std::unique_ptr<SoftwareTee::Begun>> SoftwareTee::begin(
    const std::string& agent_path) const {
  os::SystemRandom random;
  AH_ASSIGN(std::string id, new_id(random));
  AgentFiles files;
  AH_ASSIGN(Payload payload, Payload::create());
  AH_TRY(payload.share(files));
  AH_ASSIGN(auto nsm, os::socket_pair(os::SocketKind::seqpacket));
  AH_ASSIGN(auto channel, os::socket_pair(os::SocketKind::seqpacket));
  files.nsm = std::move(nsm.second);
  files.channel = std::move(channel.second);

  auto begun = std::make_unique<Begun>(agent_path, std::move(payload));
  auto group = make_group("anchorhold-" + id);
  begun->enclave = std::make_unique<SoftwareEnclave>(
      std::move(id), std::move(group), std::move(files), std::move(nsm.first),
      std::move(channel.first), root_,
      [&to = begun->payload, agent_path] { return to.fill_program(agent_path); });
  return begun;
}

void SoftwareTee::prepare(const std::string& agent_path) {
  begun_.emplace(begin(agent_path));
}

Result<std::unique_ptr<Enclave>> SoftwareTee::launch(LaunchSpec spec) {
  if (!begun_ || (begun_->ok() && (**begun_)->agent_path != spec.agent_path))
    prepare(spec.agent_path);
  AH_ASSIGN(const std::unique_ptr<Begun> begun, *std::exchange(begun_, std::nullopt));
  std::unique_ptr<SoftwareEnclave>& enclave = begun->enclave;
  Payload& payload = begun->payload;

  enclave->admit(std::move(spec.ports), group_limits(spec));
  AH_TRY(payload.fill_image(spec.image->layer, spec.image->manifest_bytes));
  AH_TRY(enclave->loaded());
  // From here on the agent runs while this thread measures it; its first request to the security
  // module waits for the outcome.
  AH_TRY(payload.release(spec.image->manifest.insecure_debug ? GoAhead::insecure_console
                                                             : GoAhead::silent));
  os::SystemRandom random;
  AH_ASSIGN(attester::Leaf leaf, root_.issue_leaf(enclave->id(), random, os::now()));
  const Measurable sealed = payload.measurable();
  const auto known = memo_.recall(sealed);
  const image::Registers measured = known ? *known : hashed(sealed, *spec.image);
  AH_ASSIGN(attester::SoftwareNsm module,
            attester::SoftwareNsm::create(std::move(leaf), registers_of(measured, spec)));
  enclave->measured(std::move(module));
  if (!known) memo_.remember(sealed, measured);
  AH_TRY(enclave->started());
  return std::unique_ptr<Enclave>(std::move(enclave));
}

}  // namespace anchorhold::enclave

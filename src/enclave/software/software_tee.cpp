#include "enclave/software/software_tee.h"

#include <unistd.h>

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

Result<std::unique_ptr<Enclave>> SoftwareTee::launch(LaunchSpec spec) {
  os::SystemRandom random;
  AH_ASSIGN(std::string id, new_id(random));
  // Before the payload, so that it goes after it: a launch given up lets the new process end first.
  std::unique_ptr<SoftwareEnclave> enclave;
  AgentFiles files;
  AH_ASSIGN(Payload payload, Payload::create());
  AH_TRY(payload.share(files));
  AH_ASSIGN(auto nsm, os::socket_pair(os::SocketKind::seqpacket));
  AH_ASSIGN(auto channel, os::socket_pair(os::SocketKind::seqpacket));
  files.nsm = std::move(nsm.second);
  files.channel = std::move(channel.second);
  files.insecure_debug = spec.image->manifest.insecure_debug;

  enclave = std::make_unique<SoftwareEnclave>(
      id, make_group("anchorhold-" + id, group_limits(spec)), std::move(files),
      std::move(nsm.first), std::move(channel.first), std::move(spec.ports), root_);
  // Its namespaces are built while its memory is filled; then it starts while this thread measures
  // it, and its first request to the security module waits for the outcome.
  AH_TRY(payload.fill(spec.agent_path, spec.image->layer, spec.image->manifest_bytes));
  AH_TRY(payload.release());
  AH_ASSIGN(attester::Leaf leaf, root_.issue_leaf(std::move(id), random, os::now()));
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

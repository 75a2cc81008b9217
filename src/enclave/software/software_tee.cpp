#include "enclave/software/software_tee.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "enclave/software/software_enclave.h"
#include "evidence/nsm/module_id.h"
#include "os/clock.h"
#include "os/error.h"
#include "os/file.h"
#include "os/memfd.h"
#include "os/random.h"
#include "os/socket.h"

namespace anchorhold::enclave {

namespace {

// Mapping: a sealed memfd's bytes, for measuring exactly what runs.
class Mapping {
 public:
  static Result<Mapping> of(const os::Fd& memory) {
    struct stat info {};
    if (::fstat(memory.get(), &info) != 0)
      return os::system_error("memfd", "cannot read its size", errno);
    const auto size = static_cast<size_t>(info.st_size);
    if (size == 0) return Mapping(nullptr, 0);
    void* const at = ::mmap(nullptr, size, PROT_READ, MAP_SHARED | MAP_POPULATE, memory.get(), 0);
    if (at == MAP_FAILED) return os::system_error("memfd", "cannot map", errno);
    return Mapping(at, size);
  }
  ~Mapping() {
    if (at_ != nullptr) ::munmap(at_, size_);
  }
  Mapping(Mapping&& other) noexcept : at_(std::exchange(other.at_, nullptr)), size_(other.size_) {}
  Mapping& operator=(Mapping&&) = delete;
  ByteView bytes() const { return {static_cast<const uint8_t*>(at_), size_}; }

 private:
  Mapping(void* at, size_t size) : at_(at), size_(size) {}
  void* at_;
  size_t size_;
};

// Not readable through any path, so that the agent is not dumpable from its first instruction.
Result<os::Fd> load_agent(const std::string& path) {
  auto file = os::open_read(path);
  if (!file.ok())
    return Error(file.take_error())
        .advise("install the agent beside anchorhold, or name it with --agent");
  struct stat info {};
  if (::fstat(file->get(), &info) != 0)
    return os::system_error(path, "cannot read its size", errno);
  AH_ASSIGN(os::Fd memory, os::make_memfd("anchorhold-agent", os::Execute::yes));
  for (off_t offset = 0; offset < info.st_size;) {
    const auto left = static_cast<size_t>(info.st_size - offset);
    const ssize_t count = ::sendfile(memory.get(), file->get(), &offset, left);
    if (count <= 0 && errno != EINTR)
      return os::system_error(path, "cannot copy into memory", errno);
  }
  AH_TRY(os::seal(memory));
  if (::fchmod(memory.get(), 0111) != 0)
    return os::system_error(path, "cannot make executable", errno);
  return memory;
}

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

nsm::Registers measure(ByteView agent, const LaunchSpec& spec) {
  const image::Registers measured = image::predict(image::AgentMeasurement(agent), *spec.image);
  nsm::Registers registers{
      {0, measured.pcr0}, {1, measured.pcr1}, {2, measured.pcr2}, {8, measured.pcr8}};
  registers[3] = image::text_register(spec.deployment);
  return registers;
}

}  // namespace

Result<std::unique_ptr<Enclave>> SoftwareTee::launch(LaunchSpec spec) {
  os::SystemRandom random;
  AH_ASSIGN(std::string id, new_id(random));
  AgentFiles files;
  AH_ASSIGN(files.program, load_agent(spec.agent_path));
  AH_ASSIGN(const Mapping agent, Mapping::of(files.program));
  AH_ASSIGN(files.layer, os::sealed_memfd("layer", spec.image->layer));
  AH_ASSIGN(files.manifest, os::sealed_memfd("manifest", spec.image->manifest_bytes));
  AH_ASSIGN(auto nsm, os::socket_pair(os::SocketKind::seqpacket));
  AH_ASSIGN(auto channel, os::socket_pair(os::SocketKind::seqpacket));
  files.nsm = std::move(nsm.second);
  files.channel = std::move(channel.second);
  files.insecure_debug = spec.image->manifest.insecure_debug;

  auto enclave =
      std::make_unique<SoftwareEnclave>(id, std::move(files), std::move(nsm.first),
                                        std::move(channel.first), std::move(spec.ports), root_);
  // The agent starts while this thread measures it; its first request to the security module waits
  // for the outcome.
  AH_ASSIGN(attester::Leaf leaf, root_.issue_leaf(std::move(id), random, os::now()));
  AH_ASSIGN(attester::SoftwareNsm module,
            attester::SoftwareNsm::create(std::move(leaf), measure(agent.bytes(), spec)));
  enclave->measured(std::move(module));
  AH_TRY(enclave->started());
  return std::unique_ptr<Enclave>(std::move(enclave));
}

}  // namespace anchorhold::enclave

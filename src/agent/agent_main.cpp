// The agent: the one program of ours inside every enclave. Its digest is PCR1.

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>

#include "agent/agent.h"
#include "attester/nsm_client.h"
#include "image/manifest.h"
#include "os/clock.h"
#include "os/file.h"
#include "os/random.h"
#include "workload/seccomp.h"

namespace {

using namespace anchorhold;

// The descriptors that the monitor hands over.
constexpr int kModuleFd = 3;
constexpr int kChannelFd = 4;
constexpr int kLayerFd = 5;
constexpr int kManifestFd = 6;
constexpr const char* kCellFolder = "/cell";

Status run() {
  // The spawner comes first: it must hold nothing that a contract or a key could be read from.
  AH_ASSIGN(workload::Spawner spawner, workload::Spawner::start(kCellFolder));
  // Not earlier: the spawner's identity maps are written through /proc.
  ::prctl(PR_SET_DUMPABLE, 0);
  AH_TRY(workload::lock_agent_syscalls());
  attester::NsmClient module{os::Fd(kModuleFd)};
  agent::Channel channel{os::Fd(kChannelFd)};
  AH_ASSIGN(os::FileAccess layer, os::FileAccess::of(os::Fd(kLayerFd), "layer"));
  os::FileSource manifest_file(os::Fd(kManifestFd), "manifest");
  AH_ASSIGN(const Bytes manifest, read_all(manifest_file, "manifest", image::max_manifest_bytes));
  os::SystemRandom random;
  return agent::run_agent({module, channel, layer, manifest, random, spawner, os::now});
}

}  // namespace

int main() {
  ::signal(SIGPIPE, SIG_IGN);
  for (const int fd : {kModuleFd, kChannelFd, kLayerFd, kManifestFd})
    ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  return run().ok() ? 0 : 1;
}

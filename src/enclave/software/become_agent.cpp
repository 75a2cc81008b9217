#include "enclave/software/become_agent.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/mount.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

#include "enclave/software/software_tee.h"
#include "os/start_report.h"

namespace anchorhold::enclave {

namespace {

constexpr unsigned long kept_capabilities[] = {CAP_SYS_ADMIN, CAP_SETPCAP};

// Any folder that every Linux has; the new root is mounted over it in this namespace only and
// replaces it at once.
constexpr const char* staging = "/proc";

struct Device {
  const char* host;
  const char* inside;
};
// Devices without state, for workloads that expect them. Nothing else of the host is seen.
constexpr Device devices[] = {{"/dev/null", "/proc/dev/null"},
                              {"/dev/zero", "/proc/dev/zero"},
                              {"/dev/full", "/proc/dev/full"},
                              {"/dev/random", "/proc/dev/random"},
                              {"/dev/urandom", "/proc/dev/urandom"}};

int outcome(long result) {
  return result < 0 ? errno : 0;
}

// One byte; an end without it means that the parent has given up.
int await(int pipe, char& byte) {
  ssize_t count = 0;
  do {
    count = ::read(pipe, &byte, 1);
  } while (count < 0 && errno == EINTR);
  return count == 1 ? 0 : ECANCELED;
}

// Raw calls: glibc's wrappers would signal the other threads of a process that this one is only a
// copy of.
int take_identity(bool drop_groups) {
  if (drop_groups && ::syscall(SYS_setgroups, 0, nullptr) != 0) return errno;
  if (::syscall(SYS_setresgid, agent_id, agent_id, agent_id) != 0) return errno;
  return outcome(::syscall(SYS_setresuid, agent_id, agent_id, agent_id));
}

int restrict_mount(const char* path, uint64_t attributes) {
  mount_attr change{};
  change.attr_set = attributes;
  return outcome(::syscall(SYS_mount_setattr, AT_FDCWD, path, 0, &change, sizeof change));
}

int bind_devices() {
  if (::mkdir("/proc/dev", 0755) != 0) return errno;
  for (const Device& device : devices) {
    const int place = ::open(device.inside, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
    if (place < 0) return errno;
    ::close(place);
    if (::mount(device.host, device.inside, nullptr, MS_BIND, nullptr) != 0) return errno;
    const int error =
        restrict_mount(device.inside, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC);
    if (error != 0) return error;
  }
  return 0;
}

int empty_root() {
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return errno;
  const unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
  return outcome(::mount("anchorhold", staging, "tmpfs", flags, "size=64k,nr_inodes=32,mode=755"));
}

int enter_root() {
  if (::mkdir("/proc/cell", 0755) != 0 || ::chdir(staging) != 0) return errno;
  if (::syscall(SYS_pivot_root, ".", ".") != 0) return errno;
  if (::umount2(".", MNT_DETACH) != 0 || ::chdir("/") != 0) return errno;
  return restrict_mount("/", MOUNT_ATTR_RDONLY);
}

// From here on the process has the standard streams, the four named descriptors and, until exec,
// program and report.
struct LastFds {
  int program = manifest_fd + 1;
  int report = manifest_fd + 2;
  int ready = manifest_fd + 3;
};

int arrange_descriptors(const AgentStart& start, const LastFds& last) {
  const AgentFiles& files = *start.files;
  const std::array sources{files.nsm.get(),      files.channel.get(), files.layer.get(),
                           files.manifest.get(), files.program.get(), start.report,
                           files.ready.get()};
  std::array<int, sources.size()> parked{};
  for (size_t i = 0; i < sources.size(); ++i) {
    parked[i] = ::fcntl(sources[i], F_DUPFD_CLOEXEC, 64);
    if (parked[i] < 0) return errno;
  }
  for (size_t i = 0; i < parked.size(); ++i) {
    const int target = nsm_fd + static_cast<int>(i);
    if (::dup3(parked[i], target, target > manifest_fd ? O_CLOEXEC : 0) < 0) return errno;
  }
  return outcome(::syscall(SYS_close_range, last.ready + 1, ~0U, 0));
}

// Standard error comes last, when it is known whether this is a debug launch.
int silence(int first_stream, int last_stream) {
  const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nowhere < 0) return errno;
  for (int stream = first_stream; stream <= last_stream; ++stream) {
    if (::dup2(nowhere, stream) < 0) return errno;
  }
  return ::close(nowhere) == 0 ? 0 : errno;
}

// A core_pattern that begins with '|' ignores a limit of 0; 1 is refused for pipes and too small
// for files.
int no_core() {
  const rlimit none{1, 1};
  return outcome(::setrlimit(RLIMIT_CORE, &none));
}

int reset_signals() {
  for (int number = 1; number < 65; ++number) {
    if (number != SIGKILL && number != SIGSTOP) std::signal(number, SIG_DFL);
  }
  sigset_t none;
  sigemptyset(&none);
  return outcome(::syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, nullptr, 8));
}

bool kept(unsigned long capability) {
  for (const unsigned long other : kept_capabilities) {
    if (capability == other) return true;
  }
  return false;
}

int keep_spawner_capabilities() {
  for (unsigned long capability = 0; ::prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0;
       ++capability) {
    if (!kept(capability) && ::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0) return errno;
  }
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct sets[2] = {};
  for (const unsigned long capability : kept_capabilities) {
    const uint32_t bit = 1U << (capability % 32);
    sets[capability / 32].permitted |= bit;
    sets[capability / 32].effective |= bit;
    sets[capability / 32].inheritable |= bit;
  }
  if (::syscall(SYS_capset, &header, sets) != 0) return errno;
  for (const unsigned long capability : kept_capabilities) {
    if (::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0) != 0) return errno;
  }
  return outcome(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
}

}  // namespace

void become_agent(const AgentStart& start) {
  os::StartSteps step(start.report);
  char message = 0;
  step("waiting for its identity", await(start.identity_ready, message));
  step("taking its identity", take_identity(start.drop_groups));
  ::setsid();
  ::umask(022);
  step("resetting signals", reset_signals());
  step("mounting an empty root", empty_root());
  step("binding devices without state", bind_devices());
  step("entering the empty root", enter_root());
  step("silencing standard streams", silence(0, 1));
  const LastFds last;
  step("arranging descriptors", arrange_descriptors(start, last));
  step = os::StartSteps(last.report);
  step("forbidding core files", no_core());
  step("giving up capabilities", keep_spawner_capabilities());
  // After the last change of credentials, which would clear it.
  step("tying its life to the monitor", outcome(::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)));
  step("waiting for its program", await(last.ready, message));
  if (static_cast<GoAhead>(message) != GoAhead::insecure_console)
    step("silencing standard error", silence(2, 2));
  const char* const argv[] = {"anchorhold-agent", nullptr};
  const char* const env[] = {nullptr};
  ::syscall(SYS_execveat, last.program, "", argv, env, AT_EMPTY_PATH);
  step("executing the agent", errno);
  ::_exit(127);
}

}  // namespace anchorhold::enclave

#include "enclave/software/diagnose.h"

#include <cerrno>
#include <charconv>
#include <optional>

#include "os/error.h"
#include "os/file.h"

namespace anchorhold::enclave {

namespace {

std::optional<long> setting(const std::string& path) {
  const auto bytes = os::read_file(path, 64);
  if (!bytes.ok()) return std::nullopt;
  const std::string_view text = text_of(*bytes);
  long value = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc())
    return std::nullopt;
  return value;
}

struct Rule {
  const char* path;
  long bad;
  const char* advice;
};

constexpr Rule rules[] = {
    {"/proc/sys/kernel/unprivileged_userns_clone", 0,
     "unprivileged user namespaces are off: sysctl -w kernel.unprivileged_userns_clone=1"},
    {"/proc/sys/user/max_user_namespaces", 0,
     "user namespaces are off: sysctl -w user.max_user_namespaces=10000"},
    {"/proc/sys/kernel/apparmor_restrict_unprivileged_userns", 1,
     "AppArmor restricts user namespaces: sysctl -w "
     "kernel.apparmor_restrict_unprivileged_userns=0, or give anchorhold "
     "a profile with 'userns,'"},
    {"/proc/sys/vm/memfd_noexec", 2, "programs in memory are off: sysctl -w vm.memfd_noexec=1"},
};

std::string cause(const std::string& step, int error) {
  for (const Rule& rule : rules) {
    if (setting(rule.path) == rule.bad) return rule.advice;
  }
  if (step == "clone3" && error == ENOSPC)
    return "a namespace limit is reached: raise /proc/sys/user/max_*_namespaces, or stop other "
           "enclaves";
  if (error == EINVAL || error == ENOSYS)
    return "the kernel lacks a namespace or call that Anchorhold needs: Linux 6.1 with user, PID, "
           "mount, network, IPC, "
           "UTS, cgroup and time namespaces";
  if (error == EPERM || error == EACCES)
    return "a sandbox or container around this process forbids it: run on the machine itself, or "
           "let the container make "
           "user namespaces and mounts (seccomp and AppArmor unconfined)";
  if (error == EAGAIN || error == ENOMEM)
    return "the machine is out of processes or memory: ulimit -u, free";
  return "run as root to see whether the cause is a missing privilege";
}

}  // namespace

Error explain_refusal(const std::string& step, int error) {
  return os::system_error("software TEE", "the enclave failed at the step \"" + step + "\"", error)
      .advise(cause(step, error));
}

}  // namespace anchorhold::enclave

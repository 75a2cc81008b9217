#include "enclave/software/control_group.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>
#include <sstream>

#include "os/error.h"
#include "os/file.h"

namespace anchorhold::enclave {

namespace {

constexpr const char* standard_mount = "/sys/fs/cgroup";
constexpr size_t max_file_bytes = 64U << 10;

Result<std::string> text_of_file(const std::string& path) {
  AH_ASSIGN(const Bytes bytes, os::read_file(path, max_file_bytes));
  return string_of(bytes);
}

// The folder of the group that this process's group is in; its own for the root group, which may
// hold processes and groups at once.
Result<std::string> parent_of(const std::string& mount, const std::string& own) {
  std::istringstream lines(own);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("0::/")) continue;
    const std::string path = line.substr(3);
    return path == "/" ? mount : mount + path.substr(0, path.rfind('/'));
  }
  return Error{Code::unsupported, "cgroup", "this process is in no cgroup of version 2"};
}

Status require_controllers(const std::string& parent) {
  const std::string path = parent + "/cgroup.subtree_control";
  AH_ASSIGN(const std::string enabled, text_of_file(path));
  for (const char* controller : {"memory", "pids"}) {
    if ((" " + enabled).find(std::string(" ") + controller) != std::string::npos) continue;
    return Error{Code::unsupported, path, std::string("no ") + controller + " controller"}.advise(
        "echo '+memory +pids' > " + path + ", or run under systemd-run with Delegate=yes");
  }
  return {};
}

// A process may begin in another group only if both may be changed from their common parent.
Status require_delegation(const std::string& parent) {
  const std::string path = parent + "/cgroup.procs";
  if (::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0) return {};
  return os::system_error(path, "not delegated to this user", errno);
}

Status set(const std::string& group, const char* file, const std::string& value) {
  const std::string path = group + "/" + file;
  const os::Fd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!fd.valid()) return os::system_error(path, "cannot open", errno);
  return os::write_all(fd.get(), path, bytes_of(value));
}

}  // namespace

Result<ControlGroup> ControlGroup::create(const std::string& mount, const std::string& own,
                                          const std::string& name) {
  AH_ASSIGN(const std::string parent, parent_of(mount, own));
  AH_TRY(require_controllers(parent));
  AH_TRY(require_delegation(parent));
  const std::string path = parent + "/" + name;
  if (::mkdir(path.c_str(), 0755) != 0) return os::system_error(path, "cannot create", errno);
  ControlGroup group(path, os::Fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)));
  if (!group.folder_.valid()) return os::system_error(path, "cannot open", errno);
  return group;
}

Status ControlGroup::limit(const GroupLimits& limits) const {
  AH_TRY(set(path_, "memory.max", std::to_string(limits.memory_bytes)));
  AH_TRY(set(path_, "pids.max", std::to_string(limits.processes)));
  static_cast<void>(
      set(path_, "memory.swap.max", "0"));  // absent where the kernel does not count swap
  return {};
}

ControlGroup::~ControlGroup() {
  if (folder_.valid()) ::rmdir(path_.c_str());
}

Result<ControlGroup> make_group(const std::string& name) {
  struct statfs info {};
  if (::statfs(standard_mount, &info) != 0 || info.f_type != CGROUP2_SUPER_MAGIC)
    return Error{Code::unsupported, standard_mount, "not cgroup version 2 alone"};
  AH_ASSIGN(const std::string own, text_of_file("/proc/self/cgroup"));
  return ControlGroup::create(standard_mount, own, name);
}

}  // namespace anchorhold::enclave

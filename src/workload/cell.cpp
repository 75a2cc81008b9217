#include "workload/cell.h"

#include <fcntl.h>
#include <linux/mount.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "os/error.h"

namespace anchorhold::workload {

namespace {

constexpr const char* devices[] = {"null", "zero", "full", "random", "urandom"};
constexpr unsigned long no_trust = MS_NOSUID | MS_NODEV;

Error cell_error(std::string object, std::string_view action) {
  return os::system_error(std::move(object), action, errno);
}

// A memory file system counts whole pages, so that small files take more than their size: `bytes`
// and a little.
std::string sized(uint64_t bytes, uint64_t inodes, const char* mode) {
  return "size=" + std::to_string(bytes + (256U << 10)) + ",nr_inodes=" + std::to_string(inodes) +
         ",mode=" + mode;
}

Status mount_memory(const std::string& at, unsigned long flags, const std::string& options) {
  if (::mount("anchorhold", at.c_str(), "tmpfs", flags | no_trust, options.c_str()) != 0)
    return cell_error(at, "cannot mount a memory file system");
  return {};
}

Status make_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0755) != 0) return cell_error(path, "cannot create");
  return {};
}

Status change_mount(const std::string& path, uint64_t attributes) {
  mount_attr change{};
  change.attr_set = attributes;
  if (::syscall(SYS_mount_setattr, AT_FDCWD, path.c_str(), 0, &change, sizeof change) == 0)
    return {};
  Error error = cell_error(path, "cannot make it read-only");
  if (errno == EBUSY) error.hint = "close every descriptor that writes below it before the launch";
  return error;
}

// The agent's own devices come from its TEE; where one is missing the workload goes without.
Status bind_device(const std::string& mount_point, const std::string& name) {
  const std::string from = "/dev/" + name;
  const std::string to = mount_point + "/dev/" + name;
  struct stat info {};
  if (::stat(from.c_str(), &info) != 0 || !S_ISCHR(info.st_mode)) return {};
  const os::Fd place(::open(to.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644));
  if (!place.valid()) return cell_error(to, "cannot create");
  if (::mount(from.c_str(), to.c_str(), nullptr, MS_BIND, nullptr) != 0)
    return cell_error(to, "cannot bind");
  // Read-only keeps its times and mode from carrying anything; a device can be written all the
  // same.
  return change_mount(to, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC);
}

Result<os::Fd> open_folder(const std::string& path) {
  os::Fd folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!folder.valid()) return cell_error(path, "cannot open");
  return folder;
}

}  // namespace

Result<CellFolders> build_cell(const std::string& mount_point, const Prepare& prepare) {
  const auto& [space, limits] = prepare;
  AH_TRY(mount_memory(mount_point, 0, sized(space.root_bytes, space.files + 64, "755")));
  for (const char* folder : {"/in", "/out", "/tmp", "/dev"})
    AH_TRY(make_folder(mount_point + folder));
  if (::symlink("../tmp", (mount_point + "/dev/shm").c_str()) != 0)
    return cell_error("/dev/shm", "cannot create");
  for (const char* device : devices) AH_TRY(bind_device(mount_point, device));

  AH_TRY(mount_memory(mount_point + "/in", MS_NOEXEC, sized(space.in_bytes, 4096, "755")));
  AH_TRY(mount_memory(mount_point + "/out", MS_NOEXEC, sized(limits.out_bytes, 4096, "755")));
  AH_TRY(mount_memory(mount_point + "/tmp", MS_NOEXEC, sized(limits.memory_bytes, 65536, "1777")));

  CellFolders folders;
  AH_ASSIGN(folders.root, open_folder(mount_point));
  AH_ASSIGN(folders.in, open_folder(mount_point + "/in"));
  AH_ASSIGN(folders.out, open_folder(mount_point + "/out"));
  return folders;
}

Status enter_cell(const std::string& mount_point) {
  if (::chdir(mount_point.c_str()) != 0) return cell_error(mount_point, "cannot enter");
  if (::syscall(SYS_pivot_root, ".", ".") != 0)
    return cell_error(mount_point, "cannot make it the root");
  if (::umount2(".", MNT_DETACH) != 0 || ::chdir("/") != 0)
    return cell_error("/", "cannot detach the old root");
  return {};
}

Status seal_cell() {
  AH_TRY(change_mount("/", MOUNT_ATTR_RDONLY));
  return change_mount("/in", MOUNT_ATTR_RDONLY);
}

}  // namespace anchorhold::workload

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cstring>

#include "cases.h"

namespace anchorhold::hostile {

namespace {

std::string any_of(std::initializer_list<const char*> paths, int flags = O_RDONLY) {
  for (const char* path : paths) {
    if (::open(path, flags) >= 0) return path;
    if (struct stat info{}; (flags & O_ACCMODE) == O_RDONLY && ::stat(path, &info) == 0)
      return path;
  }
  return "";
}

std::string created(const char* path) {
  return got(::open(path, O_WRONLY | O_CREAT | O_EXCL, 0666), path);
}

std::string above_the_root() {
  struct stat root {};
  struct stat above {};
  if (::chdir("/") != 0 || ::stat(".", &root) != 0 || ::stat("..", &above) != 0) return "";
  if (root.st_ino != above.st_ino || root.st_dev != above.st_dev)
    return "another folder above the root";
  return any_of({"../../../../etc/passwd", "/../../../../proc/self/status"});
}

std::string through_a_link() {
  if (::symlink("/in/data", "/out/way-in") != 0) return "";
  const int fd = ::open("/out/way-in", O_WRONLY);
  ::unlink("/out/way-in");
  return got(fd, "a writable input");
}

std::string by_handle() {
  alignas(file_handle) char buffer[sizeof(file_handle) + 128] = {};
  auto* handle = reinterpret_cast<file_handle*>(buffer);
  handle->handle_bytes = 8;
  int mount = 0;
  if (::name_to_handle_at(AT_FDCWD, "/", handle, &mount, 0) == 0) return "a handle";
  return got(::open_by_handle_at(AT_FDCWD, handle, O_RDONLY), "a file by handle");
}

// A device's times could tell another enclave something.
std::string device_times() {
  const timespec times[2] = {{1, 0}, {1, 0}};
  if (::utimensat(AT_FDCWD, "/dev/null", nullptr, 0) == 0) return "times touched";
  if (::utimensat(AT_FDCWD, "/dev/null", times, 0) == 0) return "times set";
  return got(::chmod("/dev/null", 0600), "mode set");
}

// Only in the file: what is on the pipe stays inside, and there is no other end.
std::string standard_streams() {
  for (int fd = 0; fd < 3; ++fd) {
    struct stat info {};
    if (::fstat(fd, &info) != 0) continue;
    if (!S_ISCHR(info.st_mode) || info.st_rdev != makedev(1, 3))
      return "stream " + std::to_string(fd);
  }
  return "";
}

std::string inherited_descriptors() {
  for (int fd = 3; fd < 4096; ++fd) {
    if (::fcntl(fd, F_GETFD) >= 0) return "descriptor " + std::to_string(fd);
  }
  return "";
}

std::string environment() {
  return environ[0] == nullptr ? "" : environ[0];
}

std::string node(const char* path, mode_t type, dev_t device) {
  return got(::mknod(path, type | 0666, device), path);
}

const Case of_files[] = {
    {"host-files",
     [] {
       return any_of(
           {"/etc/passwd", "/etc/shadow", "/root", "/home", "/var", "/boot", "/run", "/usr"});
     }},
    {"host-bait", [] { return any_of({bait_file}); }},
    {"proc-self",
     [] {
       return any_of({"/proc", "/proc/self/mem", "/proc/self/exe", "/proc/self/maps"});
     }},
    {"proc-init-root",
     [] {
       return any_of({"/proc/1/root", "/proc/1/environ", "/proc/1/fd"});
     }},
    {"proc-kernel",
     [] {
       return any_of({"/proc/kcore", "/proc/sysrq-trigger", "/proc/sys/kernel/core_pattern"});
     }},
    {"sys",
     [] {
       return any_of({"/sys", "/sys/fs/cgroup", "/sys/kernel", "/sys/firmware"});
     }},
    {"above-the-root", above_the_root},
    {"write-root", [] { return created("/new"); }},
    {"write-program", [] { return any_of({"/bin/probe"}, O_WRONLY); }},
    {"replace-program", [] { return got(::rename("/bin/probe", "/bin/other"), "renamed"); }},
    {"remove-program", [] { return got(::unlink("/bin/probe"), "removed"); }},
    {"write-input", [] { return any_of({"/in/data"}, O_WRONLY); }},
    {"create-input", [] { return created("/in/new"); }},
    {"write-input-through-link", through_a_link},
    {"chmod-program", [] { return got(::chmod("/bin/probe", 0777), "changed"); }},
    {"link-program-to-output", [] { return got(::link("/bin/probe", "/out/linked"), "linked"); }},
    {"link-input-to-output", [] { return got(::link("/in/data", "/out/linked"), "linked"); }},
    {"devices",
     [] {
       return any_of({"/dev/mem", "/dev/kmem", "/dev/port", "/dev/kmsg", "/dev/kvm", "/dev/fuse",
                      "/dev/tty", "/dev/console", "/dev/vda", "/dev/sda", "/dev/net/tun",
                      "/dev/vsock", "/dev/nsm", "/dev/userfaultfd", "/dev/ptmx",
                      "/dev/loop-control"});
     }},
    {"device-times", device_times},
    {"device-create", [] { return created("/dev/new"); }},
    {"node-memory", [] { return node("/tmp/mem", S_IFCHR, makedev(1, 1)); }},
    {"node-disk", [] { return node("/tmp/disk", S_IFBLK, makedev(254, 0)); }},
    {"node-fifo-output", [] { return node("/out/fifo", S_IFIFO, 0); }},
    {"node-socket-output", [] { return node("/out/socket", S_IFSOCK, 0); }},
    {"file-handle", by_handle},
    {"inherited-descriptors", inherited_descriptors},
    {"standard-streams", standard_streams},
    {"environment", environment},
};

}  // namespace

std::span<const Case> file_cases() {
  return of_files;
}

}  // namespace anchorhold::hostile

#include <fcntl.h>
#include <linux/mount.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cases.h"

namespace anchorhold::hostile {

namespace {

std::string mounted(const char* source, const char* target, const char* type, unsigned long flags) {
  return got(::mount(source, target, type, flags, nullptr), "a mount");
}

std::string unshared(int flags) {
  return got(::unshare(flags), "a namespace");
}

std::string cloned(unsigned long flags) {
  const long pid = ::syscall(SYS_clone, flags | 17, nullptr, nullptr, nullptr, nullptr);
  if (pid == 0) ::_exit(0);
  return got(pid, "a process in a namespace of its own");
}

std::string cloned3() {
  struct {
    uint64_t flags = CLONE_NEWUSER, pidfd = 0, child_tid = 0, parent_tid = 0, exit_signal = 17,
             stack = 0, stack_size = 0, tls = 0;
  } arguments;
  const long pid = ::syscall(SYS_clone3, &arguments, sizeof arguments);
  if (pid == 0) ::_exit(0);
  return got(pid, "a process in a user namespace");
}

std::string attributes() {
  mount_attr change{};
  change.attr_clr = MOUNT_ATTR_RDONLY;
  return got(::syscall(SYS_mount_setattr, AT_FDCWD, "/", 0, &change, sizeof change),
             "a writable root");
}

const Case of_mounts[] = {
    {"mount-tmpfs", [] { return mounted("none", "/tmp", "tmpfs", 0); }},
    {"mount-proc", [] { return mounted("proc", "/tmp", "proc", 0); }},
    {"mount-sysfs", [] { return mounted("sysfs", "/tmp", "sysfs", 0); }},
    {"mount-bind", [] { return mounted("/in", "/tmp", nullptr, MS_BIND); }},
    {"mount-root-writable", [] { return mounted(nullptr, "/", nullptr, MS_REMOUNT | MS_BIND); }},
    {"mount-out-executable",
     [] { return mounted(nullptr, "/out", nullptr, MS_REMOUNT | MS_BIND); }},
    {"mount-attributes", attributes},
    {"mount-new-interface", [] { return got(::syscall(SYS_fsopen, "tmpfs", 0), "a file system"); }},
    {"mount-open-tree",
     [] { return got(::syscall(SYS_open_tree, AT_FDCWD, "/", 1), "a detached mount"); }},
    {"mount-move",
     [] {
       return got(::syscall(SYS_move_mount, AT_FDCWD, "/in", AT_FDCWD, "/tmp", 0), "a moved mount");
     }},
    {"unmount-input", [] { return got(::umount2("/in", MNT_DETACH), "unmounted"); }},
    {"chroot", [] { return got(::chroot("/tmp"), "another root"); }},
    {"pivot-root", [] { return got(::syscall(SYS_pivot_root, "/tmp", "/tmp"), "another root"); }},
    {"unshare-user", [] { return unshared(CLONE_NEWUSER); }},
    {"unshare-mount", [] { return unshared(CLONE_NEWNS); }},
    {"unshare-network", [] { return unshared(CLONE_NEWNET); }},
    {"unshare-pid", [] { return unshared(CLONE_NEWPID); }},
    {"clone-user", [] { return cloned(CLONE_NEWUSER); }},
    {"clone-mount", [] { return cloned(CLONE_NEWNS); }},
    {"clone3-user", cloned3},
    {"setns", [] { return got(::setns(0, 0), "a namespace"); }},
};

}  // namespace

std::span<const Case> mount_cases() {
  return of_mounts;
}

}  // namespace anchorhold::hostile

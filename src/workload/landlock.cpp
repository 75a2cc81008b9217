#include <dirent.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

#include "workload/confine.h"

namespace anchorhold::workload {

namespace {

// What the distribution's header may not know yet; the ABI number says what the kernel knows.
constexpr uint64_t access_truncate = 1ULL << 14;   // ABI 3
constexpr uint64_t access_ioctl_dev = 1ULL << 15;  // ABI 5
constexpr uint64_t net_bind_and_connect = 3;       // ABI 4
constexpr uint64_t scope_sockets_and_signals = 3;  // ABI 6

struct RulesetAttributes {
  uint64_t handled_fs;
  uint64_t handled_net;
  uint64_t scoped;
};

constexpr uint64_t read_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr uint64_t folder_only = LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                                 LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR |
                                 LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SYM |
                                 LANDLOCK_ACCESS_FS_REFER;
constexpr uint64_t write_access =
    read_access | folder_only | LANDLOCK_ACCESS_FS_WRITE_FILE | access_truncate;

uint64_t every_access(long abi) {
  uint64_t access = (1ULL << 13) - 1;  // ABI 1
  if (abi >= 2) access |= LANDLOCK_ACCESS_FS_REFER;
  if (abi >= 3) access |= access_truncate;
  if (abi >= 5) access |= access_ioctl_dev;
  return access;
}

size_t attribute_bytes(long abi) {
  if (abi >= 6) return sizeof(RulesetAttributes);
  return abi >= 4 ? 2 * sizeof(uint64_t) : sizeof(uint64_t);
}

int allow(int ruleset, int folder, const char* path, uint64_t access) {
  landlock_path_beneath_attr rule{};
  rule.allowed_access = access;
  rule.parent_fd = ::openat(folder, path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
  if (rule.parent_fd < 0) return errno;
  struct stat info {};
  int error = ::fstat(rule.parent_fd, &info) == 0 ? 0 : errno;
  if (!S_ISDIR(info.st_mode)) rule.allowed_access &= ~folder_only;
  if (error == 0 && !S_ISLNK(info.st_mode) && rule.allowed_access != 0 &&
      ::syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0) {
    error = errno;
  }
  ::close(rule.parent_fd);
  return error;
}

bool is_one_of(const char* name, std::initializer_list<const char*> names) {
  for (const char* other : names) {
    if (std::strcmp(name, other) == 0) return true;
  }
  return false;
}

// Rules add up along a path, so execution is granted to each entry of the root by itself.
int allow_execution(int ruleset, int root) {
  alignas(uint64_t) char buffer[4096];
  for (;;) {
    const long count = ::syscall(SYS_getdents64, root, buffer, sizeof buffer);
    if (count <= 0) return count == 0 ? 0 : errno;
    for (long at = 0; at < count;) {
      struct Entry {
        uint64_t inode;
        int64_t offset;
        unsigned short size;
        unsigned char type;
        char name[256];
      };
      const auto* entry = reinterpret_cast<const Entry*>(buffer + at);
      at += entry->size;
      if (is_one_of(entry->name, {".", "..", "in", "out", "tmp", "dev"})) continue;
      if (const int error = allow(ruleset, root, entry->name, LANDLOCK_ACCESS_FS_EXECUTE);
          error != 0)
        return error;
    }
  }
}

int add_rules(int ruleset, uint64_t known, Files files) {
  const int root = ::open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (root < 0) return errno;
  int error = allow(ruleset, root, "out", write_access & known);
  if (files == Files::in_and_out) {
    if (error == 0) error = allow(ruleset, root, "in", read_access);
    ::close(root);
    return error;
  }
  if (error == 0) error = allow(ruleset, root, ".", read_access);
  if (error == 0) error = allow(ruleset, root, "tmp", write_access & known);
  if (error == 0) error = allow(ruleset, root, "dev", LANDLOCK_ACCESS_FS_WRITE_FILE);
  if (error == 0) error = allow_execution(ruleset, root);
  ::close(root);
  return error;
}

}  // namespace

int restrict_files(Files files) {
  const long abi =
      ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (abi < 1) return 0;
  const RulesetAttributes attributes{every_access(abi), net_bind_and_connect,
                                     scope_sockets_and_signals};
  const int ruleset = static_cast<int>(
      ::syscall(SYS_landlock_create_ruleset, &attributes, attribute_bytes(abi), 0));
  if (ruleset < 0) return errno;
  int error = add_rules(ruleset, attributes.handled_fs, files);
  if (error == 0 && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) error = errno;
  if (error == 0 && ::syscall(SYS_landlock_restrict_self, ruleset, 0) != 0) error = errno;
  ::close(ruleset);
  return error;
}

}  // namespace anchorhold::workload

#include "file_rules.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "os/error.h"

namespace anchorhold::wasi_suite {

namespace {

constexpr uint64_t every_access = (1ULL << 13) - 1;  // ABI 1
constexpr uint64_t reading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr uint64_t execution = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE;
constexpr uint64_t writing = reading | LANDLOCK_ACCESS_FS_WRITE_FILE |
                             LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                             LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                             LANDLOCK_ACCESS_FS_MAKE_SYM;

Status allow(const os::Fd& rules, const os::Fd& file, const std::string& name, uint64_t access) {
  const landlock_path_beneath_attr rule{access, file.get()};
  if (::syscall(SYS_landlock_add_rule, rules.get(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0)
    return {};
  return os::system_error(name, "cannot allow it", errno);
}

}  // namespace

Result<os::Fd> make_file_rules(const std::vector<wasi::Folder>& folders, const os::Fd& program) {
  const long abi =
      ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (abi < 1) return os::Fd();
  // From one folder into another, nothing can be moved unless a rule says so.
  const uint64_t moving = abi < 2 ? 0 : LANDLOCK_ACCESS_FS_REFER;
  const landlock_ruleset_attr handled{every_access | moving};
  os::Fd rules(
      static_cast<int>(::syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0)));
  if (!rules.valid()) return os::system_error("Landlock", "cannot make rules", errno);
  for (const wasi::Folder& folder : folders) {
    const os::Fd opened(::open(folder.path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!opened.valid()) return os::system_error(folder.path, "cannot open it", errno);
    AH_TRY(allow(rules, opened, folder.path, folder.read_only ? reading : writing | moving));
  }
  AH_TRY(allow(rules, program, "program", execution));
  return rules;
}

int obey(const os::Fd& rules) {
  if (!rules.valid() || ::syscall(SYS_landlock_restrict_self, rules.get(), 0) == 0) return 0;
  return errno;
}

}  // namespace anchorhold::wasi_suite

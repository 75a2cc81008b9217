#pragma once
// A cgroup v2 of the enclave's own, where the machine lets this user make one: the only limit that
// counts all its processes together. Version 1 is not used: moving a process into its groups stalls
// a launch for ten milliseconds and more.

#include <string>

#include "base/result.h"
#include "os/fd.h"

namespace anchorhold::enclave {

struct GroupLimits {
  uint64_t memory_bytes = 0;
  uint64_t processes = 0;
};

class ControlGroup {
 public:
  // create: a group beside this process's own, below `mount` ("/sys/fs/cgroup"), without limits
  // yet. `own` is this process's line of /proc/self/cgroup ("0::/user.slice/…"). unsupported or
  // denied say what is missing and how to get it.
  static Result<ControlGroup> create(const std::string& mount, const std::string& own,
                                     const std::string& name);
  // Removes the group; its processes are gone by then.
  ~ControlGroup();
  ControlGroup(ControlGroup&& other) noexcept = default;
  ControlGroup& operator=(ControlGroup&&) = delete;

  // limit: what all processes of the group may use together, those that are in it already too.
  Status limit(const GroupLimits& limits) const;

  const os::Fd& fd() const { return folder_; }

 private:
  ControlGroup(std::string path, os::Fd folder)
      : path_(std::move(path)), folder_(std::move(folder)) {}
  std::string path_;
  os::Fd folder_;
};

// make_group: create() with what this machine and process have.
Result<ControlGroup> make_group(const std::string& name);

}  // namespace anchorhold::enclave

#pragma once
// Control group of one enclave (cgroup v2), where this user was given a subtree with the
// controllers.

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"

namespace anchorhold::enclave {

// CgroupLimits: for the whole enclave, agent and workload and their memory file systems together.
struct CgroupLimits {
  uint64_t memory_bytes = 0;
  uint64_t processes = 0;
};

// Cgroup: a group beside the caller's own (a group with processes may have none below it), removed
// with the object. The group must be empty by then: the enclave's PID namespace has died with its
// first process.
class Cgroup {
 public:
  // create: `mount` is where cgroup v2 is mounted, `own` the caller's group in it ("/…" of
  // /proc/self/cgroup). unavailable, with the reason for people, when there is no v2 hierarchy, no
  // memory or pids controller, or no right to make groups.
  static Result<std::unique_ptr<Cgroup>> create(const std::string& mount, const std::string& own,
                                                const std::string& name,
                                                const CgroupLimits& limits);
  Cgroup(const Cgroup&) = delete;
  Cgroup& operator=(const Cgroup&) = delete;
  ~Cgroup();

  // admit: moves the process into the group; its children follow.
  Status admit(pid_t process);

 private:
  explicit Cgroup(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

// own_cgroup: the caller's group in the v2 hierarchy, from the text of /proc/self/cgroup; empty
// when there is none.
std::string own_cgroup(std::string_view proc_self_cgroup);

}  // namespace anchorhold::enclave

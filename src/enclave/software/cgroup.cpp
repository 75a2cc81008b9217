#include "enclave/software/cgroup.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>

#include "os/error.h"
#include "os/file.h"

namespace anchorhold::enclave {

namespace {

constexpr size_t kMaxControlText = 4096;

Status write_control(const std::string& path, const std::string& text) {
  const os::Fd file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!file.valid()) return os::system_error(path, "cannot open", errno);
  return os::write_all(file.get(), path, bytes_of(text));
}

bool has_word(std::string_view text, std::string_view word) {
  const size_t at = text.find(word);
  if (at == std::string_view::npos) return false;
  const size_t end = at + word.size();
  return (at == 0 || text[at - 1] == ' ') &&
         (end == text.size() || text[end] == ' ' || text[end] == '\n');
}

Error missing(std::string why) {
  return Error{Code::unavailable, "cgroup v2", std::move(why)};
}

}  // namespace

std::string own_cgroup(std::string_view text) {
  constexpr std::string_view kUnified = "0::";
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (line.starts_with(kUnified)) return std::string(line.substr(kUnified.size()));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
  return {};
}

Result<std::unique_ptr<Cgroup>> Cgroup::create(const std::string& mount, const std::string& own,
                                               const std::string& name,
                                               const CgroupLimits& limits) {
  if (own.empty()) return missing("this system has no v2 hierarchy");
  const std::string parent = mount + own.substr(0, own.rfind('/'));
  const auto controllers = os::read_file(parent + "/cgroup.subtree_control", kMaxControlText);
  if (!controllers.ok()) return missing("no v2 hierarchy is mounted at " + mount);
  for (const std::string_view needed : {"memory", "pids"}) {
    if (!has_word(text_of(*controllers), needed)) {
      return missing("the " + std::string(needed) + " controller is not delegated to " + parent);
    }
  }
  const std::string path = parent + "/" + name;
  if (::mkdir(path.c_str(), 0755) != 0) return missing("no right to make groups below " + parent);
  std::unique_ptr<Cgroup> group(new Cgroup(path));
  AH_TRY(write_control(path + "/memory.max", std::to_string(limits.memory_bytes)));
  AH_TRY(write_control(path + "/memory.swap.max", "0"));
  AH_TRY(write_control(path + "/pids.max", std::to_string(limits.processes)));
  return group;
}

Status Cgroup::admit(pid_t process) {
  return write_control(path_ + "/cgroup.procs", std::to_string(process));
}

Cgroup::~Cgroup() {
  ::rmdir(path_.c_str());
}

}  // namespace anchorhold::enclave

#include "agent/gate/collect.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "contract/names.h"
#include "os/error.h"
#include "os/file.h"

namespace anchorhold::agent {

namespace {

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

Error refused(const std::string& name, std::string why) {
  return Error{Code::denied, "output " + name, std::move(why)};
}

Result<Bytes> take_file(const os::Fd& out, const std::string& name, int64_t max_bytes) {
  // O_NONBLOCK: opening a FIFO that the workload left must not wait for a writer that never comes.
  os::Fd file(
      ::openat(out.get(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (!file.valid()) return refused(name, "cannot be opened as a file");
  struct stat info {};
  if (::fstat(file.get(), &info) != 0)
    return os::system_error("output " + name, "cannot be examined", errno);
  if (!S_ISREG(info.st_mode)) return refused(name, "not a regular file");
  if (info.st_nlink != 1) return refused(name, "has more than one name");
  if (info.st_size > max_bytes) {
    return std::move(refused(name, "too large"))
        .want("at most " + std::to_string(max_bytes) + " bytes")
        .saw(std::to_string(info.st_size));
  }
  os::FileSource source(std::move(file), "output " + name);
  return read_all(source, "output " + name, static_cast<size_t>(max_bytes));
}

}  // namespace

Result<Outputs> collect_outputs(const os::Fd& out,
                                const std::map<std::string, contract::Output>& declared) {
  os::Fd copy(::openat(out.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!copy.valid()) return os::system_error("/out", "cannot be opened", errno);
  const std::unique_ptr<DIR, CloseFolder> folder(::fdopendir(copy.get()));
  if (!folder) return os::system_error("/out", "cannot be listed", errno);
  copy.release();
  for (errno = 0; const dirent* entry = ::readdir(folder.get()); errno = 0) {
    const std::string name = entry->d_name;
    if (name == "." || name == "..") continue;
    if (!declared.contains(name)) {
      return Error{Code::denied, "/out", "holds a file that is not declared"}
          .saw(printable(name))
          .advise("the contract names every file that may leave");
    }
  }
  if (errno != 0) return os::system_error("/out", "cannot be listed", errno);
  Outputs outputs;
  for (const auto& [name, rule] : declared) {
    struct stat info {};
    if (::fstatat(out.get(), name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0)
      return refused(name, "missing");
    AH_ASSIGN(outputs[name], take_file(out, name, rule.max_bytes));
  }
  return outputs;
}

}  // namespace anchorhold::agent

#include "workload/tree_writer.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "os/error.h"
#include "os/file.h"
#include "os/memfd.h"

namespace anchorhold::workload {

namespace {

Error image_error(const std::string& path, std::string_view action) {
  Error error = os::system_error("image: " + path, action, errno);
  if (errno == EXDEV)
    error.hint = "/in, /out and /tmp are not the image's to fill: build it without files there";
  return error;
}

os::Fd open_in(const os::Fd& root, const std::string& path, uint64_t flags, uint64_t mode,
               uint64_t resolve) {
  open_how how{};
  how.flags = flags | O_CLOEXEC;
  how.mode = mode;
  how.resolve = resolve;
  return os::Fd(
      static_cast<int>(::syscall(SYS_openat2, root.get(), path.c_str(), &how, sizeof how)));
}

constexpr uint64_t strictly_below =
    RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV | RESOLVE_NO_MAGICLINKS;

Status copy_content(const os::Fd& to, const std::string& path, RandomAccess& content,
                    uint64_t offset, uint64_t size) {
  Bytes buffer(std::min<uint64_t>(size, 256U << 10));
  while (size > 0) {
    const MutableBytes part(buffer.data(), std::min<uint64_t>(size, buffer.size()));
    AH_ASSIGN(const size_t count, content.read_at(offset, part));
    if (count != part.size())
      return Error{Code::malformed, "image: " + path, "ends within its content"};
    AH_TRY(os::write_all(to.get(), "image: " + path, part));
    offset += count;
    size -= count;
  }
  return {};
}

}  // namespace

Result<os::Fd> TreeWriter::parent_of(const std::string& path, std::string& name) {
  const size_t slash = path.rfind('/');
  name = slash == std::string::npos ? path : path.substr(slash + 1);
  if (name.empty() || name == "." || name == "..")
    return Error{Code::invalid_argument, "image: " + path, "not a path of a file"};
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash);
  os::Fd parent = open_in(root_, folder, O_PATH | O_DIRECTORY, 0, strictly_below);
  if (!parent.valid()) return image_error(path, "cannot open its folder");
  return parent;
}

Status TreeWriter::directory(const std::string& path) {
  std::string name;
  AH_ASSIGN(const os::Fd parent, parent_of(path, name));
  if (::mkdirat(parent.get(), name.c_str(), 0755) == 0) return {};
  const bool prepared = path == "in" || path == "out" || path == "tmp" || path == "dev";
  if (errno == EEXIST && prepared) return {};
  return image_error(path, "cannot create the folder");
}

Status TreeWriter::file(const std::string& path, bool executable, RandomAccess& content,
                        uint64_t offset, uint64_t size) {
  const os::Fd file =
      open_in(root_, path, O_WRONLY | O_CREAT | O_EXCL, executable ? 0755 : 0644, strictly_below);
  if (!file.valid()) return image_error(path, "cannot create");
  return copy_content(file, path, content, offset, size);
}

Status TreeWriter::symlink(const std::string& path, const std::string& target) {
  std::string name;
  AH_ASSIGN(const os::Fd parent, parent_of(path, name));
  if (::symlinkat(target.c_str(), parent.get(), name.c_str()) != 0)
    return image_error(path, "cannot create the link");
  return {};
}

Status TreeWriter::hardlink(const std::string& path, const std::string& target) {
  std::string name;
  std::string target_name;
  AH_ASSIGN(const os::Fd parent, parent_of(path, name));
  AH_ASSIGN(const os::Fd target_parent, parent_of(target, target_name));
  if (::linkat(target_parent.get(), target_name.c_str(), parent.get(), name.c_str(), 0) != 0)
    return image_error(path, "cannot link to " + target);
  return {};
}

Result<os::Fd> executable_memfd(const os::Fd& root, const std::string& path) {
  const os::Fd file = open_in(root, path, O_RDONLY, 0, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
  if (!file.valid()) return image_error(path, "cannot open the entry point");
  char magic[4] = {};
  if (::pread(file.get(), magic, sizeof magic, 0) != sizeof magic ||
      std::string_view(magic, 4) != "\177ELF") {
    return Error{Code::unsupported, "entry point " + path, "not an ELF program"}.advise(
        "name the interpreter as the entry point and the script as its argument");
  }
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) return image_error(path, "cannot read its size");
  AH_ASSIGN(os::Fd memory, os::make_memfd("entry point", os::Execute::yes));
  for (off_t offset = 0; offset < info.st_size;) {
    const ssize_t count =
        ::sendfile(memory.get(), file.get(), &offset, static_cast<size_t>(info.st_size - offset));
    if (count <= 0 && errno != EINTR) return image_error(path, "cannot copy the entry point");
  }
  AH_TRY(os::seal(memory));
  // Executable and not readable: the process is not dumpable from its first instruction.
  if (::fchmod(memory.get(), 0111) != 0)
    return image_error(path, "cannot make the entry point executable");
  return memory;
}

}  // namespace anchorhold::workload

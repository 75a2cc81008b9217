#include "cli/rootfs_directory.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>
#include <map>
#include <memory>

#include "image/names.h"
#include "os/error.h"
#include "os/file.h"

namespace anchorhold::cli {
namespace {

using Inode = std::pair<dev_t, ino_t>;

Error special(const std::string& name, std::string what) {
  return Error{Code::denied, image::printable(name), std::move(what)}.advise(
      "remove it from the input, or build with --drop-special");
}

class Walk {
 public:
  Walk(std::string top, image::ImportRules rules) : top_(std::move(top)), rules_(rules) {}

  Result<image::FileTree> run() {
    os::Fd folder(::open(top_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.valid()) return os::system_error(top_, "cannot open", errno);
    AH_TRY(directory(std::move(folder), ""));
    return std::move(tree_);
  }

 private:
  std::string full(const std::string& path) const { return top_ + "/" + path; }

  Status directory(os::Fd folder, const std::string& path) {
    const std::unique_ptr<DIR, int (*)(DIR*)> list(::fdopendir(folder.get()), &::closedir);
    if (!list) return os::system_error(full(path), "cannot read", errno);
    folder.release();
    while (const dirent* next = ::readdir(list.get())) {
      const std::string name = next->d_name;
      if (name == "." || name == "..") continue;
      AH_TRY(entry(::dirfd(list.get()), name, path.empty() ? name : path + "/" + name));
    }
    return {};
  }

  Status entry(int folder, const std::string& name, const std::string& path) {
    struct stat info {};
    if (::fstatat(folder, name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) {
      return os::system_error(full(path), "cannot look at", errno);
    }
    if (S_ISDIR(info.st_mode)) {
      AH_TRY(tree_.add_directory(path));
      os::Fd inner(::openat(folder, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
      if (!inner.valid()) return os::system_error(full(path), "cannot open", errno);
      return directory(std::move(inner), path);
    }
    if (S_ISLNK(info.st_mode)) return link(folder, name, path);
    if (S_ISREG(info.st_mode)) return file(folder, name, path);
    return rules_.drop_special ? Status() : special(full(path), "device node, FIFO or socket");
  }

  Status link(int folder, const std::string& name, const std::string& path) {
    std::string target(image::max_path + 1, '\0');
    const ssize_t size = ::readlinkat(folder, name.c_str(), target.data(), target.size());
    if (size < 0) return os::system_error(full(path), "cannot read", errno);
    target.resize(static_cast<size_t>(size));
    return tree_.add_symlink(path, std::move(target));
  }

  Status file(int folder, const std::string& name, const std::string& path) {
    os::Fd fd(::openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!fd.valid()) return os::system_error(full(path), "cannot open", errno);
    struct stat info {};
    if (::fstat(fd.get(), &info) != 0) return os::system_error(full(path), "cannot look at", errno);
    if (!rules_.drop_special) {
      if ((info.st_mode & (S_ISUID | S_ISGID)) != 0) {
        return special(full(path), "set-user-id or set-group-id program");
      }
      if (::fgetxattr(fd.get(), "security.capability", nullptr, 0) >= 0) {
        return special(full(path), "file with capabilities");
      }
    }
    image::Node node{.type = image::NodeType::file,
                     .executable = (info.st_mode & 0111) != 0,
                     .content = {},
                     .target = {}};
    std::shared_ptr<const Bytes>& content = contents_[Inode(info.st_dev, info.st_ino)];
    if (!content) {
      os::FileSource source(std::move(fd), full(path));
      AH_ASSIGN(Bytes bytes, read_all(source, full(path), static_cast<size_t>(rules_.max_bytes)));
      rules_.max_bytes -= bytes.size();
      content = std::make_shared<const Bytes>(std::move(bytes));
    }
    node.content = content;
    return tree_.add(path, std::move(node));
  }

  std::string top_;
  image::ImportRules rules_;
  image::FileTree tree_;
  std::map<Inode, std::shared_ptr<const Bytes>> contents_;
};

}  // namespace

Result<image::FileTree> read_directory(const std::string& path, image::ImportRules rules) {
  return Walk(path, rules).run();
}

}  // namespace anchorhold::cli

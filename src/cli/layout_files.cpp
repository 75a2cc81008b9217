#include "cli/layout_files.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "image/decompress.h"
#include "image/flatten.h"
#include "image/tree_layout.h"
#include "os/error.h"
#include "os/file.h"

namespace anchorhold::cli {
namespace {

namespace fs = std::filesystem;

class DirectoryLayout : public image::LayoutFiles {
 public:
  explicit DirectoryLayout(std::string folder) : folder_(std::move(folder)) {}
  Result<std::unique_ptr<RandomAccess>> open(const std::string& name) override {
    AH_ASSIGN(os::FileAccess file, os::FileAccess::open(folder_ + "/" + name));
    return std::unique_ptr<RandomAccess>(std::make_unique<os::FileAccess>(std::move(file)));
  }

 private:
  std::string folder_;
};

class DirectoryWriter : public image::LayoutWriter {
 public:
  explicit DirectoryWriter(std::string folder) : folder_(std::move(folder)) {}
  Status file(const std::string& name, uint64_t,
              const std::function<Status(Sink&)>& content) override {
    AH_ASSIGN(os::PendingFile out, os::PendingFile::create(folder_ + "/" + name, 0644));
    AH_TRY(content(out));
    return out.commit();
  }

 private:
  std::string folder_;
};

// A folder that is removed again unless it was renamed to its place.
class PendingFolder {
 public:
  explicit PendingFolder(std::string path) : path_(std::move(path)) {}
  ~PendingFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  PendingFolder(const PendingFolder&) = delete;
  PendingFolder& operator=(const PendingFolder&) = delete;
  Status commit(const std::string& to) {
    if (std::rename(path_.c_str(), to.c_str()) != 0)
      return os::system_error(to, "cannot create", errno);
    path_.clear();
    return {};
  }

 private:
  std::string path_;
};

Status write_directory(const std::string& path, const image::BuiltImage& built,
                       const image::FileTree& tree, const std::string& signature) {
  std::string partial = path + ".partial-XXXXXX";
  if (::mkdtemp(partial.data()) == nullptr) return os::system_error(path, "cannot create", errno);
  PendingFolder folder(partial);
  const bool made = ::chmod(partial.c_str(), 0755) == 0 &&
                    ::mkdir((partial + "/blobs").c_str(), 0755) == 0 &&
                    ::mkdir((partial + "/blobs/sha256").c_str(), 0755) == 0;
  if (!made) return os::system_error(path, "cannot create", errno);
  DirectoryWriter writer(partial);
  AH_TRY(store_image(built, tree, signature, writer));
  return folder.commit(path);
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

}  // namespace

std::string_view native_architecture() {
#if defined(__aarch64__)
  return "arm64";
#else
  return "amd64";
#endif
}

Result<std::unique_ptr<image::LayoutFiles>> open_layout(const std::string& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) {
    return std::unique_ptr<image::LayoutFiles>(std::make_unique<DirectoryLayout>(path));
  }
  AH_ASSIGN(os::Fd fd, os::open_read(path));
  os::FileSource source(std::move(fd), path);
  AH_ASSIGN(image::FileTree tree, image::read_rootfs(path, source, {}));
  return std::unique_ptr<image::LayoutFiles>(std::make_unique<image::TreeLayout>(std::move(tree)));
}

Status write_layout(const std::string& to, const image::BuiltImage& built,
                    const image::FileTree& tree, const std::string& signature) {
  std::string path = to;
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  std::error_code ignored;
  if (fs::exists(fs::symlink_status(path, ignored))) {
    return Error{Code::conflict, path, "exists already"}.advise(
        "choose another name, or remove it");
  }
  if (!ends_with(path, ".tar")) return write_directory(path, built, tree, signature);
  AH_ASSIGN(os::PendingFile out, os::PendingFile::create(path, 0644));
  image::TarLayoutWriter writer(out);
  AH_TRY(store_image(built, tree, signature, writer));
  AH_TRY(writer.finish());
  return out.commit();
}

}  // namespace anchorhold::cli

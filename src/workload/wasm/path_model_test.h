#pragma once
// PathModel: what the paths of a folder lead to, by plain rules over a list of what is in it. It
// asks the kernel for no path but that of the folder, so that it can judge how others do.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "workload/wasm/types.h"

namespace anchorhold::wasi {

struct ModelNode {
  Filetype type = Filetype::directory;
  uint64_t inode = 0;
  std::string target = {};      // of a link
  ModelNode* parent = nullptr;  // of a folder; the uppermost has none
  std::map<std::string, std::unique_ptr<ModelNode>, std::less<>> entries = {};

  bool is_folder() const { return type == Filetype::directory; }
  bool is_link() const { return type == Filetype::symbolic_link; }
};

struct ModelResult {
  Errno error = Errno::success;
  const ModelNode* node = nullptr;
};

class PathModel {
 public:
  // Takes down what is in the folder now.
  explicit PathModel(const std::string& folder);

  // folder_of: by its inode; nullptr when it is gone.
  const ModelNode* folder_of(uint64_t inode) const;

  // What the standard's functions find, or say, of a path below `root`.
  static ModelResult find(const ModelNode& root, std::string_view path, bool follow);
  static Errno create_directory(const ModelNode& root, std::string_view path);
  static Errno remove_directory(const ModelNode& root, std::string_view path);
  static Errno unlink(const ModelNode& root, std::string_view path);
  static Errno symlink(const ModelNode& root, std::string_view path);

 private:
  std::unique_ptr<ModelNode> top_;
};

}  // namespace anchorhold::wasi

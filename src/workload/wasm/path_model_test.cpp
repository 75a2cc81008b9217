#include "workload/wasm/path_model_test.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "workload/wasm/path.h"

namespace anchorhold::wasi {
namespace {

constexpr int most_links = 40;
constexpr size_t longest_name = 255;

std::unique_ptr<ModelNode> take_down(const std::filesystem::path& path, ModelNode* parent) {
  struct stat status {};
  EXPECT_EQ(::lstat(path.c_str(), &status), 0);
  auto node = std::make_unique<ModelNode>();
  node->inode = status.st_ino;
  node->parent = parent;
  if (S_ISREG(status.st_mode)) node->type = Filetype::regular_file;
  if (S_ISLNK(status.st_mode)) {
    node->type = Filetype::symbolic_link;
    node->target = std::filesystem::read_symlink(path);
  }
  if (!S_ISDIR(status.st_mode)) return node;
  for (const auto& entry : std::filesystem::directory_iterator(path))
    node->entries[entry.path().filename()] = take_down(entry.path(), node.get());
  return node;
}

const ModelNode* folder_among(const ModelNode& node, uint64_t inode) {
  if (!node.is_folder()) return nullptr;
  if (node.inode == inode) return &node;
  for (const auto& [name, entry] : node.entries) {
    if (const ModelNode* const found = folder_among(*entry, inode)) return found;
  }
  return nullptr;
}

// Walk: where one stands, and what is still to walk.
struct Walk {
  const ModelNode* root;
  const ModelNode* at;
  std::string rest;
  bool follow;
  int links = 0;
  Errno error = Errno::success;

  // Takes one component off; false at the end, or at an error.
  bool step() {
    if (rest.empty() || error != Errno::success) return false;
    if (!at->is_folder()) return fail(Errno::notdir);
    rest.erase(0, rest.find_first_not_of('/'));
    const std::string name = rest.substr(0, rest.find('/'));
    rest.erase(0, name.size());
    if (name.empty() || name == ".") return true;
    if (name == "..") {
      if (at == root) return fail(Errno::perm);
      at = at->parent;
      return true;
    }
    return enter(name);
  }

 private:
  bool fail(Errno why) {
    error = why;
    return false;
  }

  bool enter(const std::string& name) {
    if (name.size() > longest_name) return fail(Errno::nametoolong);
    const auto found = at->entries.find(name);
    if (found == at->entries.end()) return fail(Errno::noent);
    const ModelNode& next = *found->second;
    if (!next.is_link() || (rest.empty() && !follow)) {
      at = &next;
      return true;
    }
    if (++links > most_links) return fail(Errno::loop);
    if (next.target.starts_with('/')) return fail(Errno::perm);
    rest = next.target + rest;
    return true;
  }
};

// ModelPlace: the parent of the last component, and its name.
struct ModelPlace {
  Errno error = Errno::success;
  const ModelNode* parent = nullptr;
  std::string name = {};
  bool slash = false;

  bool is_dots() const { return name == "." || name == ".."; }
  const ModelNode* entry() const {
    const auto found = parent->entries.find(name);
    return found == parent->entries.end() ? nullptr : found->second.get();
  }
};

ModelPlace model_place(const ModelNode& root, std::string_view path) {
  ModelPlace place{.error = check_path(path)};
  if (place.error != Errno::success) return place;
  const size_t end = path.find_last_not_of('/') + 1;
  const size_t slash = path.substr(0, end).rfind('/');
  const size_t begin = slash == std::string_view::npos ? 0 : slash + 1;
  place.name = path.substr(begin, end - begin);
  place.slash = end < path.size();
  const std::string parent = begin == 0 ? "." : std::string(path.substr(0, begin));
  const ModelResult found = PathModel::find(root, parent, true);
  place.error = found.error;
  place.parent = found.node;
  if (place.error == Errno::success && place.name == "..")
    place.error = PathModel::find(root, path, false).error;
  if (place.error == Errno::success && place.name.size() > longest_name)
    place.error = Errno::nametoolong;
  return place;
}

}  // namespace

PathModel::PathModel(const std::string& folder) : top_(take_down(folder, nullptr)) {}

const ModelNode* PathModel::folder_of(uint64_t inode) const {
  return folder_among(*top_, inode);
}

ModelResult PathModel::find(const ModelNode& root, std::string_view path, bool follow) {
  const Errno text = check_path(path);
  if (text != Errno::success) return {text, nullptr};
  Walk walk{&root, &root, std::string(path), follow};
  while (walk.step()) {
  }
  return {walk.error, walk.error == Errno::success ? walk.at : nullptr};
}

Errno PathModel::create_directory(const ModelNode& root, std::string_view path) {
  const ModelPlace place = model_place(root, path);
  if (place.error != Errno::success) return place.error;
  return place.is_dots() || place.entry() != nullptr ? Errno::exist : Errno::success;
}

Errno PathModel::remove_directory(const ModelNode& root, std::string_view path) {
  const ModelPlace place = model_place(root, path);
  if (place.error != Errno::success) return place.error;
  if (place.name == ".") return Errno::inval;
  if (place.name == "..") return Errno::notempty;
  const ModelNode* const entry = place.entry();
  if (entry == nullptr) return Errno::noent;
  if (!entry->is_folder()) return Errno::notdir;
  return entry->entries.empty() ? Errno::success : Errno::notempty;
}

Errno PathModel::unlink(const ModelNode& root, std::string_view path) {
  const ModelPlace place = model_place(root, path);
  if (place.error != Errno::success) return place.error;
  if (place.is_dots()) return Errno::isdir;
  const ModelNode* const entry = place.entry();
  if (entry == nullptr) return Errno::noent;
  if (entry->is_folder()) return Errno::isdir;
  return place.slash ? Errno::notdir : Errno::success;
}

Errno PathModel::symlink(const ModelNode& root, std::string_view path) {
  const ModelPlace place = model_place(root, path);
  if (place.error != Errno::success) return place.error;
  if (place.is_dots()) return Errno::exist;
  const ModelNode* const entry = place.entry();
  if (entry == nullptr) return place.slash ? Errno::noent : Errno::success;
  return place.slash && !entry->is_folder() ? Errno::notdir : Errno::exist;
}

}  // namespace anchorhold::wasi

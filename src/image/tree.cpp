#include "image/tree.h"

#include <algorithm>
#include <vector>

#include "image/names.h"

namespace anchorhold::image {
namespace {

constexpr int max_link_depth = 40;  // as the kernel's

std::vector<std::string> components(std::string_view path) {
  std::vector<std::string> parts;
  size_t begin = 0;
  while (begin < path.size()) {
    const size_t end = std::min(path.find('/', begin), path.size());
    if (end > begin) parts.emplace_back(path.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

Error unresolved(std::string_view path, std::string message) {
  return Error{Code::not_found, printable(path), std::move(message)};
}

}  // namespace

Status FileTree::add(const std::string& path, Node node) {
  AH_TRY(check_path("image file", path));
  if (node.type == NodeType::symlink) AH_TRY(check_target(printable(path), node.target));
  const std::string parent(parent_path(path));
  if (!parent.empty()) {
    const Node* above = find(parent);
    if (above == nullptr) {
      AH_TRY(add(parent, Node{}));
    } else if (above->type != NodeType::directory) {
      return Error{Code::malformed, printable(path), "lies below something that is not a directory"}
          .saw(printable(parent) +
               (above->type == NodeType::symlink ? ", a symbolic link" : ", a file"))
          .advise("name the file by its real path");
    }
  }
  if (const Node* old = find(path); old != nullptr) {
    if (old->type == NodeType::directory && node.type == NodeType::directory) return {};
    remove(path);
  }
  if (nodes_.size() >= max_tree_nodes) {
    return Error{Code::limit_exceeded, printable(path), "too many files in the image"}.want(
        "at most " + std::to_string(max_tree_nodes));
  }
  nodes_.insert_or_assign(path, std::move(node));
  return {};
}

Status FileTree::add_directory(const std::string& path) {
  return add(path, Node{});
}

Status FileTree::add_file(const std::string& path, Bytes content, bool executable) {
  return add(path, Node{.type = NodeType::file,
                        .executable = executable,
                        .content = std::make_shared<const Bytes>(std::move(content)),
                        .target = {}});
}

Status FileTree::add_symlink(const std::string& path, std::string target) {
  return add(path, Node{.type = NodeType::symlink,
                        .executable = false,
                        .content = nullptr,
                        .target = std::move(target)});
}

void FileTree::remove(std::string_view path) {
  clear(path);
  if (const auto found = nodes_.find(path); found != nodes_.end()) nodes_.erase(found);
}

void FileTree::clear(std::string_view path) {
  if (path.empty()) return nodes_.clear();
  // '0' is the byte after '/': everything below `path` lies between the two.
  const auto begin = nodes_.lower_bound(std::string(path) + '/');
  const auto end = nodes_.lower_bound(std::string(path) + '0');
  nodes_.erase(begin, end);
}

const Node* FileTree::find(std::string_view path) const {
  const auto found = nodes_.find(path);
  return found == nodes_.end() ? nullptr : &found->second;
}

Result<std::string> FileTree::resolve(std::string_view path) const {
  std::vector<std::string> rest = components(path);
  std::vector<std::string> done;
  int links = 0;
  for (size_t next = 0; next < rest.size(); ++next) {
    const std::string part = rest[next];
    if (part == ".") continue;
    if (part == "..") {
      if (!done.empty()) done.pop_back();
      continue;
    }
    std::string here;
    for (const std::string& above : done) here += above + "/";
    here += part;
    const Node* node = find(here);
    if (node == nullptr)
      return unresolved(path, "leads to /" + printable(here) + ", which is not in the image");
    if (node->type == NodeType::symlink) {
      if (++links > max_link_depth) return unresolved(path, "symbolic links go in a circle");
      std::vector<std::string> replaced = components(node->target);
      replaced.insert(replaced.end(), rest.begin() + static_cast<std::ptrdiff_t>(next) + 1,
                      rest.end());
      if (node->target[0] == '/') done.clear();
      rest = std::move(replaced);
      next = static_cast<size_t>(-1);  // begins again with the first component of the target
      continue;
    }
    if (node->type == NodeType::file && next + 1 < rest.size()) {
      return unresolved(path, "/" + printable(here) + " is not a directory");
    }
    done.push_back(part);
  }
  std::string found;
  for (const std::string& part : done) found += (found.empty() ? "" : "/") + part;
  return found;
}

}  // namespace anchorhold::image

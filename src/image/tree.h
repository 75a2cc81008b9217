#pragma once
// FileTree: the files of an image: names, content, and whether a file is executable. Owners, times,
// other mode bits and whether two files were hard links are not kept: they would make equal images
// differ.

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::image {

enum class NodeType : uint8_t { directory, file, symlink };

struct Node {
  NodeType type = NodeType::directory;
  bool executable = false;               // files only
  std::shared_ptr<const Bytes> content;  // files only; hard links share it
  std::string target;                    // symbolic links only
};

inline constexpr size_t max_tree_nodes = 1U << 20;

class FileTree {
 public:
  // add: puts `node` at `path` and makes missing parent directories. A directory put over a
  // directory keeps its children, any other replacement drops them. Refused: a path that check_path
  // refuses, and a parent that is not a directory (so nothing is ever written through a symbolic
  // link).
  Status add(const std::string& path, Node node);
  Status add_directory(const std::string& path);
  Status add_file(const std::string& path, Bytes content, bool executable);
  Status add_symlink(const std::string& path, std::string target);

  // remove: the node and everything below it; nothing when it is not there.
  void remove(std::string_view path);
  // clear: everything below `path`, which stays; "" clears the tree.
  void clear(std::string_view path);

  const Node* find(std::string_view path) const;
  // resolve: the path of the directory or file that `path` (absolute, or relative to the root)
  // leads to through the tree's own symbolic links, read as from a root that cannot be left.
  // not_found names the link that leads nowhere.
  Result<std::string> resolve(std::string_view path) const;

  // The nodes by path in byte order: parents before children. The root itself is not listed.
  const std::map<std::string, Node, std::less<>>& nodes() const { return nodes_; }

 private:
  std::map<std::string, Node, std::less<>> nodes_;
};

}  // namespace anchorhold::image

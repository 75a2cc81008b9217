#pragma once
// An OCI layout whose files are a tree in memory: a layout read from a tar archive.

#include "image/oci.h"
#include "image/tree.h"

namespace anchorhold::image {

class TreeLayout : public LayoutFiles {
 public:
  explicit TreeLayout(FileTree tree) : tree_(std::move(tree)) {}
  Result<std::unique_ptr<RandomAccess>> open(const std::string& name) override;

 private:
  FileTree tree_;
};

}  // namespace anchorhold::image

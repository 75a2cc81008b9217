#pragma once
// Flattening: the layers of a foreign OCI image as one tree.

#include "image/archive.h"
#include "image/oci.h"

namespace anchorhold::image {

// flatten: applies all layers in order. Each blob must match its descriptor's size and digest, and
// its unpacked form the configuration's diff_id. Encrypted, non-distributable and unknown layer
// types are unsupported, by name.
Result<FileTree> flatten(LayoutFiles& files, const OciImage& image, ImportRules rules);

// read_rootfs: the tree of a root file system archive, compressed or not.
Result<FileTree> read_rootfs(std::string_view object, Source& archive, ImportRules rules);

}  // namespace anchorhold::image

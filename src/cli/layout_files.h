#pragma once
// OCI image layouts on disk, as directory or tar archive, in both directions.

#include <memory>
#include <string>

#include "image/store.h"

namespace anchorhold::cli {

// native_architecture: this machine's, as OCI names it.
std::string_view native_architecture();

// open_layout: the files of a layout that is a directory, or a tar archive, gzip and zstd included.
Result<std::unique_ptr<image::LayoutFiles>> open_layout(const std::string& path);

// write_layout: the image as a directory, or as one archive when `path` ends in ".tar". It appears
// under its name only when complete; something of that name is a conflict.
Status write_layout(const std::string& path, const image::BuiltImage& built,
                    const image::FileTree& tree, const std::string& signature);

}  // namespace anchorhold::cli

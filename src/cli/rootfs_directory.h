#pragma once
// A root file system directory as an image tree.

#include <string>

#include "image/archive.h"
#include "image/tree.h"

namespace anchorhold::cli {

// read_directory: everything below `path`, symbolic links not followed. Devices, FIFOs, sockets,
// set-id programs and file capabilities are refused by name, or left out as `rules` say.
Result<image::FileTree> read_directory(const std::string& path, image::ImportRules rules);

}  // namespace anchorhold::cli

#pragma once
// What `build` takes: a program, a root file system, or an OCI image, told apart by their content.

#include <string>

#include "image/archive.h"
#include "image/manifest.h"
#include "image/tree.h"

namespace anchorhold::cli {

// ImageInput: the files, and what the input itself says of how to run them.
struct ImageInput {
  image::FileTree tree;
  image::Manifest manifest;  // entry point empty: not known
  std::string note = {};     // what of the input was not taken over, for the user
};

// read_input: a directory with `oci-layout` is an OCI layout, any other a root file system; a file
// is a static program, or an archive of either. `entrypoint` is where a single program is put
// ("/app" when empty).
Result<ImageInput> read_input(const std::string& path, const std::string& entrypoint,
                              image::ImportRules rules);

}  // namespace anchorhold::cli

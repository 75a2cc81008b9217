#pragma once
// The entry point of an image: found, and checked to be startable, when the image is built.

#include "image/manifest.h"
#include "image/oci.h"
#include "image/tree.h"

namespace anchorhold::image {

// manifest_of_config: entry point, arguments and environment as a foreign image's configuration
// states them. A bare program name is looked for along the configuration's PATH.
Result<Manifest> manifest_of_config(const OciConfig& config, const FileTree& tree);

// check_entrypoint: the entry point leads to an executable program of the tree, and so does the
// loader it names. Returns the architecture it is for.
Result<std::string> check_entrypoint(const Manifest& manifest, const FileTree& tree);

}  // namespace anchorhold::image

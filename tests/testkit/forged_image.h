#pragma once
// OCI layouts and small programs, made in memory.

#include <string>
#include <vector>

#include "base/bytes.h"
#include "image/oci.h"
#include "image/tree.h"

namespace anchorhold::testkit {

// forge_program: the smallest ELF file that passes for a static amd64 program, or a dynamic one
// that names `loader`. It is never run. `salt` makes programs differ.
Bytes forge_program(const std::string& salt = "", const std::string& loader = "");

struct ForgedLayer {
  Bytes blob;  // as stored
  Bytes tar;   // as unpacked: its digest becomes the diff_id
  std::string media_type;
};

// forge_layout: a foreign layout of these layers, as a tree of its files. `config` has entry point,
// environment and so on; its diff_ids are filled in.
image::FileTree forge_layout(const std::vector<ForgedLayer>& layers, image::OciConfig config);

}  // namespace anchorhold::testkit

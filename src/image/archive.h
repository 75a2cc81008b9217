#pragma once
// Foreign tar archives: what `tar`, skopeo and image builders write, read through libarchive into
// plain lists.

#include <string>
#include <vector>

#include "base/io.h"
#include "base/result.h"
#include "image/tree.h"

namespace anchorhold::image {

// ImportRules: what to do with entries that a canonical layer cannot hold, and how much to take.
struct ImportRules {
  // false: set-id bits, file capabilities, device nodes, FIFOs and sockets are refused by name.
  // true: bits and capabilities are dropped and such nodes left out. Either way nothing of the kind
  // gets into the image.
  bool drop_special = false;
  uint64_t max_bytes = 4ULL << 30;  // of unpacked content, all layers together
};

// ArchiveMember: one entry, its path cleaned. A hard link names its target; its node is empty.
struct ArchiveMember {
  std::string path;
  Node node;
  std::string hardlink = {};
};

// Whether names beginning with ".wh." are OCI whiteouts, or plainly refused.
enum class Whiteouts : uint8_t { refuse, apply };

// LayerChange: what one archive does to the tree below it.
struct LayerChange {
  std::vector<std::string> whiteouts;  // paths that vanish
  std::vector<std::string> opaque;     // directories whose lower content vanishes; "" is the root
  std::vector<ArchiveMember> members;  // sorted by path
};

// read_archive: the whole of `tar`, which is not compressed. `rules.max_bytes` is lowered by what
// was read. Refused by name: absolute paths, "..", paths named twice, and everything that
// ImportRules speaks of.
Result<LayerChange> read_archive(std::string_view object, Source& tar, Whiteouts whiteouts,
                                 ImportRules& rules);

// apply_change: first whiteouts and opaque directories, then the members, as the OCI specification
// orders it. Hard links lead to members of the same archive, or else to files that were in the tree
// before.
Status apply_change(std::string_view object, LayerChange change, FileTree& tree);

}  // namespace anchorhold::image

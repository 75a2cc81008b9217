#pragma once
// The canonical layer: the one tar form that the enclave reads. For every list of entries there is
// exactly one byte string, and the reader refuses every other. docs/formats.md states the form.

#include <map>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/io.h"
#include "base/result.h"
#include "image/tree.h"

namespace anchorhold::image {

enum class EntryType : uint8_t { directory, file, symlink, hardlink };

// Entry: one member of a layer. Its mode is 0755 for directories and executables, else 0644; owner
// 0:0, time 0.
struct Entry {
  std::string path;  // relative, as check_path wants it
  EntryType type = EntryType::directory;
  bool executable = false;   // files and hard links
  uint64_t size = 0;         // of a file's content
  uint64_t data_offset = 0;  // where that content begins in the layer
  std::string target = {};   // symlink: any text; hardlink: the path of an earlier file
  bool operator==(const Entry&) const = default;
};

inline constexpr uint64_t max_file_bytes = (8ULL << 30) - 1;
inline constexpr size_t tar_block = 512;

// LayerReader: streams the entries of a canonical layer, front to back. It reads headers only;
// content is read by the caller from the same RandomAccess at [data_offset, data_offset + size).
// What next() hands out is safe to unpack in order into an empty directory: paths ascend strictly,
// every parent is an earlier directory entry (never a link), and a hard link's target is an earlier
// file. Any other form is malformed, naming the entry.
class LayerReader {
 public:
  // `layer` outlives the reader.
  explicit LayerReader(RandomAccess& layer) : layer_(layer) {}

  // The next entry; empty at the end, after the end marker and the absence of anything behind it
  // were checked.
  Result<std::optional<Entry>> next();

 private:
  Status read_exact(uint64_t offset, MutableBytes out);
  Status check_padding(const Entry& entry);
  Status check_order(const Entry& entry);
  Result<std::optional<Entry>> finish(uint64_t offset);

  RandomAccess& layer_;
  uint64_t offset_ = 0;
  std::string last_path_;
  // Directories and files so far (true: executable), for the checks of parents and hard links.
  std::map<std::string, std::pair<EntryType, bool>, std::less<>> seen_;
};

// check_layer: reads all entries; ok when the layer is canonical throughout.
Status check_layer(RandomAccess& layer);

// read_layer: the layer as a tree, for tools outside the enclave; at most `limit_bytes` of content.
Result<FileTree> read_layer(RandomAccess& layer, uint64_t limit_bytes);

// write_layer: the canonical layer of `tree`. A file whose content and mode an earlier path has too
// becomes a hard link to the first such path, so the bytes depend on names and contents alone.
Status write_layer(const FileTree& tree, Sink& out);

}  // namespace anchorhold::image

#include "crypto/hash.h"
#include "image/layer.h"
#include "image/names.h"
#include "image/tar_header.h"

namespace anchorhold::image {
namespace {

// The first path of each content, so that a later equal file becomes a hard link.
using FirstPaths = std::map<std::pair<Digest256, bool>, std::string>;

Status write_content(const Bytes& content, Sink& out) {
  AH_TRY(out.write(content));
  return out.write(Bytes(padded(content.size()) - content.size()));
}

Status write_file_entry(Entry entry, const Bytes& content, FirstPaths& first, Sink& out) {
  if (content.size() > max_file_bytes) {
    return Error{Code::limit_exceeded, printable(entry.path), "file too large for a layer"}.want(
        "less than 8 GiB");
  }
  if (!content.empty()) {
    const auto [known, fresh] =
        first.emplace(std::pair(crypto::sha256(content), entry.executable), entry.path);
    if (!fresh) {
      entry.type = EntryType::hardlink;
      entry.target = known->second;
      return out.write(encode_header(entry));
    }
  }
  entry.type = EntryType::file;
  entry.size = content.size();
  AH_TRY(out.write(encode_header(entry)));
  return write_content(content, out);
}

}  // namespace

Status write_layer(const FileTree& tree, Sink& out) {
  FirstPaths first;
  for (const auto& [path, node] : tree.nodes()) {
    Entry entry{.path = path, .executable = node.executable};
    switch (node.type) {
      case NodeType::directory:
        AH_TRY(out.write(encode_header(entry)));
        break;
      case NodeType::symlink:
        entry.type = EntryType::symlink;
        entry.target = node.target;
        AH_TRY(out.write(encode_header(entry)));
        break;
      case NodeType::file:
        AH_TRY(write_file_entry(std::move(entry), *node.content, first, out));
        break;
    }
  }
  return out.write(Bytes(2 * tar_block));
}

}  // namespace anchorhold::image

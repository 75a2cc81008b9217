#include <algorithm>

#include "image/layer.h"
#include "image/names.h"
#include "image/tar_header.h"

namespace anchorhold::image {
namespace {

Error malformed(std::string_view path, std::string message) {
  return Error{Code::malformed, "layer: " + printable(path), std::move(message)}.advise(
      "build the image again with `anchorhold build`");
}

bool all_zero(ByteView bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](uint8_t byte) { return byte == 0; });
}

}  // namespace

Status LayerReader::read_exact(uint64_t offset, MutableBytes out) {
  AH_ASSIGN(const size_t count, layer_.read_at(offset, out));
  if (count == out.size()) return {};
  return malformed(last_path_,
                   "the layer ends after this entry, in the middle of the next or its content");
}

Result<std::optional<Entry>> LayerReader::next() {
  const uint64_t begin = offset_;
  Bytes raw(tar_block);
  AH_TRY(read_exact(begin, raw));
  if (all_zero(raw)) return finish(begin + tar_block);

  AH_ASSIGN(const size_t pax_bytes, pax_size(raw));
  if (pax_bytes > 0) {
    raw.resize(tar_block + padded(pax_bytes) + tar_block);
    AH_TRY(read_exact(begin, raw));
  }
  const ByteView all(raw);
  AH_ASSIGN(Entry entry,
            parse_header(text_of(pax_bytes == 0 ? ByteView() : all.subspan(tar_block, pax_bytes)),
                         all.last(tar_block)));
  // One rule in place of a hundred: what is not exactly what we would have written is refused.
  if (encode_header(entry) != raw)
    return malformed(entry.path, "header that is not in canonical form");
  AH_TRY(check_order(entry));

  entry.data_offset = begin + raw.size();
  if (entry.type != EntryType::file) entry.size = 0;
  AH_TRY(check_padding(entry));
  offset_ = entry.data_offset + padded(entry.size);
  last_path_ = entry.path;
  if (entry.type != EntryType::symlink) {
    const bool directory = entry.type == EntryType::directory;
    seen_.emplace(entry.path,
                  std::pair(directory ? EntryType::directory : EntryType::file, entry.executable));
  }
  return std::optional<Entry>(std::move(entry));
}

Status LayerReader::check_order(const Entry& entry) {
  AH_TRY(check_path("layer", entry.path));
  if (entry.path <= last_path_) return malformed(entry.path, "paths do not ascend");
  const std::string_view parent = parent_path(entry.path);
  if (!parent.empty()) {
    const auto above = seen_.find(parent);
    if (above == seen_.end() || above->second.first != EntryType::directory) {
      return malformed(entry.path, "its parent is not a directory of the layer");
    }
  }
  if (entry.type == EntryType::hardlink) {
    const auto target = seen_.find(entry.target);
    if (target == seen_.end() || target->second != std::pair(EntryType::file, entry.executable)) {
      return malformed(entry.path,
                       "hard link to something that is not an earlier file of the same mode");
    }
  }
  if (entry.type == EntryType::symlink) return check_target("layer: " + entry.path, entry.target);
  if (entry.type != EntryType::hardlink && !entry.target.empty())
    return malformed(entry.path, "target without a link");
  return {};
}

Status LayerReader::check_padding(const Entry& entry) {
  const uint64_t end = entry.data_offset + entry.size;
  if (end > layer_.size()) return malformed(entry.path, "content longer than the layer");
  Bytes rest(padded(entry.size) - entry.size);
  AH_TRY(read_exact(end, rest));
  if (!all_zero(rest)) return malformed(entry.path, "padding that is not zero");
  return {};
}

Result<std::optional<Entry>> LayerReader::finish(uint64_t offset) {
  ByteArray<tar_block> block;
  AH_TRY(read_exact(offset, block));
  if (!all_zero(block)) return malformed(last_path_, "end marker of one block only");
  if (layer_.size() != offset + tar_block)
    return malformed(last_path_, "bytes after the end marker");
  return std::optional<Entry>();
}

Status check_layer(RandomAccess& layer) {
  LayerReader reader(layer);
  for (;;) {
    AH_ASSIGN(const std::optional<Entry> entry, reader.next());
    if (!entry) return {};
  }
}

Result<FileTree> read_layer(RandomAccess& layer, uint64_t limit_bytes) {
  FileTree tree;
  LayerReader reader(layer);
  uint64_t total = 0;
  for (;;) {
    AH_ASSIGN(const std::optional<Entry> entry, reader.next());
    if (!entry) return tree;
    Node node;
    node.executable = entry->executable;
    if (entry->type == EntryType::symlink) {
      node.type = NodeType::symlink;
      node.target = entry->target;
    } else if (entry->type == EntryType::hardlink) {
      node = *tree.find(entry->target);
    } else if (entry->type == EntryType::file) {
      if (entry->size > limit_bytes - total) {
        return Error{Code::limit_exceeded, "layer: " + printable(entry->path),
                     "the image holds too many bytes"}
            .want("at most " + std::to_string(limit_bytes));
      }
      total += entry->size;
      Bytes content(static_cast<size_t>(entry->size));
      AH_ASSIGN(const size_t count, layer.read_at(entry->data_offset, content));
      if (count != content.size()) return malformed(entry->path, "content longer than the layer");
      node.type = NodeType::file;
      node.content = std::make_shared<const Bytes>(std::move(content));
    }
    AH_TRY(tree.add(entry->path, std::move(node)));
  }
}

}  // namespace anchorhold::image

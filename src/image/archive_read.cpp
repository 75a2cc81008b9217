#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <set>

#include "image/archive.h"
#include "image/libarchive.h"
#include "image/names.h"

namespace anchorhold::image {
namespace {

constexpr std::string_view whiteout_prefix = ".wh.";
constexpr std::string_view opaque_name = ".wh..wh..opq";
constexpr unsigned set_id_bits = 06000;  // set-user-id and set-group-id
constexpr size_t max_members = max_tree_nodes;

std::string_view text_or_empty(const char* text) {
  return text == nullptr ? std::string_view() : text;
}

std::string_view last_component(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

std::string joined(std::string_view parent, std::string_view name) {
  return parent.empty() ? std::string(name) : std::string(parent) + "/" + std::string(name);
}

Error refused(std::string_view object, std::string_view path, std::string what, bool droppable) {
  Error error{Code::denied, std::string(object) + ": " + printable(path), std::move(what)};
  if (droppable) error.hint = "remove it from the input, or build with --drop-special";
  return error;
}

bool has_capabilities(archive_entry* entry) {
  archive_entry_xattr_reset(entry);
  const char* name = nullptr;
  const void* value = nullptr;
  size_t size = 0;
  while (archive_entry_xattr_next(entry, &name, &value, &size) == ARCHIVE_OK) {
    if (text_or_empty(name) == "security.capability") return true;
  }
  return false;
}

// Reads the members of one archive into a LayerChange.
class Importer {
 public:
  Importer(std::string_view object, ArchiveReader& reader, Whiteouts whiteouts, ImportRules& rules)
      : object_(object), reader_(reader), whiteouts_(whiteouts), rules_(rules) {}

  Result<LayerChange> read() {
    for (;;) {
      archive_entry* entry = nullptr;
      const int status = archive_read_next_header(reader_.get(), &entry);
      if (status == ARCHIVE_EOF) break;
      // A warning is about a name that is not in the locale's characters: the bytes are there and
      // are checked here.
      if (status != ARCHIVE_OK && status != ARCHIVE_WARN) return reader_.error();
      AH_TRY(member(entry));
    }
    std::sort(out_.members.begin(), out_.members.end(),
              [](const ArchiveMember& a, const ArchiveMember& b) { return a.path < b.path; });
    return std::move(out_);
  }

 private:
  Status member(archive_entry* entry) {
    AH_ASSIGN(const std::string path,
              clean_path(object_, text_or_empty(archive_entry_pathname(entry))));
    if (path.empty()) return {};  // the root itself
    if (last_component(path).substr(0, whiteout_prefix.size()) == whiteout_prefix)
      return whiteout(path);
    AH_TRY(check_path(object_, path));
    ArchiveMember next{.path = path, .node = {}};
    AH_ASSIGN(const bool keep, read_node(entry, next));
    if (!keep) return {};
    const bool directory = next.hardlink.empty() && next.node.type == NodeType::directory;
    if (!paths_.insert(path).second && !directory)
      return refused(object_, path, "named twice in one archive", false);
    if (out_.members.size() >= max_members) {
      return Error{Code::limit_exceeded, object_, "too many files"}.want(
          "at most " + std::to_string(max_members));
    }
    out_.members.push_back(std::move(next));
    return {};
  }

  Status whiteout(const std::string& path) {
    if (whiteouts_ == Whiteouts::refuse) return check_path(object_, path);
    const std::string_view parent = parent_path(path);
    const std::string_view name = last_component(path);
    if (!parent.empty()) AH_TRY(check_path(object_, parent));
    if (name == opaque_name) {
      out_.opaque.emplace_back(parent);
      return {};
    }
    const std::string hidden = joined(parent, name.substr(whiteout_prefix.size()));
    AH_TRY(check_path(object_, hidden));  // refuses ".wh." alone and the other reserved names
    out_.whiteouts.push_back(hidden);
    return {};
  }

  // False: the rules say to leave the entry out.
  Result<bool> read_node(archive_entry* entry, ArchiveMember& out) {
    if (const char* target = archive_entry_hardlink(entry); target != nullptr) {
      AH_ASSIGN(out.hardlink, clean_path(object_ + ": " + printable(out.path), target));
      return true;
    }
    const auto type = archive_entry_filetype(entry);
    if (type != AE_IFREG && type != AE_IFDIR && type != AE_IFLNK) {
      if (rules_.drop_special) return false;
      return refused(object_, out.path, "device node, FIFO or socket", true);
    }
    if (!rules_.drop_special) {
      // A directory's set-group-id bit only hands down a group; a program's gives rights.
      if (type == AE_IFREG && (archive_entry_mode(entry) & set_id_bits) != 0) {
        return refused(object_, out.path, "set-user-id or set-group-id program", true);
      }
      if (has_capabilities(entry))
        return refused(object_, out.path, "file with capabilities", true);
    }
    if (type == AE_IFLNK) {
      out.node.type = NodeType::symlink;
      out.node.target = text_or_empty(archive_entry_symlink(entry));
    } else if (type == AE_IFREG) {
      out.node.type = NodeType::file;
      out.node.executable = (archive_entry_mode(entry) & 0111) != 0;
      AH_ASSIGN(out.node.content, content(out.path));
    }
    return true;
  }

  Result<std::shared_ptr<const Bytes>> content(const std::string& path) {
    auto bytes = std::make_shared<Bytes>();
    ByteArray<65536> buffer;
    for (;;) {
      const auto count = archive_read_data(reader_.get(), buffer.data(), buffer.size());
      if (count < 0) return reader_.error();
      if (count == 0) break;
      const auto size = static_cast<size_t>(count);
      if (size > rules_.max_bytes) {
        return Error{Code::limit_exceeded, object_ + ": " + printable(path),
                     "the image holds too many bytes"};
      }
      rules_.max_bytes -= size;
      append(*bytes, ByteView(buffer).first(size));
    }
    return std::shared_ptr<const Bytes>(std::move(bytes));
  }

  std::string object_;
  ArchiveReader& reader_;
  Whiteouts whiteouts_;
  ImportRules& rules_;
  std::set<std::string> paths_;
  LayerChange out_;
};

}  // namespace

Result<LayerChange> read_archive(std::string_view object, Source& tar, Whiteouts whiteouts,
                                 ImportRules& rules) {
  AH_ASSIGN(const std::unique_ptr<ArchiveReader> reader,
            ArchiveReader::open(object, tar, ArchiveReader::Kind::tar));
  return Importer(object, *reader, whiteouts, rules).read();
}

}  // namespace anchorhold::image

// Listings of folders.
#include <dirent.h>
#include <unistd.h>

#include <algorithm>

#include "workload/wasm/errno_map.h"
#include "workload/wasm/file_status.h"
#include "workload/wasm/host.h"

namespace anchorhold::wasi {

namespace {

constexpr size_t listing_buffer_bytes = 32U << 10;

// The layout of dirent: cookie of the next entry, inode, length of the name, type; then the name.
constexpr size_t dirent_bytes = 24;
constexpr size_t dirent_inode_at = 8;
constexpr size_t dirent_length_at = 16;
constexpr size_t dirent_type_at = 20;

bool is_dots(std::string_view name) {
  return name == "." || name == "..";
}

// The folder itself and the one above it, which has no number here: it may be out of reach.
std::vector<DirectoryEntry> dots(uint64_t inode) {
  return {{.name = ".", .inode = inode, .type = Filetype::directory},
          {.name = "..", .inode = 0, .type = Filetype::directory}};
}

void append_entries(const char* at, const char* end, std::vector<DirectoryEntry>& listing) {
  while (at < end) {
    const auto* const entry = static_cast<const dirent64*>(static_cast<const void*>(at));
    if (!is_dots(entry->d_name)) {
      listing.push_back(
          {.name = entry->d_name, .inode = entry->d_ino, .type = filetype_of_entry(entry->d_type)});
    }
    at += entry->d_reclen;
  }
}

// Reads a folder from its start; by name, so that the same files give the same run.
Errno list_folder(int fd, std::vector<DirectoryEntry>& listing) {
  struct stat status = {};
  if (::fstat(fd, &status) != 0 || ::lseek(fd, 0, SEEK_SET) != 0) return last_errno();
  listing = dots(status.st_ino);
  alignas(dirent64) std::array<char, listing_buffer_bytes> buffer;
  for (;;) {
    const ssize_t count = ::getdents64(fd, buffer.data(), buffer.size());
    if (count < 0) return last_errno();
    if (count == 0) break;
    append_entries(buffer.data(), buffer.data() + count, listing);
  }
  std::sort(listing.begin() + 2, listing.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return Errno::success;
}

std::vector<DirectoryEntry> list_inputs(const Inputs& inputs) {
  std::vector<DirectoryEntry> listing = dots(inputs_folder_inode);
  for (size_t i = 0; i < inputs.list().size(); ++i) {
    listing.push_back(
        {.name = inputs.list()[i].name, .inode = input_inode(i), .type = Filetype::regular_file});
  }
  return listing;
}

Errno take_listing(Entry& folder) {
  if (folder.kind == Kind::inputs) {
    folder.listing = list_inputs(*folder.inputs);
  } else if (const Errno result = list_folder(folder.fd.get(), folder.listing);
             result != Errno::success) {
    return result;
  }
  folder.listing_end = folder.listing.size();
  return Errno::success;
}

// One entry as far as it fits; the bytes that were filled.
size_t fill_entry(MutableBytes out, const DirectoryEntry& entry, uint64_t next) {
  ByteArray<dirent_bytes> head = {};
  const auto length = static_cast<Size>(entry.name.size());
  std::memcpy(head.data(), &next, sizeof next);
  std::memcpy(&head[dirent_inode_at], &entry.inode, sizeof entry.inode);
  std::memcpy(&head[dirent_length_at], &length, sizeof length);
  head[dirent_type_at] = static_cast<uint8_t>(entry.type);
  const size_t head_bytes = std::min(out.size(), head.size());
  const size_t name_bytes = std::min(out.size() - head_bytes, entry.name.size());
  std::memcpy(out.data(), head.data(), head_bytes);
  std::memcpy(out.data() + head_bytes, entry.name.data(), name_bytes);
  return head_bytes + name_bytes;
}

}  // namespace

// Cookie 0 takes a new listing, and later ones go on in it, whatever happened to the folder since.
// A buffer that is not filled to its end says that there is no more; then the listing goes, and
// whoever returns into its middle finds the folder as it is by then.
Errno Host::fd_readdir(Descriptor fd, Pointer buffer, Size bytes, uint64_t cookie, Pointer used) {
  const Entry* const any = table_.find(fd);
  if (any != nullptr && any->kind != Kind::folder && any->kind != Kind::inputs) {
    return Errno::notdir;
  }
  const Found folder = table_.find_with(fd, right::fd_readdir);
  if (!folder) return folder.error;
  const auto place = guest().range(buffer, bytes);
  if (!place || !guest().range(used, sizeof(Size))) return Errno::fault;
  if (cookie == 0 || (folder->listing.empty() && cookie < folder->listing_end)) {
    const Errno result = take_listing(*folder.entry);
    if (result != Errno::success) return result;
  }
  size_t filled = 0;
  while (cookie < folder->listing.size() && filled < place->size()) {
    const DirectoryEntry& entry = folder->listing[cookie];
    ++cookie;
    filled += fill_entry(place->subspan(filled), entry, cookie);
  }
  if (filled < place->size()) folder->listing = std::vector<DirectoryEntry>();
  guest().store(used, static_cast<Size>(filled));
  return Errno::success;
}

}  // namespace anchorhold::wasi

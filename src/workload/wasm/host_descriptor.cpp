// Descriptors themselves: what they are, what they may do, and their numbers.
#include <fcntl.h>

#include "workload/wasm/errno_map.h"
#include "workload/wasm/file_status.h"
#include "workload/wasm/host.h"

namespace anchorhold::wasi {

namespace {

// The layouts of fdstat and prestat.
constexpr size_t fdstat_bytes = 24;
constexpr size_t fdstat_flags_at = 2;
constexpr size_t fdstat_base_at = 8;
constexpr size_t fdstat_inheriting_at = 16;
constexpr size_t prestat_bytes = 8;
constexpr size_t prestat_length_at = 4;

constexpr Fdflags changeable_flags = fdflag::append | fdflag::nonblock;
constexpr Fdflags all_flags = changeable_flags | fdflag::dsync | fdflag::rsync | fdflag::sync;

Filetype descriptor_type(const Entry& entry) {
  switch (entry.kind) {
    case Kind::folder:
    case Kind::inputs:
      return Filetype::directory;
    case Kind::file:
    case Kind::input:
      return Filetype::regular_file;
    case Kind::stream:
      break;
  }
  struct stat status = {};
  if (::fstat(entry.fd.get(), &status) != 0) return Filetype::unknown;
  return filetype_of(status.st_mode);
}

// Sets O_APPEND and O_NONBLOCK as the flags say, and nothing else.
Errno change_flags(int fd, Fdflags flags) {
  const int now = ::fcntl(fd, F_GETFL);
  if (now < 0) return last_errno();
  const int append = (flags & fdflag::append) != 0 ? O_APPEND : 0;
  const int nonblock = (flags & fdflag::nonblock) != 0 ? O_NONBLOCK : 0;
  const int wanted = (now & ~(O_APPEND | O_NONBLOCK)) | append | nonblock;
  return ::fcntl(fd, F_SETFL, wanted) == 0 ? Errno::success : last_errno();
}

}  // namespace

Errno Host::fd_close(Descriptor fd) {
  return table_.close(fd) ? Errno::success : Errno::badf;
}

// The number must be in use: a module cannot choose a free one.
Errno Host::fd_renumber(Descriptor from, Descriptor to) {
  Entry* const source = table_.find(from);
  if (source == nullptr || table_.find(to) == nullptr) return Errno::badf;
  if (from == to) return Errno::success;
  Entry moved = std::move(*source);
  table_.close(from);
  table_.put(to, std::move(moved));
  return Errno::success;
}

Errno Host::fd_fdstat_get(Descriptor fd, Pointer stat) {
  const Entry* const entry = table_.find(fd);
  if (entry == nullptr) return Errno::badf;
  const auto place = guest().range(stat, fdstat_bytes);
  if (!place) return Errno::fault;
  ByteArray<fdstat_bytes> fdstat = {};
  fdstat[0] = static_cast<uint8_t>(descriptor_type(*entry));
  std::memcpy(&fdstat[fdstat_flags_at], &entry->flags, sizeof entry->flags);
  std::memcpy(&fdstat[fdstat_base_at], &entry->base, sizeof entry->base);
  std::memcpy(&fdstat[fdstat_inheriting_at], &entry->inheriting, sizeof entry->inheriting);
  std::memcpy(place->data(), fdstat.data(), fdstat_bytes);
  return Errno::success;
}

// Whether writes wait for the disk is chosen when a file is opened; the kernel cannot change it
// later.
Errno Host::fd_fdstat_set_flags(Descriptor fd, uint32_t flags) {
  const Found file = table_.find_file(fd, right::fd_fdstat_set_flags);
  if (!file) return file.error;
  const uint32_t changed = flags ^ file->flags;
  if ((flags & ~uint32_t{all_flags}) != 0) return Errno::inval;
  if ((changed & ~uint32_t{changeable_flags}) != 0) return Errno::inval;
  const auto wanted = static_cast<Fdflags>(flags);
  if (file->kind != Kind::input) {
    const Errno result = change_flags(file->fd.get(), wanted);
    if (result != Errno::success) return result;
  }
  file->flags = wanted;
  return Errno::success;
}

Errno Host::fd_fdstat_set_rights(Descriptor fd, Rights base, Rights inheriting) {
  Entry* const entry = table_.find(fd);
  if (entry == nullptr) return Errno::badf;
  const Rights gained = (base & ~entry->base) | (inheriting & ~entry->inheriting);
  if (gained != 0) return Errno::notcapable;
  entry->base = base;
  entry->inheriting = inheriting;
  return Errno::success;
}

Errno Host::fd_prestat_get(Descriptor fd, Pointer prestat) {
  const Entry* const entry = table_.find(fd);
  if (entry == nullptr || entry->preopen.empty()) return Errno::badf;
  const auto place = guest().range(prestat, prestat_bytes);
  if (!place) return Errno::fault;
  const auto length = static_cast<Size>(entry->preopen.size());
  ByteArray<prestat_bytes> folder = {};
  std::memcpy(&folder[prestat_length_at], &length, sizeof length);
  std::memcpy(place->data(), folder.data(), prestat_bytes);
  return Errno::success;
}

Errno Host::fd_prestat_dir_name(Descriptor fd, Pointer path, Size bytes) {
  const Entry* const entry = table_.find(fd);
  if (entry == nullptr || entry->preopen.empty()) return Errno::badf;
  const auto place = guest().range(path, bytes);
  if (!place) return Errno::fault;
  if (bytes < entry->preopen.size()) return Errno::nametoolong;
  std::memcpy(place->data(), entry->preopen.data(), entry->preopen.size());
  return Errno::success;
}

}  // namespace anchorhold::wasi

// Opening what a path names.
#include <sys/stat.h>

#include "workload/wasm/errno_map.h"
#include "workload/wasm/host.h"
#include "workload/wasm/named.h"
#include "workload/wasm/path.h"

namespace anchorhold::wasi {

namespace {

constexpr uint32_t known_oflags = oflag::creat | oflag::directory | oflag::excl | oflag::trunc;
constexpr uint32_t known_fdflags =
    fdflag::append | fdflag::dsync | fdflag::nonblock | fdflag::rsync | fdflag::sync;

// Wish: what path_open is asked for, in terms that are all known.
struct Wish {
  bool follow = false;
  Oflags oflags = 0;
  Fdflags flags = 0;
  Rights base = 0;
  Rights inheriting = 0;

  bool creates() const { return (oflags & oflag::creat) != 0; }
  bool truncates() const { return (oflags & oflag::trunc) != 0; }
  bool wants_folder() const { return (oflags & oflag::directory) != 0; }
};

// Made: the new entry of the table, or why there is none.
struct Made {
  Entry entry = {};
  Errno error = Errno::success;
};

// What a folder does not hand down is not granted. To be without reading or writing as asked is an
// error; the others are left out quietly, as Rust's standard library asks for all of them however
// it opens a file.
Errno grant(const Entry& folder, Wish& wish) {
  constexpr Rights content = right::fd_read | right::fd_write;
  if ((wish.base & content & ~folder.inheriting) != 0) return Errno::notcapable;
  wish.base &= folder.inheriting;
  wish.inheriting &= folder.inheriting;
  // The kernel changes the size only through a descriptor that writes.
  if ((wish.base & right::fd_write) == 0)
    wish.base &= ~(right::fd_allocate | right::fd_filestat_set_size);
  return Errno::success;
}

uint64_t access_mode(const Wish& wish) {
  const bool writes = (wish.base & right::fd_write) != 0 || wish.truncates();
  const bool reads = (wish.base & right::fd_read) != 0;
  if (!writes) return O_RDONLY;
  return reads ? O_RDWR : O_WRONLY;
}

Opening opening_for(const Wish& wish) {
  const auto when = [](bool condition, int flag) { return condition ? uint64_t(flag) : 0; };
  const auto flagged = [&wish](Fdflags flag) { return (wish.flags & flag) != 0; };
  Opening how{.flags = access_mode(wish) | O_NOCTTY};
  how.flags |= when(!wish.follow, O_NOFOLLOW) | when(wish.wants_folder(), O_DIRECTORY);
  how.flags |= when(wish.truncates(), O_TRUNC) | when(flagged(fdflag::append), O_APPEND);
  how.flags |= when(flagged(fdflag::dsync), O_DSYNC) | when(flagged(fdflag::nonblock), O_NONBLOCK);
  how.flags |= when(flagged(fdflag::sync), O_SYNC) | when(flagged(fdflag::rsync), O_RSYNC);
  if (wish.creates()) {
    how.flags |= O_CREAT | when((wish.oflags & oflag::excl) != 0, O_EXCL);
    how.mode = 0666;
  }
  return how;
}

// An entry has the rights of its kind, and only a folder hands any down.
Entry with_rights(Entry entry, const Wish& wish) {
  const bool folder = entry.kind == Kind::folder || entry.kind == Kind::inputs;
  entry.base = wish.base & (folder ? all_folder_rights : all_file_rights);
  entry.inheriting = folder ? wish.inheriting : 0;
  entry.flags = wish.flags;
  return entry;
}

Made open_in_folder(const Named& named, const Wish& wish) {
  Opened opened = open_below(named.folder->fd, named.path, opening_for(wish));
  if (!opened) return {.error = opened.error};
  struct stat status {};
  if (::fstat(opened.fd.get(), &status) != 0) return {.error = last_errno()};
  if (!S_ISDIR(status.st_mode) && !S_ISREG(status.st_mode)) return {.error = Errno::notsup};
  const Kind kind = S_ISDIR(status.st_mode) ? Kind::folder : Kind::file;
  return {.entry = with_rights({.kind = kind, .fd = std::move(opened.fd)}, wish)};
}

Made open_in_inputs(const Named& named, const Wish& wish) {
  const std::shared_ptr<Inputs>& inputs = named.folder->inputs;
  const NamedInput input = find_input(*inputs, named.path);
  if (!input) return {.error = input.error};
  if (!input.index) return {.entry = with_rights({.kind = Kind::inputs, .inputs = inputs}, wish)};
  if (wish.wants_folder()) return {.error = Errno::notdir};
  return {.entry =
              with_rights({.kind = Kind::input, .inputs = inputs, .input = *input.index}, wish)};
}

}  // namespace

// To truncate without the right to is `perm`, not `notcapable`: the suite of the standard has it
// so.
Errno Host::path_open(Descriptor fd, Lookupflags flags, Pointer path, Size bytes, uint32_t oflags,
                      Rights base, Rights inheriting, uint32_t fd_flags, Pointer opened) {
  if ((flags & ~symlink_follow) != 0 || (oflags & ~known_oflags) != 0 ||
      (fd_flags & ~known_fdflags) != 0)
    return Errno::inval;
  Wish wish{(flags & symlink_follow) != 0, static_cast<Oflags>(oflags),
            static_cast<Fdflags>(fd_flags), base, inheriting};
  if (wish.creates() && wish.wants_folder()) return Errno::inval;
  const Rights needed = right::path_open | (wish.creates() ? right::path_create_file : 0);
  const Named named = name_below(table_, fd, needed, guest(), path, bytes);
  if (!named) return named.error;
  if (wish.truncates() && (named.folder->base & right::path_filestat_set_size) == 0)
    return Errno::perm;
  if (!guest().range(opened, sizeof(Descriptor))) return Errno::fault;
  if (const Errno result = grant(*named.folder, wish); result != Errno::success) return result;
  Made made = named.folder->kind == Kind::inputs ? open_in_inputs(named, wish)
                                                 : open_in_folder(named, wish);
  if (made.error != Errno::success) return made.error;
  const std::optional<Descriptor> descriptor = table_.add(std::move(made.entry));
  if (!descriptor) return Errno::mfile;
  guest().store(opened, *descriptor);
  return Errno::success;
}

}  // namespace anchorhold::wasi

#include "workload/wasm/file_status.h"

#include <dirent.h>

#include "workload/wasm/clocks.h"

namespace anchorhold::wasi {

namespace {

// One of the two times: the flag that sets it, and the flag that sets it to now.
std::optional<timespec> chosen_time(uint64_t time, bool set, bool set_now) {
  if (set && set_now) return std::nullopt;
  if (set) return timespec_of(time);
  return timespec{.tv_sec = 0, .tv_nsec = set_now ? UTIME_NOW : UTIME_OMIT};
}

}  // namespace

Filetype filetype_of(mode_t mode) {
  switch (mode & S_IFMT) {
    case S_IFBLK:
      return Filetype::block_device;
    case S_IFCHR:
      return Filetype::character_device;
    case S_IFDIR:
      return Filetype::directory;
    case S_IFREG:
      return Filetype::regular_file;
    case S_IFSOCK:
      return Filetype::socket_stream;
    case S_IFLNK:
      return Filetype::symbolic_link;
    default:
      return Filetype::unknown;
  }
}

Filetype filetype_of_entry(unsigned char type) {
  return filetype_of(static_cast<mode_t>(DTTOIF(type)));
}

Filestat filestat_of(const struct stat& status) {
  return {.device = status.st_dev,
          .inode = status.st_ino,
          .type = filetype_of(status.st_mode),
          .links = status.st_nlink,
          .size = static_cast<uint64_t>(status.st_size),
          .accessed = nanoseconds_of(status.st_atim),
          .modified = nanoseconds_of(status.st_mtim),
          .changed = nanoseconds_of(status.st_ctim)};
}

Filestat filestat_of_inputs() {
  return {.inode = inputs_folder_inode, .type = Filetype::directory};
}

Filestat filestat_of_input(const Inputs& inputs, size_t index) {
  return {.inode = input_inode(index),
          .type = Filetype::regular_file,
          .size = inputs.list()[index].bytes};
}

std::optional<std::array<timespec, 2>> file_times(uint64_t accessed, uint64_t modified,
                                                  uint32_t flags) {
  constexpr uint32_t known = fstflag::atim | fstflag::atim_now | fstflag::mtim | fstflag::mtim_now;
  if ((flags & ~known) != 0) return std::nullopt;
  const auto access =
      chosen_time(accessed, (flags & fstflag::atim) != 0, (flags & fstflag::atim_now) != 0);
  const auto change =
      chosen_time(modified, (flags & fstflag::mtim) != 0, (flags & fstflag::mtim_now) != 0);
  if (!access || !change) return std::nullopt;
  return std::array{*access, *change};
}

}  // namespace anchorhold::wasi

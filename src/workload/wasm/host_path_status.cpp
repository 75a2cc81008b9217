// What a path names, without opening it: its status, its times, the target of a link.
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>

#include "workload/wasm/errno_map.h"
#include "workload/wasm/file_status.h"
#include "workload/wasm/host.h"
#include "workload/wasm/named.h"
#include "workload/wasm/path.h"

namespace anchorhold::wasi {

namespace {

// Looks at what the path names, be it a link itself.
Opened look_at(const Named& named, Lookupflags flags) {
  const uint64_t follow = flags == symlink_follow ? 0 : O_NOFOLLOW;
  return open_below(named.folder->fd, named.path, {.flags = O_PATH | follow});
}

Errno status_in_folder(const Named& named, Lookupflags flags, Filestat& filestat) {
  const Opened found = look_at(named, flags);
  if (!found) return found.error;
  struct stat status {};
  if (::fstat(found.fd.get(), &status) != 0) return last_errno();
  filestat = filestat_of(status);
  return Errno::success;
}

Errno status_in_inputs(const Named& named, Filestat& filestat) {
  const Inputs& inputs = *named.folder->inputs;
  const NamedInput input = find_input(inputs, named.path);
  if (!input) return input.error;
  filestat = input.index ? filestat_of_input(inputs, *input.index) : filestat_of_inputs();
  return Errno::success;
}

// An input is never a link.
Errno link_in_inputs(const Named& named) {
  const NamedInput input = find_input(*named.folder->inputs, named.path);
  return input ? Errno::inval : input.error;
}

}  // namespace

Errno Host::path_filestat_get(Descriptor fd, Lookupflags flags, Pointer path, Size bytes,
                              Pointer stat) {
  if ((flags & ~symlink_follow) != 0) return Errno::inval;
  const Named named = name_below(table_, fd, right::path_filestat_get, guest(), path, bytes);
  if (!named) return named.error;
  Filestat filestat;
  const Errno result = named.folder->kind == Kind::inputs
                           ? status_in_inputs(named, filestat)
                           : status_in_folder(named, flags, filestat);
  if (result != Errno::success) return result;
  return guest().store_filestat(stat, filestat) ? Errno::success : Errno::fault;
}

Errno Host::path_filestat_set_times(Descriptor fd, Lookupflags flags, Pointer path, Size bytes,
                                    uint64_t accessed, uint64_t modified, uint32_t fst_flags) {
  if ((flags & ~symlink_follow) != 0) return Errno::inval;
  const Named named = name_below(table_, fd, right::path_filestat_set_times, guest(), path, bytes);
  if (!named) return named.error;
  const auto times = file_times(accessed, modified, fst_flags);
  if (!times) return Errno::inval;
  const Opened found = look_at(named, flags);
  if (!found) return found.error;
  return ::utimensat(found.fd.get(), "", times->data(), AT_EMPTY_PATH) == 0 ? Errno::success
                                                                            : last_errno();
}

// A target that is longer than the buffer is cut, as readlink(2) does.
Errno Host::path_readlink(Descriptor fd, Pointer path, Size bytes, Pointer buffer,
                          Size buffer_bytes, Pointer used) {
  const Named named = name_below(table_, fd, right::path_readlink, guest(), path, bytes);
  if (!named) return named.error;
  const auto room = guest().range(buffer, buffer_bytes);
  if (!room || !guest().range(used, sizeof(Size))) return Errno::fault;
  if (named.folder->kind == Kind::inputs) return link_in_inputs(named);
  const Opened link = look_at(named, 0);
  if (!link) return link.error;
  std::array<char, PATH_MAX> target;
  const ssize_t length = ::readlinkat(link.fd.get(), "", target.data(), target.size());
  // ENOENT is what the kernel says of a descriptor that is not a link's.
  if (length < 0) return errno == ENOENT ? Errno::inval : last_errno();
  const size_t fitting = std::min(static_cast<size_t>(length), room->size());
  std::copy_n(target.begin(), fitting, room->begin());
  guest().store(used, static_cast<Size>(fitting));
  return Errno::success;
}

}  // namespace anchorhold::wasi

// The entries of folders: making, linking, renaming and removing them. None of these functions ever
// follows a link in the last component.
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "workload/wasm/errno_map.h"
#include "workload/wasm/host.h"
#include "workload/wasm/named.h"
#include "workload/wasm/path.h"

namespace anchorhold::wasi {

namespace {

Errno result_of_entry(int call) {
  return call == 0 ? Errno::success : last_errno();
}

Errno remove_entry(const Named& named, int flags) {
  if (!named) return named.error;
  const Place place = place_below(named.folder->fd, named.path);
  if (!place) return place.error;
  return result_of_entry(::unlinkat(place.parent(), place.name.c_str(), flags));
}

// The C library's renameat2 makes another system call when there are no flags, which the process's
// filter does not let through.
int rename_entry(int from, const std::string& name, int to, const std::string& new_name) {
  return static_cast<int>(::syscall(SYS_renameat2, from, name.c_str(), to, new_name.c_str(), 0U));
}

// A link cannot be made where the path ends with a slash. The kernel says EEXIST of whatever is
// there; the standard's suite, that it is not a folder if it is none.
Errno link_result(int call, const Place& place) {
  if (call == 0 || errno != EEXIST || !place.must_be_folder()) return result_of_entry(call);
  struct stat status {};
  const bool found =
      ::fstatat(place.parent(), place.bare_name().c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
  return found && !S_ISDIR(status.st_mode) ? Errno::notdir : Errno::exist;
}

// Where a hard link begins. Behind a slash can only stand a folder, and of those there are none.
Place link_source(const Named& named) {
  Place place = place_below(named.folder->fd, named.path);
  if (!place || !place.must_be_folder()) return place;
  const Opened folder = open_below(named.folder->fd, named.path, {.flags = O_PATH | O_DIRECTORY});
  return {.error = folder ? Errno::perm : folder.error};
}

}  // namespace

Errno Host::path_create_directory(Descriptor fd, Pointer path, Size bytes) {
  const Named named = name_below(table_, fd, right::path_create_directory, guest(), path, bytes);
  if (!named) return named.error;
  const Place place = place_below(named.folder->fd, named.path);
  if (!place) return place.error;
  return result_of_entry(::mkdirat(place.parent(), place.name.c_str(), 0777));
}

Errno Host::path_remove_directory(Descriptor fd, Pointer path, Size bytes) {
  return remove_entry(name_below(table_, fd, right::path_remove_directory, guest(), path, bytes),
                      AT_REMOVEDIR);
}

Errno Host::path_unlink_file(Descriptor fd, Pointer path, Size bytes) {
  return remove_entry(name_below(table_, fd, right::path_unlink_file, guest(), path, bytes), 0);
}

// The target is not walked here; an absolute one could never be.
Errno Host::path_symlink(Pointer target, Size target_bytes, Descriptor fd, Pointer path,
                         Size bytes) {
  const Named named = name_below(table_, fd, right::path_symlink, guest(), path, bytes);
  if (!named) return named.error;
  std::string text;
  if (const Errno result = path_at(guest(), target, target_bytes, text); result != Errno::success)
    return result;
  const Place place = place_below(named.folder->fd, named.path);
  if (!place) return place.error;
  return link_result(::symlinkat(text.c_str(), place.parent(), place.name.c_str()), place);
}

// To follow a link at the source is refused, as the standard's suite has it: what the kernel offers
// for that needs a path of its own.
Errno Host::path_link(Descriptor from, Lookupflags flags, Pointer path, Size bytes, Descriptor to,
                      Pointer new_path, Size new_bytes) {
  if (flags != 0) return Errno::inval;
  const Named named = name_below(table_, from, right::path_link_source, guest(), path, bytes);
  if (!named) return named.error;
  const Named fresh = name_below(table_, to, right::path_link_target, guest(), new_path, new_bytes);
  if (!fresh) return fresh.error;
  const Place source = link_source(named);
  if (!source) return source.error;
  const Place target = place_below(fresh.folder->fd, fresh.path);
  if (!target) return target.error;
  const int call =
      ::linkat(source.parent(), source.name.c_str(), target.parent(), target.name.c_str(), 0);
  return link_result(call, target);
}

Errno Host::path_rename(Descriptor from, Pointer path, Size bytes, Descriptor to, Pointer new_path,
                        Size new_bytes) {
  const Named named = name_below(table_, from, right::path_rename_source, guest(), path, bytes);
  if (!named) return named.error;
  const Named fresh =
      name_below(table_, to, right::path_rename_target, guest(), new_path, new_bytes);
  if (!fresh) return fresh.error;
  const Place source = place_below(named.folder->fd, named.path);
  if (!source) return source.error;
  const Place target = place_below(fresh.folder->fd, fresh.path);
  if (!target) return target.error;
  return result_of_entry(rename_entry(source.parent(), source.name, target.parent(), target.name));
}

}  // namespace anchorhold::wasi

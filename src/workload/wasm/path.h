#pragma once
// Paths: what a module names below one of its folders. The kernel holds the border: every path is
// walked by openat2(2) with RESOLVE_BENEATH, so that no "..", no absolute or escaping symbolic link
// and no rename at the same time leads out of the folder. Operations that create or remove an entry
// work on the last component of its parent, and never follow it.

#include <fcntl.h>
#include <linux/openat2.h>

#include <string>
#include <string_view>

#include "os/fd.h"
#include "workload/wasm/types.h"

namespace anchorhold::wasi {

// check_path: what every path must be, before the kernel sees it: `noent` when it is empty, `inval`
// when it holds NUL, `ilseq` when it is not UTF-8, `nametoolong` from PATH_MAX on, `perm` when it
// is absolute.
Errno check_path(std::string_view path);

struct Opening {
  uint64_t flags = O_PATH;
  uint64_t mode = 0;
  uint64_t resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
};

// open_at: openat2(2), close-on-exec; errno when the result is not valid.
os::Fd open_at(int folder, const std::string& path, const Opening& how);

// Opened: what stands at a path, or why it cannot be had.
struct Opened {
  os::Fd fd = {};
  Errno error = Errno::success;

  explicit operator bool() const { return fd.valid(); }
};

// open_below: `perm` when the path leads out of the folder.
Opened open_below(const os::Fd& folder, const std::string& path, const Opening& how);

// Place: an entry of a folder, whether it is there or not; or why there is no such place.
struct Place {
  explicit operator bool() const { return error == Errno::success; }
  int parent() const { return own.valid() ? own.get() : folder; }
  bool must_be_folder() const { return name.ends_with('/'); }
  // The name without the slash that says that it must be a folder.
  std::string bare_name() const { return name.substr(0, name.find('/')); }

  int folder = -1;        // where the path begins; belongs to the caller
  os::Fd own = {};        // the entry's parent, when it is another
  std::string name = {};  // one component; a slash at its end, if the path had any
  Errno error = Errno::success;
};

// place_below: where the path's last component stands. The component itself is not looked at; ".."
// only when it does not leave the folder.
Place place_below(const os::Fd& folder, const std::string& path);

}  // namespace anchorhold::wasi

#include "workload/wasm/path.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <climits>

#include "base/utf8.h"
#include "workload/wasm/errno_map.h"

namespace anchorhold::wasi {

namespace {

// The kernel gives up a walk through ".." while somebody renames folders; so many times it may.
constexpr int max_walks = 1000;

}  // namespace

Errno check_path(std::string_view path) {
  if (path.empty()) return Errno::noent;
  if (path.size() >= PATH_MAX) return Errno::nametoolong;
  if (path.find('\0') != std::string_view::npos) return Errno::inval;
  if (!is_utf8(path)) return Errno::ilseq;
  return path.front() == '/' ? Errno::perm : Errno::success;
}

os::Fd open_at(int folder, const std::string& path, const Opening& how) {
  open_how raw{};
  raw.flags = how.flags | O_CLOEXEC;
  raw.mode = how.mode;
  raw.resolve = how.resolve;
  return os::Fd(static_cast<int>(::syscall(SYS_openat2, folder, path.c_str(), &raw, sizeof raw)));
}

Errno open_below(const os::Fd& folder, const std::string& path, Opening how, os::Fd& opened) {
  for (int walk = 0; walk < max_walks; ++walk) {
    opened = open_at(folder.get(), path, how);
    if (opened.valid()) return Errno::success;
    if (errno != EAGAIN && errno != EINTR) break;
  }
  return errno == EXDEV ? Errno::perm : last_errno();
}

Errno place_below(const os::Fd& folder, const std::string& path, Place& place) {
  const size_t end = path.find_last_not_of('/');
  if (end == std::string::npos) return Errno::perm;
  const size_t slash = path.rfind('/', end);
  const size_t begin = slash == std::string::npos ? 0 : slash + 1;
  place.folder = folder.get();
  place.name = path.substr(begin, end + 1 - begin);
  if (place.name == "..") {
    os::Fd unused;
    const Errno inside = open_below(folder, path, {}, unused);
    if (inside != Errno::success) return inside;
  }
  if (end + 1 < path.size()) place.name += '/';
  if (begin == 0) return Errno::success;
  return open_below(folder, path.substr(0, begin), {.flags = O_PATH | O_DIRECTORY}, place.own);
}

}  // namespace anchorhold::wasi

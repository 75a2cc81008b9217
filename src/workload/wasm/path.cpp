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

Opened open_below(const os::Fd& folder, const std::string& path, const Opening& how) {
  for (int walk = 0; walk < max_walks; ++walk) {
    os::Fd fd = open_at(folder.get(), path, how);
    if (fd.valid()) return {.fd = std::move(fd)};
    if (errno != EAGAIN && errno != EINTR) break;
  }
  return {.error = errno == EXDEV ? Errno::perm : last_errno()};
}

Place place_below(const os::Fd& folder, const std::string& path) {
  const size_t end = path.find_last_not_of('/') + 1;
  const size_t begin = path.find_last_of('/', end - 1) + 1;
  Place place{.folder = folder.get(), .name = path.substr(begin, end - begin)};
  if (place.name == "..") {
    if (const Opened inside = open_below(folder, path, {}); !inside) return {.error = inside.error};
  }
  if (end < path.size()) place.name += '/';
  if (begin > 0) {
    Opened parent = open_below(folder, path.substr(0, begin), {.flags = O_PATH | O_DIRECTORY});
    if (!parent) return {.error = parent.error};
    place.own = std::move(parent.fd);
  }
  return place;
}

}  // namespace anchorhold::wasi

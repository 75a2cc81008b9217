#pragma once
// PathCalls: the path functions of a host with texts in place of pointers. They share their room in
// linear memory, so that any number of calls fits.

#include <algorithm>
#include <string>
#include <string_view>

#include "testkit/wasi_world.h"

namespace anchorhold::wasi {

struct OpenCall {
  Lookupflags lookup = 0;
  uint32_t oflags = 0;
  Rights base = 0;
  Rights inheriting = 0;
  uint32_t flags = 0;
};

class PathCalls {
 public:
  static constexpr size_t room_bytes = 8192;
  static constexpr Descriptor out = testkit::WasiWorld::out;

  explicit PathCalls(testkit::WasiWorld& world) : world_(world) {}

  Errno create_directory(std::string_view path, Descriptor fd = out) {
    return host().path_create_directory(fd, first(path), size(path));
  }
  Errno remove_directory(std::string_view path, Descriptor fd = out) {
    return host().path_remove_directory(fd, first(path), size(path));
  }
  Errno unlink(std::string_view path, Descriptor fd = out) {
    return host().path_unlink_file(fd, first(path), size(path));
  }
  Errno symlink(std::string_view target, std::string_view path, Descriptor fd = out) {
    return host().path_symlink(first(target), size(target), fd, second(path), size(path));
  }
  Errno link(std::string_view path, std::string_view fresh, Descriptor from = out,
             Descriptor to = out, Lookupflags lookup = 0) {
    return host().path_link(from, lookup, first(path), size(path), to, second(fresh), size(fresh));
  }
  Errno rename(std::string_view path, std::string_view fresh, Descriptor from = out,
               Descriptor to = out) {
    return host().path_rename(from, first(path), size(path), to, second(fresh), size(fresh));
  }
  Errno open(std::string_view path, const OpenCall& call = {}, Descriptor fd = out) {
    return host().path_open(fd, call.lookup, first(path), size(path), call.oflags, call.base,
                            call.inheriting, call.flags, result_);
  }
  Errno status(std::string_view path, Lookupflags lookup = 0, Descriptor fd = out) {
    return host().path_filestat_get(fd, lookup, first(path), size(path), result_);
  }
  Errno set_times(std::string_view path, uint64_t accessed, uint64_t modified, uint32_t flags,
                  Lookupflags lookup = 0, Descriptor fd = out) {
    return host().path_filestat_set_times(fd, lookup, first(path), size(path), accessed, modified,
                                          flags);
  }
  Errno read_link(std::string_view path, Size room = room_bytes, Descriptor fd = out) {
    return host().path_readlink(fd, first(path), size(path), second_, room, result_);
  }

  // What the last call gave.
  Descriptor opened() { return world_.u32(result_); }
  uint64_t inode() { return world_.u64(result_ + 8); }
  Filetype type() { return static_cast<Filetype>(world_.guest().range(result_ + 16, 1)->front()); }
  uint64_t links() { return world_.u64(result_ + 24); }
  uint64_t bytes() { return world_.u64(result_ + 32); }
  uint64_t accessed() { return world_.u64(result_ + 40); }
  uint64_t modified() { return world_.u64(result_ + 48); }
  std::string target() { return world_.text_at(second_, world_.u32(result_)); }

 private:
  Host& host() { return world_.host(); }
  static Size size(std::string_view text) { return static_cast<Size>(text.size()); }
  Pointer at(Pointer room, std::string_view text) {
    std::copy(text.begin(), text.end(), world_.memory().begin() + room);
    return room;
  }
  Pointer first(std::string_view text) { return at(first_, text); }
  Pointer second(std::string_view text) { return at(second_, text); }

  testkit::WasiWorld& world_;
  Pointer first_ = world_.room(room_bytes);
  Pointer second_ = world_.room(room_bytes);
  Pointer result_ = world_.room(64);
};

}  // namespace anchorhold::wasi

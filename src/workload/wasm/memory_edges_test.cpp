// Every place and length that a function takes, at every edge of linear memory.
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>

#include "testkit/wasi_world.h"

namespace anchorhold::wasi {
namespace {

using testkit::WasiWorld;

// A world in which each call below succeeds, or fails for another reason than its places.
class EdgeWorld : public WasiWorld {
 public:
  EdgeWorld()
      : WasiWorld({.program = {{"app"}, {"A=1"}}, .inputs = {{"letters", {'a', 'b', 'c'}}}}) {
    write_file("file", "text");
    std::filesystem::create_symlink("file", folder() + "/link");
    file = open("file", all_file_rights).value_or(UINT32_MAX);
    input = open("letters", reading_rights & all_file_rights, 0, 0, in).value_or(UINT32_MAX);
  }

  Descriptor file = 0;
  Descriptor input = 0;
  Pointer name = put("file");
  Pointer link = put("link");
  Pointer part = vectors({1});
  Pointer spare = room(64);
  Pointer clock = room(48);
};

// A place for a number of bytes that the function fixes.
struct PlaceCase {
  const char* name;
  uint64_t bytes;
  std::function<Errno(EdgeWorld&, Pointer)> call;
};

// A place and a length.
struct SpanCase {
  const char* name;
  std::function<Errno(EdgeWorld&, Pointer, Size)> call;
};

const PlaceCase place_cases[] = {
    {"args_get argv", 4, [](auto& w, Pointer p) { return w.host().args_get(p, w.spare); }},
    {"args_get buffer", 4, [](auto& w, Pointer p) { return w.host().args_get(w.spare, p); }},
    {"args_sizes_get count", 4,
     [](auto& w, Pointer p) { return w.host().args_sizes_get(p, w.spare); }},
    {"args_sizes_get bytes", 4,
     [](auto& w, Pointer p) { return w.host().args_sizes_get(w.spare, p); }},
    {"environ_get environ", 4, [](auto& w, Pointer p) { return w.host().environ_get(p, w.spare); }},
    {"environ_get buffer", 4, [](auto& w, Pointer p) { return w.host().environ_get(w.spare, p); }},
    {"environ_sizes_get count", 4,
     [](auto& w, Pointer p) { return w.host().environ_sizes_get(p, w.spare); }},
    {"environ_sizes_get bytes", 4,
     [](auto& w, Pointer p) { return w.host().environ_sizes_get(w.spare, p); }},
    {"clock_res_get", 8, [](auto& w, Pointer p) { return w.host().clock_res_get(1, p); }},
    {"clock_time_get", 8, [](auto& w, Pointer p) { return w.host().clock_time_get(1, 0, p); }},
    {"fd_fdstat_get", 24, [](auto& w, Pointer p) { return w.host().fd_fdstat_get(w.file, p); }},
    {"fd_filestat_get", 64, [](auto& w, Pointer p) { return w.host().fd_filestat_get(w.file, p); }},
    {"fd_filestat_get of an input", 64,
     [](auto& w, Pointer p) { return w.host().fd_filestat_get(w.input, p); }},
    {"fd_pread iovs", 8,
     [](auto& w, Pointer p) { return w.host().fd_pread(w.file, p, 1, 0, w.spare); }},
    {"fd_pread read", 4,
     [](auto& w, Pointer p) { return w.host().fd_pread(w.file, w.part, 1, 0, p); }},
    {"fd_prestat_get", 8, [](auto& w, Pointer p) { return w.host().fd_prestat_get(w.out, p); }},
    {"fd_pwrite iovs", 8,
     [](auto& w, Pointer p) { return w.host().fd_pwrite(w.file, p, 1, 0, w.spare); }},
    {"fd_pwrite written", 4,
     [](auto& w, Pointer p) { return w.host().fd_pwrite(w.file, w.part, 1, 0, p); }},
    {"fd_read iovs", 8,
     [](auto& w, Pointer p) { return w.host().fd_read(w.input, p, 1, w.spare); }},
    {"fd_read read", 4, [](auto& w, Pointer p) { return w.host().fd_read(w.input, w.part, 1, p); }},
    {"fd_readdir used", 4,
     [](auto& w, Pointer p) { return w.host().fd_readdir(w.out, w.spare, 64, 0, p); }},
    {"fd_seek", 8, [](auto& w, Pointer p) { return w.host().fd_seek(w.file, 0, 0, p); }},
    {"fd_seek of an input", 8,
     [](auto& w, Pointer p) { return w.host().fd_seek(w.input, 0, 0, p); }},
    {"fd_tell", 8, [](auto& w, Pointer p) { return w.host().fd_tell(w.file, p); }},
    {"fd_write iovs", 8,
     [](auto& w, Pointer p) { return w.host().fd_write(w.file, p, 1, w.spare); }},
    {"fd_write written", 4,
     [](auto& w, Pointer p) { return w.host().fd_write(w.file, w.part, 1, p); }},
    {"path_filestat_get stat", 64,
     [](auto& w, Pointer p) { return w.host().path_filestat_get(w.out, 0, w.name, 4, p); }},
    {"path_open opened", 4,
     [](auto& w, Pointer p) {
       return w.host().path_open(w.out, 0, w.name, 4, 0, right::fd_read, 0, 0, p);
     }},
    {"path_readlink used", 4,
     [](auto& w, Pointer p) { return w.host().path_readlink(w.out, w.link, 4, w.spare, 8, p); }},
    {"poll_oneoff in", 48,
     [](auto& w, Pointer p) { return w.host().poll_oneoff(p, w.spare, 1, w.spare + 32); }},
    {"poll_oneoff out", 32,
     [](auto& w, Pointer p) { return w.host().poll_oneoff(w.clock, p, 1, w.spare); }},
    {"poll_oneoff events", 4,
     [](auto& w, Pointer p) { return w.host().poll_oneoff(w.clock, w.spare, 1, p); }},
};

const SpanCase span_cases[] = {
    {"fd_prestat_dir_name",
     [](auto& w, Pointer p, Size n) { return w.host().fd_prestat_dir_name(w.out, p, n); }},
    {"fd_read part",
     [](auto& w, Pointer p, Size n) {
       w.guest().store(w.part, p);
       w.guest().store(w.part + 4, n);
       return w.host().fd_read(w.file, w.part, 1, w.spare);
     }},
    {"fd_read part of an input",
     [](auto& w, Pointer p, Size n) {
       w.guest().store(w.part, p);
       w.guest().store(w.part + 4, n);
       return w.host().fd_read(w.input, w.part, 1, w.spare);
     }},
    {"fd_pread part",
     [](auto& w, Pointer p, Size n) {
       w.guest().store(w.part, p);
       w.guest().store(w.part + 4, n);
       return w.host().fd_pread(w.file, w.part, 1, 0, w.spare);
     }},
    {"fd_write part",
     [](auto& w, Pointer p, Size n) {
       w.guest().store(w.part, p);
       w.guest().store(w.part + 4, n);
       return w.host().fd_write(w.file, w.part, 1, w.spare);
     }},
    {"fd_pwrite part",
     [](auto& w, Pointer p, Size n) {
       w.guest().store(w.part, p);
       w.guest().store(w.part + 4, n);
       return w.host().fd_pwrite(w.file, w.part, 1, 0, w.spare);
     }},
    {"fd_readdir buffer",
     [](auto& w, Pointer p, Size n) { return w.host().fd_readdir(w.out, p, n, 0, w.spare); }},
    {"random_get", [](auto& w, Pointer p, Size n) { return w.host().random_get(p, n); }},
    {"path_create_directory",
     [](auto& w, Pointer p, Size n) { return w.host().path_create_directory(w.out, p, n); }},
    {"path_filestat_get path",
     [](auto& w, Pointer p, Size n) {
       return w.host().path_filestat_get(w.out, 0, p, n, w.spare);
     }},
    {"path_filestat_set_times",
     [](auto& w, Pointer p, Size n) {
       return w.host().path_filestat_set_times(w.out, 0, p, n, 0, 0, 0);
     }},
    {"path_link path", [](auto& w, Pointer p,
                          Size n) { return w.host().path_link(w.out, 0, p, n, w.out, w.name, 4); }},
    {"path_link new path",
     [](auto& w, Pointer p, Size n) {
       return w.host().path_link(w.out, 0, w.name, 4, w.out, p, n);
     }},
    {"path_open path",
     [](auto& w, Pointer p, Size n) {
       return w.host().path_open(w.out, 0, p, n, 0, 0, 0, 0, w.spare);
     }},
    {"path_readlink path",
     [](auto& w, Pointer p, Size n) {
       return w.host().path_readlink(w.out, p, n, w.spare, 8, w.spare + 8);
     }},
    {"path_readlink buffer",
     [](auto& w, Pointer p, Size n) {
       return w.host().path_readlink(w.out, w.link, 4, p, n, w.spare);
     }},
    {"path_remove_directory",
     [](auto& w, Pointer p, Size n) { return w.host().path_remove_directory(w.out, p, n); }},
    {"path_rename path",
     [](auto& w, Pointer p, Size n) {
       return w.host().path_rename(w.out, p, n, w.out, w.name, 4);
     }},
    {"path_rename new path",
     [](auto& w, Pointer p, Size n) {
       return w.host().path_rename(w.out, w.name, 4, w.out, p, n);
     }},
    {"path_symlink target",
     [](auto& w, Pointer p, Size n) { return w.host().path_symlink(p, n, w.out, w.name, 4); }},
    {"path_symlink path",
     [](auto& w, Pointer p, Size n) { return w.host().path_symlink(w.name, 4, w.out, p, n); }},
    {"path_unlink_file",
     [](auto& w, Pointer p, Size n) { return w.host().path_unlink_file(w.out, p, n); }},
};

TEST(WasiMemoryEdges, PlacesOfFixedSizeMustFit) {
  for (const PlaceCase& one : place_cases) {
    EdgeWorld world;
    const uint64_t end = world.memory().size();
    EXPECT_NE(one.call(world, static_cast<Pointer>(end - one.bytes)), Errno::fault) << one.name;
    for (const uint64_t at :
         {end - one.bytes + 1, end - 1, end, end + 1, uint64_t{INT32_MAX}, uint64_t{INT32_MAX} + 1,
          UINT32_MAX - one.bytes + 1, uint64_t{UINT32_MAX}}) {
      EXPECT_EQ(one.call(world, static_cast<Pointer>(at)), Errno::fault) << one.name << " " << at;
    }
  }
}

TEST(WasiMemoryEdges, SpansMustFit) {
  for (const SpanCase& one : span_cases) {
    EdgeWorld world;
    const auto end = static_cast<Pointer>(world.memory().size());
    const std::pair<Pointer, Size> inside[] = {{0, 0}, {end, 0}, {end - 1, 1}, {end - 1, 0}};
    for (const auto& [at, bytes] : inside) {
      EXPECT_NE(one.call(world, at, bytes), Errno::fault) << one.name << " " << at << " " << bytes;
    }
    const std::pair<Pointer, Size> outside[] = {{0, end + 1},
                                                {end - 1, 2},
                                                {end, 1},
                                                {end + 1, 0},
                                                {1, UINT32_MAX},
                                                {0, UINT32_MAX},
                                                {UINT32_MAX, 1},
                                                {UINT32_MAX, UINT32_MAX},
                                                {UINT32_MAX, 0},
                                                {end - 1, INT32_MAX},
                                                {INT32_MAX, INT32_MAX}};
    for (const auto& [at, bytes] : outside) {
      EXPECT_EQ(one.call(world, at, bytes), Errno::fault) << one.name << " " << at << " " << bytes;
    }
    EXPECT_TRUE(world.outside_is_untouched());
  }
}

TEST(WasiMemoryEdges, WholeMemoryMayBeOneSpan) {
  for (const SpanCase& one : span_cases) {
    EdgeWorld world;
    const auto end = static_cast<Size>(world.memory().size());
    EXPECT_NE(one.call(world, 0, end), Errno::fault) << one.name;
  }
}

TEST(WasiMemoryEdges, CountsMultiplyBeyondWhatPointersHold) {
  EdgeWorld world;
  // 0x20000000 iovec are 2^32 bytes, and 0x08000000 events as well.
  EXPECT_NE(world.host().fd_read(world.file, 0, 0x20000000, world.spare), Errno::success);
  EXPECT_NE(world.host().fd_write(world.file, 0, 0x20000001, world.spare), Errno::success);
  EXPECT_NE(world.host().poll_oneoff(0, 0, 0x08000000, world.spare), Errno::success);
  EXPECT_EQ(world.host().fd_read(world.file, static_cast<Pointer>(world.memory().size() - 8), 2,
                                 world.spare),
            Errno::fault);
}

}  // namespace
}  // namespace anchorhold::wasi

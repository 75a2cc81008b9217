#include <gtest/gtest.h>
#include <unistd.h>

#include "testkit/wasi_world.h"

namespace anchorhold::wasi {
namespace {

using testkit::WasiWorld;

constexpr uint32_t whence_start = 0;
constexpr uint32_t whence_here = 1;
constexpr uint32_t whence_end = 2;
constexpr uint64_t beyond_offsets = uint64_t{INT64_MAX} + 1;
constexpr Pointer modified_at = 48;
constexpr Pointer accessed_at = 40;
constexpr Pointer size_at = 32;

class WasiFile : public ::testing::Test {
 protected:
  WasiWorld world_{{.inputs = {{"letters", copy_of(bytes_of("abcdefgh"))}}}};
  Host& host_ = world_.host();
  Pointer position_ = world_.room(8);
  Pointer stat_ = world_.room(64);

  Descriptor with(Rights rights) {
    return world_.open("file", rights, oflag::creat).value_or(UINT32_MAX);
  }
  Descriptor input(Rights rights) {
    return world_.open("letters", rights, 0, 0, WasiWorld::in).value_or(UINT32_MAX);
  }
  uint64_t field(Descriptor fd, Pointer at) {
    EXPECT_EQ(host_.fd_filestat_get(fd, stat_), Errno::success);
    return world_.u64(stat_ + at);
  }
  // The same in a file and in an input of eight bytes.
  void check_seeking(Descriptor fd);
};

void WasiFile::check_seeking(Descriptor fd) {
  const auto reaches = [&](int64_t offset, uint32_t whence, uint64_t reached) {
    EXPECT_EQ(host_.fd_seek(fd, offset, whence, position_), Errno::success) << offset;
    EXPECT_EQ(world_.u64(position_), reached);
    EXPECT_EQ(host_.fd_tell(fd, position_), Errno::success);
    EXPECT_EQ(world_.u64(position_), reached);
  };
  reaches(5, whence_start, 5);
  reaches(-2, whence_here, 3);
  reaches(0, whence_here, 3);
  reaches(-8, whence_end, 0);
  reaches(100, whence_end, 108);
  const auto refuses = [&](int64_t offset, uint32_t whence) {
    EXPECT_EQ(host_.fd_seek(fd, offset, whence, position_), Errno::inval) << offset;
  };
  refuses(-1, whence_start);
  refuses(INT64_MIN, whence_start);
  refuses(-109, whence_here);
  refuses(-9, whence_end);
  refuses(INT64_MAX, whence_here);
  refuses(INT64_MAX, whence_end);
  refuses(0, 3);
  refuses(0, UINT32_MAX);
  reaches(0, whence_here, 108);
}

TEST_F(WasiFile, SeeksFromStartHereAndEnd) {
  world_.write_file("file", "12345678");
  check_seeking(with(right::fd_seek | right::fd_read));
}

TEST_F(WasiFile, SeeksInInputsAlike) {
  check_seeking(input(right::fd_seek | right::fd_read));
}

TEST_F(WasiFile, TellsWithOneOfTwoRights) {
  const Descriptor teller = with(right::fd_tell);
  EXPECT_EQ(host_.fd_tell(teller, position_), Errno::success);
  EXPECT_EQ(host_.fd_seek(teller, 0, whence_here, position_), Errno::success);
  EXPECT_EQ(host_.fd_seek(teller, 1, whence_here, position_), Errno::notcapable);
  EXPECT_EQ(host_.fd_seek(teller, 0, whence_start, position_), Errno::notcapable);
  EXPECT_EQ(host_.fd_seek(teller, 0, whence_end, position_), Errno::notcapable);
  const Descriptor neither = with(right::fd_read);
  EXPECT_EQ(host_.fd_tell(neither, position_), Errno::notcapable);
  EXPECT_EQ(host_.fd_tell(0, position_), Errno::notcapable) << "streams have no position";
  EXPECT_EQ(host_.fd_seek(1, 0, whence_start, position_), Errno::notcapable);
}

TEST_F(WasiFile, OfAStreamHasNoPositionWhateverItsRights) {
  WasiWorld world({.furnish = [](Table& table) { table.find(0)->base = all_file_rights; }});
  EXPECT_EQ(world.host().fd_tell(0, position_), Errno::spipe);
  EXPECT_EQ(world.host().fd_advise(0, 0, 0, 0), Errno::spipe);
  EXPECT_EQ(world.host().fd_sync(0), Errno::inval);
  EXPECT_EQ(world.host().fd_filestat_set_size(0, 0), Errno::inval);
}

TEST_F(WasiFile, FoldersHaveNoContentToPlaceOrSize) {
  for (const Descriptor fd : {WasiWorld::in, WasiWorld::out, 77U, UINT32_MAX}) {
    EXPECT_EQ(host_.fd_seek(fd, 0, whence_here, position_), Errno::badf);
    EXPECT_EQ(host_.fd_tell(fd, position_), Errno::badf);
    EXPECT_EQ(host_.fd_advise(fd, 0, 0, 0), Errno::badf);
    EXPECT_EQ(host_.fd_allocate(fd, 0, 1), Errno::badf);
    EXPECT_EQ(host_.fd_filestat_set_size(fd, 0), Errno::badf);
  }
}

TEST_F(WasiFile, TakesAdviceAndStaysAsItIs) {
  world_.write_file("file", "12345678");
  const Descriptor fd = with(right::fd_advise | right::fd_filestat_get | right::fd_read);
  const Descriptor served = input(right::fd_advise);
  for (uint32_t advice = 0; advice < 6; ++advice) {
    EXPECT_EQ(host_.fd_advise(fd, 2, 4, advice), Errno::success);
    EXPECT_EQ(host_.fd_advise(served, 2, 0, advice), Errno::success);
  }
  for (const Descriptor one : {fd, served}) {
    EXPECT_EQ(host_.fd_advise(one, 0, 0, 6), Errno::inval);
    EXPECT_EQ(host_.fd_advise(one, 0, 0, UINT32_MAX), Errno::inval);
    EXPECT_EQ(host_.fd_advise(one, beyond_offsets, 0, 0), Errno::inval);
    EXPECT_EQ(host_.fd_advise(one, 0, UINT64_MAX, 0), Errno::inval);
  }
  EXPECT_EQ(field(fd, size_at), 8U);
  EXPECT_EQ(host_.fd_advise(with(right::fd_read), 0, 0, 0), Errno::notcapable);
}

TEST_F(WasiFile, AllocatesAndNeverShrinks) {
  const Descriptor fd = with(right::fd_write | right::fd_allocate | right::fd_filestat_get);
  ASSERT_EQ(host_.fd_allocate(fd, 0, 100), Errno::success);
  EXPECT_EQ(field(fd, size_at), 100U);
  ASSERT_EQ(host_.fd_allocate(fd, 10, 10), Errno::success);
  EXPECT_EQ(field(fd, size_at), 100U);
  ASSERT_EQ(host_.fd_allocate(fd, 90, 20), Errno::success);
  EXPECT_EQ(field(fd, size_at), 110U);
  EXPECT_EQ(host_.fd_allocate(fd, 0, 0), Errno::inval);
  EXPECT_EQ(host_.fd_allocate(fd, beyond_offsets, 1), Errno::inval);
  EXPECT_EQ(host_.fd_allocate(fd, 1, UINT64_MAX), Errno::inval);
  EXPECT_EQ(host_.fd_allocate(fd, INT64_MAX, INT64_MAX), Errno::fbig);
  EXPECT_EQ(host_.fd_allocate(with(right::fd_write), 0, 1), Errno::notcapable);
}

TEST_F(WasiFile, ChangesItsSize) {
  world_.write_file("file", "12345678");
  const Descriptor fd = with(right::fd_filestat_set_size | right::fd_write);
  ASSERT_EQ(host_.fd_filestat_set_size(fd, 3), Errno::success);
  EXPECT_EQ(world_.read_file("file"), "123");
  ASSERT_EQ(host_.fd_filestat_set_size(fd, 5), Errno::success);
  EXPECT_EQ(world_.read_file("file"), std::string("123\0\0", 5));
  EXPECT_EQ(host_.fd_filestat_set_size(fd, beyond_offsets), Errno::inval);
  EXPECT_EQ(host_.fd_filestat_set_size(fd, UINT64_MAX), Errno::inval);
  EXPECT_EQ(host_.fd_filestat_set_size(with(right::fd_write), 0), Errno::notcapable);
}

TEST_F(WasiFile, SetsTheTimesThatAreNamed) {
  const Descriptor fd =
      with(right::fd_filestat_set_times | right::fd_filestat_get | right::fd_write);
  constexpr uint64_t then = 1'000'000'000'123'456'789;
  ASSERT_EQ(host_.fd_filestat_set_times(fd, then, then + 1, fstflag::atim | fstflag::mtim),
            Errno::success);
  EXPECT_EQ(field(fd, accessed_at), then);
  EXPECT_EQ(field(fd, modified_at), then + 1);
  ASSERT_EQ(host_.fd_filestat_set_times(fd, 5, 6, fstflag::mtim), Errno::success);
  EXPECT_EQ(field(fd, accessed_at), then);
  EXPECT_EQ(field(fd, modified_at), 6U);
  ASSERT_EQ(host_.fd_filestat_set_times(fd, 5, 6, fstflag::atim_now), Errno::success);
  EXPECT_GT(field(fd, accessed_at), then);
  EXPECT_EQ(field(fd, modified_at), 6U);
  ASSERT_EQ(host_.fd_filestat_set_times(fd, 5, 6, 0), Errno::success);
  EXPECT_EQ(field(fd, modified_at), 6U);
}

TEST_F(WasiFile, RefusesTimesThatContradict) {
  const Descriptor fd = with(right::fd_filestat_set_times);
  const auto set = [&](uint32_t flags) { return host_.fd_filestat_set_times(fd, 1, 2, flags); };
  EXPECT_EQ(set(fstflag::atim | fstflag::atim_now), Errno::inval);
  EXPECT_EQ(set(fstflag::mtim | fstflag::mtim_now), Errno::inval);
  EXPECT_EQ(set(16), Errno::inval);
  EXPECT_EQ(host_.fd_filestat_set_times(with(0), 1, 2, 0), Errno::notcapable);
  EXPECT_EQ(host_.fd_filestat_set_times(77, 1, 2, 0), Errno::badf);
  EXPECT_EQ(host_.fd_filestat_set_times(WasiWorld::out, 1, 2, fstflag::mtim), Errno::success);
  EXPECT_EQ(host_.fd_filestat_set_times(WasiWorld::in, 1, 2, 0), Errno::notcapable);
}

TEST_F(WasiFile, IsDescribed) {
  world_.write_file("file", "12345");
  const Descriptor fd = with(right::fd_filestat_get);
  EXPECT_EQ(field(fd, size_at), 5U);
  EXPECT_EQ(Filetype{world_.memory()[stat_ + 16]}, Filetype::regular_file);
  EXPECT_EQ(field(WasiWorld::in, size_at), 0U);
  EXPECT_EQ(Filetype{world_.memory()[stat_ + 16]}, Filetype::directory);
  EXPECT_EQ(field(input(right::fd_filestat_get), size_at), 8U);
  EXPECT_EQ(Filetype{world_.memory()[stat_ + 16]}, Filetype::regular_file);
  EXPECT_EQ(host_.fd_filestat_get(1, stat_), Errno::success);
  EXPECT_EQ(host_.fd_filestat_get(with(right::fd_read), stat_), Errno::notcapable);
  EXPECT_EQ(host_.fd_filestat_get(77, stat_), Errno::badf);
}

TEST_F(WasiFile, ReachesTheDisk) {
  const Descriptor fd = with(right::fd_sync | right::fd_datasync | right::fd_write);
  EXPECT_EQ(host_.fd_sync(fd), Errno::success);
  EXPECT_EQ(host_.fd_datasync(fd), Errno::success);
  EXPECT_EQ(host_.fd_sync(WasiWorld::out), Errno::success);
  EXPECT_EQ(host_.fd_sync(with(right::fd_write)), Errno::notcapable);
  EXPECT_EQ(host_.fd_datasync(with(right::fd_write)), Errno::notcapable);
  EXPECT_EQ(host_.fd_sync(77), Errno::badf);
  EXPECT_EQ(host_.fd_datasync(77), Errno::badf);
}

}  // namespace
}  // namespace anchorhold::wasi

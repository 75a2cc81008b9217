#include <fcntl.h>
#include <gtest/gtest.h>

#include "testkit/wasi_world.h"

namespace anchorhold::wasi {
namespace {

using testkit::WasiWorld;

constexpr Descriptor unknown_descriptors[] = {6, 1023, 1024, UINT32_MAX};

class WasiDescriptor : public ::testing::Test {
 protected:
  WasiWorld world_{{.inputs = {{"letters", {'a'}}}}};
  Host& host_ = world_.host();
  Pointer stat_ = world_.room(24);

  Descriptor opened(Rights rights, Fdflags flags = 0) {
    return world_.open("file", rights, oflag::creat, flags).value_or(UINT32_MAX);
  }
  Filetype type() { return Filetype{world_.memory()[stat_]}; }
  uint16_t flags() { return world_.u16(stat_ + 2); }
  Rights base() { return world_.u64(stat_ + 8); }
  Rights inheriting() { return world_.u64(stat_ + 16); }
};

TEST_F(WasiDescriptor, SaysWhatItIsAndMay) {
  ASSERT_EQ(host_.fd_fdstat_get(WasiWorld::out, stat_), Errno::success);
  EXPECT_EQ(type(), Filetype::directory);
  EXPECT_EQ(flags(), 0);
  EXPECT_EQ(base(), all_folder_rights);
  EXPECT_EQ(inheriting(), all_folder_rights | all_file_rights);
  ASSERT_EQ(host_.fd_fdstat_get(WasiWorld::in, stat_), Errno::success);
  EXPECT_EQ(type(), Filetype::directory);
  EXPECT_EQ(inheriting(), reading_rights);
  ASSERT_EQ(host_.fd_fdstat_get(opened(right::fd_read, fdflag::append), stat_), Errno::success);
  EXPECT_EQ(type(), Filetype::regular_file);
  EXPECT_EQ(flags(), fdflag::append);
  EXPECT_EQ(base(), right::fd_read);
}

TEST_F(WasiDescriptor, SaysWhatAStreamIs) {
  ASSERT_EQ(host_.fd_fdstat_get(0, stat_), Errno::success);
  EXPECT_EQ(type(), Filetype::unknown) << "a pipe";
  EXPECT_EQ(base() & (right::fd_seek | right::fd_tell), 0U);
  WasiWorld world({.furnish = [](Table& table) {
    table.put(0, {.kind = Kind::stream, .fd = os::Fd(::open("/dev/null", O_RDONLY | O_CLOEXEC))});
  }});
  ASSERT_EQ(world.host().fd_fdstat_get(0, stat_), Errno::success);
  EXPECT_EQ(Filetype{world.memory()[stat_]}, Filetype::character_device);
}

TEST_F(WasiDescriptor, IsUnknownWhenNothingIsOpenThere) {
  for (const Descriptor fd : unknown_descriptors) {
    EXPECT_EQ(host_.fd_fdstat_get(fd, stat_), Errno::badf);
    EXPECT_EQ(host_.fd_fdstat_set_flags(fd, 0), Errno::badf);
    EXPECT_EQ(host_.fd_fdstat_set_rights(fd, 0, 0), Errno::badf);
    EXPECT_EQ(host_.fd_prestat_get(fd, stat_), Errno::badf);
    EXPECT_EQ(host_.fd_prestat_dir_name(fd, stat_, 8), Errno::badf);
    EXPECT_EQ(host_.fd_close(fd), Errno::badf);
    EXPECT_EQ(host_.fd_renumber(fd, 1), Errno::badf);
    EXPECT_EQ(host_.fd_renumber(1, fd), Errno::badf);
  }
}

TEST_F(WasiDescriptor, LosesRightsAndNeverGainsThem) {
  const Descriptor fd = opened(right::fd_read | right::fd_write);
  EXPECT_EQ(host_.fd_fdstat_set_rights(fd, right::fd_read, 0), Errno::success);
  EXPECT_EQ(host_.fd_write(fd, 0, 0, stat_), Errno::notcapable);
  EXPECT_EQ(host_.fd_fdstat_set_rights(fd, right::fd_read | right::fd_write, 0), Errno::notcapable);
  EXPECT_EQ(host_.fd_fdstat_set_rights(fd, right::fd_read, right::fd_read), Errno::notcapable);
  EXPECT_EQ(host_.fd_fdstat_set_rights(fd, UINT64_MAX, UINT64_MAX), Errno::notcapable);
  ASSERT_EQ(host_.fd_fdstat_get(fd, stat_), Errno::success);
  EXPECT_EQ(base(), right::fd_read);
  EXPECT_EQ(inheriting(), 0U);
}

TEST_F(WasiDescriptor, ChangesWhatTheKernelCanChange) {
  const Descriptor fd =
      opened(right::fd_write | right::fd_fdstat_set_flags | right::fd_seek, fdflag::append);
  const Pointer text = world_.vectors_of({"ab"});
  ASSERT_EQ(host_.fd_write(fd, text, 1, stat_), Errno::success);
  ASSERT_EQ(host_.fd_seek(fd, 0, 0, stat_), Errno::success);
  ASSERT_EQ(host_.fd_write(fd, text, 1, stat_), Errno::success);
  EXPECT_EQ(world_.read_file("file"), "abab");
  ASSERT_EQ(host_.fd_fdstat_set_flags(fd, 0), Errno::success);
  ASSERT_EQ(host_.fd_seek(fd, 1, 0, stat_), Errno::success);
  ASSERT_EQ(host_.fd_write(fd, text, 1, stat_), Errno::success);
  EXPECT_EQ(world_.read_file("file"), "aabb");
  ASSERT_EQ(host_.fd_fdstat_set_flags(fd, fdflag::append | fdflag::nonblock), Errno::success);
  ASSERT_EQ(host_.fd_fdstat_get(fd, stat_), Errno::success);
  EXPECT_EQ(flags(), fdflag::append | fdflag::nonblock);
}

TEST_F(WasiDescriptor, MakesAStreamNotWait) {
  const Pointer part = world_.vectors({1});
  ASSERT_EQ(host_.fd_fdstat_set_flags(0, fdflag::nonblock), Errno::success);
  EXPECT_EQ(host_.fd_read(0, part, 1, stat_), Errno::again);
}

TEST_F(WasiDescriptor, RefusesFlagsThatAreChosenAtOpeningOrUnknown) {
  const Descriptor fd = opened(right::fd_write | right::fd_fdstat_set_flags, fdflag::dsync);
  for (const uint32_t flags :
       {uint32_t{fdflag::sync}, uint32_t{fdflag::rsync}, 0U, 32U, 0x10000U | fdflag::dsync}) {
    EXPECT_EQ(host_.fd_fdstat_set_flags(fd, flags), Errno::inval) << flags;
  }
  EXPECT_EQ(host_.fd_fdstat_set_flags(fd, fdflag::dsync | fdflag::append), Errno::success);
}

TEST_F(WasiDescriptor, NeedsTheRightToChangeFlags) {
  EXPECT_EQ(host_.fd_fdstat_set_flags(opened(right::fd_write), 0), Errno::notcapable);
  EXPECT_EQ(host_.fd_fdstat_set_flags(WasiWorld::out, 0), Errno::badf) << "a folder has none";
}

TEST_F(WasiDescriptor, OfAnInputKeepsFlagsWithoutEffect) {
  const auto fd = world_.open("letters", right::fd_fdstat_set_flags, 0, 0, WasiWorld::in);
  ASSERT_TRUE(fd.has_value());
  EXPECT_EQ(host_.fd_fdstat_set_flags(*fd, fdflag::nonblock), Errno::success);
  ASSERT_EQ(host_.fd_fdstat_get(*fd, stat_), Errno::success);
  EXPECT_EQ(type(), Filetype::regular_file);
  EXPECT_EQ(flags(), fdflag::nonblock);
}

TEST_F(WasiDescriptor, OfAPreopenedFolderTellsItsName) {
  ASSERT_EQ(host_.fd_prestat_get(WasiWorld::out, stat_), Errno::success);
  EXPECT_EQ(world_.u32(stat_), 0U) << "a folder";
  EXPECT_EQ(world_.u32(stat_ + 4), 4U);
  const Pointer name = world_.room(8);
  EXPECT_EQ(host_.fd_prestat_dir_name(WasiWorld::out, name, 3), Errno::nametoolong);
  EXPECT_EQ(host_.fd_prestat_dir_name(WasiWorld::out, name, 0), Errno::nametoolong);
  EXPECT_EQ(host_.fd_prestat_dir_name(WasiWorld::out, name, 5), Errno::success);
  EXPECT_EQ(world_.text_at(name, 5), std::string("/out\0", 5));
  ASSERT_EQ(host_.fd_prestat_dir_name(WasiWorld::in, name, 3), Errno::success);
  EXPECT_EQ(world_.text_at(name, 4), "/int") << "nothing is written after the name";
}

TEST_F(WasiDescriptor, OfAnythingElseHasNoName) {
  const auto again = world_.open(".", all_folder_rights);
  ASSERT_TRUE(again.has_value());
  for (const Descriptor fd : {0U, 1U, 2U, *again, opened(0)}) {
    EXPECT_EQ(host_.fd_prestat_get(fd, stat_), Errno::badf);
    EXPECT_EQ(host_.fd_prestat_dir_name(fd, stat_, 8), Errno::badf);
  }
}

TEST_F(WasiDescriptor, ClosesOnce) {
  const Descriptor fd = opened(0);
  EXPECT_EQ(host_.fd_close(fd), Errno::success);
  EXPECT_EQ(host_.fd_close(fd), Errno::badf);
  EXPECT_EQ(host_.fd_close(WasiWorld::out), Errno::success);
  EXPECT_EQ(host_.fd_prestat_get(WasiWorld::out, stat_), Errno::badf);
  EXPECT_EQ(host_.fd_close(0), Errno::success);
}

TEST_F(WasiDescriptor, TakesTheNumberOfAnother) {
  world_.write_file("one", "1");
  world_.write_file("two", "2");
  const auto one = world_.open("one", right::fd_read);
  const auto two = world_.open("two", right::fd_read);
  ASSERT_TRUE(one && two);
  ASSERT_EQ(host_.fd_renumber(*one, *two), Errno::success);
  const Pointer part = world_.vectors({1});
  EXPECT_EQ(host_.fd_read(*one, part, 1, stat_), Errno::badf);
  ASSERT_EQ(host_.fd_read(*two, part, 1, stat_), Errno::success);
  EXPECT_EQ(world_.gathered(part, 1), "1");
  EXPECT_EQ(host_.fd_renumber(*two, *one), Errno::badf) << "not in use";
  EXPECT_EQ(host_.fd_renumber(*two, *two), Errno::success);
  EXPECT_EQ(host_.fd_fdstat_get(*two, stat_), Errno::success);
}

TEST_F(WasiDescriptor, MayTakeTheNumberOfAPreopenedFolderAndOfAStream) {
  const auto again = world_.open(".", all_folder_rights);
  ASSERT_TRUE(again.has_value());
  ASSERT_EQ(host_.fd_renumber(*again, WasiWorld::in), Errno::success);
  EXPECT_EQ(host_.fd_prestat_get(WasiWorld::in, stat_), Errno::badf);
  const Descriptor file = opened(right::fd_write);
  ASSERT_EQ(host_.fd_renumber(file, 1), Errno::success);
  ASSERT_EQ(host_.fd_write(1, world_.vectors_of({"x"}), 1, stat_), Errno::success);
  EXPECT_EQ(world_.read_file("file"), "x");
  EXPECT_EQ(world_.printed(), "");
}

}  // namespace
}  // namespace anchorhold::wasi

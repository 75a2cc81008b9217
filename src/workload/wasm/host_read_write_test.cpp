#include <gtest/gtest.h>

#include <filesystem>

#include "testkit/wasi_world.h"

namespace anchorhold::wasi {
namespace {

using testkit::WasiWorld;

constexpr Rights reading_and_writing =
    right::fd_read | right::fd_write | right::fd_seek | right::fd_tell;

class WasiReadWrite : public ::testing::Test {
 protected:
  WasiWorld world_{{.inputs = {{"letters", copy_of(bytes_of("abcdefgh"))}, {"empty", {}}}}};
  Host& host_ = world_.host();
  Pointer done_ = world_.room(4);

  Descriptor opened(std::string_view path, Rights rights, Oflags oflags = 0, Fdflags flags = 0,
                    Descriptor folder = WasiWorld::out) {
    const auto fd = world_.open(path, rights, oflags, flags, folder);
    EXPECT_TRUE(fd.has_value()) << path;
    return fd.value_or(UINT32_MAX);
  }
};

TEST_F(WasiReadWrite, StreamsAreThoseOfTheProcess) {
  world_.type("typed");
  const Pointer to = world_.vectors({3, 10});
  ASSERT_EQ(host_.fd_read(0, to, 2, done_), Errno::success);
  EXPECT_EQ(world_.u32(done_), 5U);
  EXPECT_EQ(world_.gathered(to, 2).substr(0, 5), "typed");
  world_.end_of_input();
  ASSERT_EQ(host_.fd_read(0, to, 2, done_), Errno::success);
  EXPECT_EQ(world_.u32(done_), 0U);
  ASSERT_EQ(host_.fd_write(1, world_.vectors_of({"to", "", " out"}), 3, done_), Errno::success);
  EXPECT_EQ(world_.u32(done_), 6U);
  ASSERT_EQ(host_.fd_write(2, world_.vectors_of({" and err"}), 1, done_), Errno::success);
  EXPECT_EQ(world_.printed(), "to out and err");
}

TEST_F(WasiReadWrite, StreamsGoOneWayAndHaveNoPosition) {
  const Pointer part = world_.vectors({1});
  EXPECT_EQ(host_.fd_write(0, part, 1, done_), Errno::notcapable);
  EXPECT_EQ(host_.fd_read(1, part, 1, done_), Errno::notcapable);
  EXPECT_EQ(host_.fd_pread(0, part, 1, 0, done_), Errno::notcapable);
  EXPECT_EQ(host_.fd_pwrite(1, part, 1, 0, done_), Errno::notcapable);
}

TEST_F(WasiReadWrite, WritingToAReaderWhoLeftIsAnError) {
  world_.stop_reading();
  EXPECT_EQ(host_.fd_write(1, world_.vectors_of({"x"}), 1, done_), Errno::pipe);
}

TEST_F(WasiReadWrite, FilesAreReadAndWrittenInParts) {
  const Descriptor fd = opened("file", reading_and_writing, oflag::creat);
  ASSERT_EQ(host_.fd_write(fd, world_.vectors_of({"01", "", "23456"}), 3, done_), Errno::success);
  EXPECT_EQ(world_.u32(done_), 7U);
  EXPECT_EQ(world_.read_file("file"), "0123456");
  const Pointer position = world_.room(8);
  ASSERT_EQ(host_.fd_seek(fd, 1, 0, position), Errno::success);
  const Pointer to = world_.vectors({2, 0, 9});
  ASSERT_EQ(host_.fd_read(fd, to, 3, done_), Errno::success);
  EXPECT_EQ(world_.u32(done_), 6U);
  EXPECT_EQ(world_.gathered(to, 3).substr(0, 6), "123456");
  ASSERT_EQ(host_.fd_tell(fd, position), Errno::success);
  EXPECT_EQ(world_.u64(position), 7U);
}

TEST_F(WasiReadWrite, NoPartsAreNoBytes) {
  const Descriptor fd = opened("file", reading_and_writing, oflag::creat);
  world_.guest().store(done_, Size{9});
  EXPECT_EQ(host_.fd_write(fd, 0, 0, done_), Errno::success);
  EXPECT_EQ(world_.u32(done_), 0U);
  EXPECT_EQ(host_.fd_read(fd, 0, 0, done_), Errno::success);
  EXPECT_EQ(host_.fd_pread(fd, 0, 0, 0, done_), Errno::success);
  EXPECT_EQ(host_.fd_pwrite(fd, world_.vectors({0, 0}), 2, 5, done_), Errno::success);
  EXPECT_EQ(world_.read_file("file"), "");
}

TEST_F(WasiReadWrite, PositionalCallsLeaveThePositionAlone) {
  const Descriptor fd = opened("file", reading_and_writing, oflag::creat);
  ASSERT_EQ(host_.fd_pwrite(fd, world_.vectors_of({"ab", "cd"}), 2, 3, done_), Errno::success);
  EXPECT_EQ(world_.u32(done_), 4U);
  EXPECT_EQ(world_.read_file("file"), std::string("\0\0\0abcd", 7));
  const Pointer to = world_.vectors({1, 9});
  ASSERT_EQ(host_.fd_pread(fd, to, 2, 4, done_), Errno::success);
  EXPECT_EQ(world_.u32(done_), 3U);
  EXPECT_EQ(world_.gathered(to, 2).substr(0, 3), "bcd");
  ASSERT_EQ(host_.fd_pread(fd, to, 2, 1000, done_), Errno::success);
  EXPECT_EQ(world_.u32(done_), 0U);
  const Pointer position = world_.room(8);
  ASSERT_EQ(host_.fd_tell(fd, position), Errno::success);
  EXPECT_EQ(world_.u64(position), 0U);
}

TEST_F(WasiReadWrite, OffsetsBeyondWhatFilesHaveAreInvalid) {
  const Descriptor fd = opened("file", reading_and_writing, oflag::creat);
  const Pointer part = world_.vectors({1});
  for (const uint64_t offset : {uint64_t{INT64_MAX} + 1, UINT64_MAX}) {
    EXPECT_EQ(host_.fd_pread(fd, part, 1, offset, done_), Errno::inval);
    EXPECT_EQ(host_.fd_pwrite(fd, part, 1, offset, done_), Errno::inval);
  }
}

TEST_F(WasiReadWrite, MissingRightsAreNotCapable) {
  world_.write_file("file", "text");
  const Pointer part = world_.vectors({1});
  const Descriptor reader = opened("file", right::fd_read);
  EXPECT_EQ(host_.fd_read(reader, part, 1, done_), Errno::success);
  EXPECT_EQ(host_.fd_write(reader, part, 1, done_), Errno::notcapable);
  EXPECT_EQ(host_.fd_pread(reader, part, 1, 0, done_), Errno::notcapable) << "needs fd_seek too";
  const Descriptor writer = opened("file", right::fd_write);
  EXPECT_EQ(host_.fd_read(writer, part, 1, done_), Errno::notcapable);
  EXPECT_EQ(host_.fd_write(writer, part, 1, done_), Errno::success);
  EXPECT_EQ(host_.fd_pwrite(writer, part, 1, 0, done_), Errno::notcapable);
  const Descriptor idle = opened("file", 0);
  EXPECT_EQ(host_.fd_read(idle, part, 1, done_), Errno::notcapable);
  EXPECT_EQ(host_.fd_write(idle, part, 1, done_), Errno::notcapable);
}

TEST_F(WasiReadWrite, FoldersAndUnknownDescriptorsHaveNoContent) {
  const Pointer part = world_.vectors({1});
  for (const Descriptor fd : {WasiWorld::in, WasiWorld::out, 77U, UINT32_MAX}) {
    EXPECT_EQ(host_.fd_read(fd, part, 1, done_), Errno::badf);
    EXPECT_EQ(host_.fd_pread(fd, part, 1, 0, done_), Errno::badf);
    EXPECT_EQ(host_.fd_write(fd, part, 1, done_), Errno::badf);
    EXPECT_EQ(host_.fd_pwrite(fd, part, 1, 0, done_), Errno::badf);
  }
}

TEST_F(WasiReadWrite, TooManyPartsAreInvalid) {
  const Descriptor fd = opened("file", reading_and_writing, oflag::creat);
  const Pointer list = world_.room(size_t{8} * (max_vectors + 1));
  EXPECT_EQ(host_.fd_write(fd, list, max_vectors, done_), Errno::success);
  for (const Size count : {max_vectors + 1, UINT32_MAX}) {
    EXPECT_EQ(host_.fd_write(fd, list, count, done_), Errno::inval);
    EXPECT_EQ(host_.fd_read(fd, list, count, done_), Errno::inval);
    EXPECT_EQ(host_.fd_pwrite(fd, list, count, 0, done_), Errno::inval);
    EXPECT_EQ(host_.fd_pread(fd, list, count, 0, done_), Errno::inval);
  }
}

TEST(WasiTransfer, SumsThatTheResultCannotHoldAreInvalid) {
  constexpr size_t large = 8U << 20;
  WasiWorld world({.memory_bytes = large});
  const auto fd = world.open("file", reading_and_writing, oflag::creat);
  ASSERT_TRUE(fd.has_value());
  constexpr Size parts = (uint64_t{UINT32_MAX} + 1) / large;
  const Pointer list = world.room(size_t{8} * (parts + 1));
  for (Size i = 0; i <= parts; ++i) {
    world.guest().store(list + 8 * i, Pointer{0});
    world.guest().store(list + 8 * i + 4, static_cast<Size>(large));
  }
  const Pointer done = world.room(4);
  EXPECT_EQ(world.host().fd_read(*fd, list, parts + 1, done), Errno::inval);
  EXPECT_EQ(world.host().fd_read(*fd, list, parts, done), Errno::inval) << "one more than fits";
  world.guest().store(list + 4, static_cast<Size>(large - 1));
  EXPECT_EQ(world.host().fd_read(*fd, list, parts, done), Errno::success);
}

TEST_F(WasiReadWrite, NothingIsReadWhenItsCountHasNoPlace) {
  world_.type("kept");
  const Pointer to = world_.vectors({4});
  const auto end = static_cast<Pointer>(world_.memory().size());
  EXPECT_EQ(host_.fd_read(0, to, 1, end - 3), Errno::fault);
  ASSERT_EQ(host_.fd_read(0, to, 1, done_), Errno::success);
  EXPECT_EQ(world_.gathered(to, 1), "kept");
}

TEST_F(WasiReadWrite, AppendingWritesGoToTheEnd) {
  world_.write_file("log", "old");
  const Descriptor fd = opened("log", reading_and_writing, 0, fdflag::append);
  ASSERT_EQ(host_.fd_write(fd, world_.vectors_of({" new"}), 1, done_), Errno::success);
  EXPECT_EQ(world_.read_file("log"), "old new");
}

TEST_F(WasiReadWrite, InputsAreReadFromWhereOneIs) {
  const Descriptor fd =
      opened("letters", right::fd_read | right::fd_seek | right::fd_tell, 0, 0, WasiWorld::in);
  const Pointer to = world_.vectors({3, 2});
  ASSERT_EQ(host_.fd_read(fd, to, 2, done_), Errno::success);
  EXPECT_EQ(world_.u32(done_), 5U);
  EXPECT_EQ(world_.gathered(to, 2), "abcde");
  ASSERT_EQ(host_.fd_read(fd, to, 2, done_), Errno::success);
  EXPECT_EQ(world_.u32(done_), 3U);
  EXPECT_EQ(world_.gathered(to, 2).substr(0, 3), "fgh");
  ASSERT_EQ(host_.fd_read(fd, to, 2, done_), Errno::success);
  EXPECT_EQ(world_.u32(done_), 0U);
  ASSERT_EQ(host_.fd_pread(fd, to, 2, 6, done_), Errno::success);
  EXPECT_EQ(world_.u32(done_), 2U);
  EXPECT_EQ(world_.gathered(to, 2).substr(0, 2), "gh");
  ASSERT_EQ(host_.fd_pread(fd, to, 2, INT64_MAX, done_), Errno::success);
  EXPECT_EQ(world_.u32(done_), 0U);
  EXPECT_EQ(host_.fd_pread(fd, to, 2, uint64_t{INT64_MAX} + 1, done_), Errno::inval);
  EXPECT_EQ(world_.ended(), std::nullopt);
}

TEST_F(WasiReadWrite, EmptyInputsEndAtOnce) {
  const Descriptor fd = opened("empty", right::fd_read, 0, 0, WasiWorld::in);
  ASSERT_EQ(host_.fd_read(fd, world_.vectors({4}), 1, done_), Errno::success);
  EXPECT_EQ(world_.u32(done_), 0U);
}

TEST(WasiInputFiles, AreNeverWrittenWhateverTheirRights) {
  auto inputs = std::make_shared<Inputs>(std::vector<Input>{{"a", 4}}, os::SocketStream{os::Fd()});
  WasiWorld world({.furnish = [&](Table& table) {
    table.put(9, {.kind = Kind::input, .base = all_file_rights, .inputs = inputs});
  }});
  const Pointer done = world.room(4);
  const Pointer part = world.vectors({1});
  EXPECT_EQ(world.host().fd_write(9, part, 1, done), Errno::badf);
  EXPECT_EQ(world.host().fd_pwrite(9, part, 1, 0, done), Errno::badf);
  EXPECT_EQ(world.host().fd_allocate(9, 0, 1), Errno::badf);
  EXPECT_EQ(world.host().fd_filestat_set_size(9, 0), Errno::badf);
  EXPECT_EQ(world.host().fd_filestat_set_times(9, 0, 0, 0), Errno::badf);
  EXPECT_EQ(world.host().fd_sync(9), Errno::success) << "nothing is behind";
  EXPECT_EQ(world.host().fd_datasync(9), Errno::success);
}

TEST(WasiInputFiles, EndTheRunWhenTheyAreRefused) {
  WasiWorld world({.inputs = {{"a", {1, 2, 3}}}, .refused_input = 0});
  const auto fd = world.open("a", right::fd_read | right::fd_seek, 0, 0, WasiWorld::in);
  ASSERT_TRUE(fd.has_value());
  const Pointer done = world.room(4);
  EXPECT_EQ(world.host().fd_read(*fd, world.vectors({3}), 1, done), Errno::io);
  EXPECT_EQ(world.ended(), Ended::input_refused);
}

}  // namespace
}  // namespace anchorhold::wasi

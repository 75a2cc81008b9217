#include <gtest/gtest.h>

#include <filesystem>

#include "testkit/wasi_world.h"

namespace anchorhold::wasi {
namespace {

using testkit::WasiWorld;

constexpr Size dirent_head = 24;

struct Listed {
  std::string name;
  uint64_t next = 0;
  uint64_t inode = 0;
  Filetype type = Filetype::unknown;
};

class WasiListing : public ::testing::Test {
 protected:
  WasiWorld world_{{.inputs = {{"b", {1}}, {"a", {2}}}}};
  Host& host_ = world_.host();
  Pointer used_ = world_.room(4);
  Pointer buffer_ = world_.room(4096);

  // One call; the entries that are complete.
  std::vector<Listed> list(Descriptor fd, Size bytes, uint64_t cookie);
  // All of a folder, through a buffer of this size.
  std::vector<std::string> names(Descriptor fd, Size bytes);
};

std::vector<Listed> WasiListing::list(Descriptor fd, Size bytes, uint64_t cookie) {
  EXPECT_EQ(host_.fd_readdir(fd, buffer_, bytes, cookie, used_), Errno::success);
  const Size used = world_.u32(used_);
  EXPECT_LE(used, bytes);
  std::vector<Listed> listed;
  Pointer at = buffer_;
  while (at + dirent_head <= buffer_ + used) {
    const Size length = world_.u32(at + 16);
    if (at + dirent_head + length > buffer_ + used) break;
    listed.push_back({.name = world_.text_at(at + dirent_head, length),
                      .next = world_.u64(at),
                      .inode = world_.u64(at + 8),
                      .type = Filetype{world_.memory()[at + 20]}});
    at += dirent_head + length;
  }
  return listed;
}

std::vector<std::string> WasiListing::names(Descriptor fd, Size bytes) {
  std::vector<std::string> names;
  uint64_t cookie = 0;
  do {
    for (const Listed& one : list(fd, bytes, cookie)) {
      names.push_back(one.name);
      cookie = one.next;
    }
  } while (world_.u32(used_) == bytes);
  return names;
}

using Names = std::vector<std::string>;

TEST_F(WasiListing, BeginsWithTheFolderAndTheOneAbove) {
  const auto listed = list(WasiWorld::out, 4096, 0);
  ASSERT_EQ(listed.size(), 2U);
  EXPECT_EQ(listed[0].name, ".");
  EXPECT_EQ(listed[0].type, Filetype::directory);
  EXPECT_EQ(listed[1].name, "..");
  EXPECT_EQ(listed[1].type, Filetype::directory);
  const Pointer stat = world_.room(64);
  ASSERT_EQ(host_.fd_filestat_get(WasiWorld::out, stat), Errno::success);
  EXPECT_EQ(listed[0].inode, world_.u64(stat + 8));
  EXPECT_EQ(listed[1].inode, 0U) << "what lies above is nobody's business";
}

TEST_F(WasiListing, NamesFilesByNameWithTypeAndInode) {
  world_.write_file("b", "");
  world_.write_file("a", "");
  std::filesystem::create_directory(world_.folder() + "/c");
  std::filesystem::create_symlink("a", world_.folder() + "/d");
  const auto listed = list(WasiWorld::out, 4096, 0);
  ASSERT_EQ(listed.size(), 6U);
  EXPECT_EQ(listed[2].name, "a");
  EXPECT_EQ(listed[2].type, Filetype::regular_file);
  EXPECT_EQ(listed[3].name, "b");
  EXPECT_EQ(listed[4].type, Filetype::directory);
  EXPECT_EQ(listed[5].type, Filetype::symbolic_link);
  const auto fd = world_.open("a", right::fd_filestat_get);
  const Pointer stat = world_.room(64);
  ASSERT_EQ(host_.fd_filestat_get(fd.value_or(UINT32_MAX), stat), Errno::success);
  EXPECT_EQ(listed[2].inode, world_.u64(stat + 8));
}

TEST_F(WasiListing, GoesOnFromEveryCookie) {
  world_.write_file("a", "");
  world_.write_file("b", "");
  const auto all = list(WasiWorld::out, 4096, 0);
  ASSERT_EQ(all.size(), 4U);
  for (size_t i = 0; i < all.size(); ++i) {
    const auto rest = list(WasiWorld::out, 4096, all[i].next);
    ASSERT_EQ(rest.size(), all.size() - i - 1);
    for (size_t j = 0; j < rest.size(); ++j) EXPECT_EQ(rest[j].name, all[i + 1 + j].name);
  }
  for (const uint64_t beyond : {uint64_t{5}, uint64_t{UINT32_MAX}, UINT64_MAX}) {
    EXPECT_TRUE(list(WasiWorld::out, 4096, beyond).empty());
    EXPECT_EQ(world_.u32(used_), 0U);
  }
}

TEST_F(WasiListing, CookiesStandWhileTheFolderChanges) {
  world_.write_file("a", "");
  world_.write_file("c", "");
  const Size three_entries = 3 * dirent_head + 4;
  const auto before = list(WasiWorld::out, three_entries, 0);
  ASSERT_EQ(before.size(), 3U);
  std::filesystem::remove(world_.folder() + "/a");
  world_.write_file("b", "");
  const auto rest = list(WasiWorld::out, 4096, before[2].next);
  ASSERT_EQ(rest.size(), 1U);
  EXPECT_EQ(rest[0].name, "c");
  EXPECT_EQ(names(WasiWorld::out, 4096), (Names{".", "..", "b", "c"})) << "anew from its start";
}

TEST_F(WasiListing, AtItsEndStaysThereAndInItsMiddleIsTakenAnew) {
  world_.write_file("a", "");
  const auto before = list(WasiWorld::out, 4096, 0);
  ASSERT_EQ(before.size(), 3U);
  world_.write_file("b", "");
  EXPECT_TRUE(list(WasiWorld::out, 4096, before[2].next).empty());
  const auto rest = list(WasiWorld::out, 4096, before[1].next);
  ASSERT_EQ(rest.size(), 2U);
  EXPECT_EQ(rest[1].name, "b");
}

TEST_F(WasiListing, TakesAListingForACookieOfBefore) {
  EXPECT_EQ(list(WasiWorld::out, 4096, 1).size(), 1U);
}

TEST_F(WasiListing, IsWholeThroughBuffersOfAnySizeThatHoldsAName) {
  Names expected = {".", ".."};
  for (int i = 100; i < 160; ++i) {
    expected.push_back("file" + std::to_string(i));
    world_.write_file(expected.back(), "");
  }
  for (const Size bytes : {31U, 32U, 33U, 64U, 100U, 1000U, 4096U}) {
    EXPECT_EQ(names(WasiWorld::out, bytes), expected) << bytes;
  }
}

TEST_F(WasiListing, FillsASmallBufferWithWhatFits) {
  for (Size bytes = 0; bytes <= 25; ++bytes) {
    EXPECT_EQ(host_.fd_readdir(WasiWorld::out, buffer_, bytes, 0, used_), Errno::success);
    EXPECT_EQ(world_.u32(used_), bytes);
  }
}

TEST_F(WasiListing, OfManyFilesIsComplete) {
  for (int i = 0; i < 500; ++i) world_.write_file("file." + std::to_string(i), "");
  EXPECT_EQ(names(WasiWorld::out, 256).size(), 502U);
}

TEST_F(WasiListing, OfInputsHasThemInTheirOrder) {
  EXPECT_EQ(names(WasiWorld::in, 4096), (Names{".", "..", "b", "a"}));
  const auto listed = list(WasiWorld::in, 4096, 0);
  EXPECT_EQ(listed[2].type, Filetype::regular_file);
  const auto fd = world_.open("b", right::fd_filestat_get, 0, 0, WasiWorld::in);
  const Pointer stat = world_.room(64);
  ASSERT_EQ(host_.fd_filestat_get(fd.value_or(UINT32_MAX), stat), Errno::success);
  EXPECT_EQ(listed[2].inode, world_.u64(stat + 8));
}

TEST_F(WasiListing, IsOfFoldersAndNeedsTheRight) {
  const auto file = world_.open("file", right::fd_read, oflag::creat);
  for (const Descriptor fd : {0U, file.value_or(UINT32_MAX)}) {
    EXPECT_EQ(host_.fd_readdir(fd, buffer_, 64, 0, used_), Errno::notdir);
  }
  for (const Descriptor fd : {77U, UINT32_MAX}) {
    EXPECT_EQ(host_.fd_readdir(fd, buffer_, 64, 0, used_), Errno::badf);
  }
  ASSERT_EQ(host_.fd_fdstat_set_rights(WasiWorld::out, right::path_open, 0), Errno::success);
  EXPECT_EQ(host_.fd_readdir(WasiWorld::out, buffer_, 64, 0, used_), Errno::notcapable);
}

TEST_F(WasiListing, OfAFolderThatIsGoneIsEmpty) {
  std::filesystem::create_directory(world_.folder() + "/gone");
  const auto fd = world_.open("gone", right::fd_readdir, oflag::directory);
  ASSERT_TRUE(fd.has_value());
  std::filesystem::remove(world_.folder() + "/gone");
  const Errno result = host_.fd_readdir(*fd, buffer_, 4096, 0, used_);
  EXPECT_TRUE(result == Errno::noent || result == Errno::success);
}

}  // namespace
}  // namespace anchorhold::wasi

#include "workload/wasm/file_status.h"

#include <dirent.h>
#include <gtest/gtest.h>

#include "workload/wasm/clocks.h"

namespace anchorhold::wasi {
namespace {

TEST(WasiFileStatus, NamesEveryTypeThatTheStandardKnows) {
  EXPECT_EQ(filetype_of(S_IFBLK | 0600), Filetype::block_device);
  EXPECT_EQ(filetype_of(S_IFCHR | 0600), Filetype::character_device);
  EXPECT_EQ(filetype_of(S_IFDIR | 0700), Filetype::directory);
  EXPECT_EQ(filetype_of(S_IFREG | 0644), Filetype::regular_file);
  EXPECT_EQ(filetype_of(S_IFSOCK), Filetype::socket_stream);
  EXPECT_EQ(filetype_of(S_IFLNK | 0777), Filetype::symbolic_link);
  EXPECT_EQ(filetype_of(S_IFIFO | 0600), Filetype::unknown);
  EXPECT_EQ(filetype_of_entry(DT_DIR), Filetype::directory);
  EXPECT_EQ(filetype_of_entry(DT_LNK), Filetype::symbolic_link);
  EXPECT_EQ(filetype_of_entry(DT_UNKNOWN), Filetype::unknown);
}

TEST(WasiFileStatus, TakesOverWhatTheKernelSays) {
  struct stat status = {};
  status.st_dev = 7;
  status.st_ino = 8;
  status.st_mode = S_IFREG;
  status.st_nlink = 2;
  status.st_size = 9;
  status.st_atim = {.tv_sec = 1, .tv_nsec = 2};
  status.st_mtim = {.tv_sec = 3, .tv_nsec = 4};
  status.st_ctim = {.tv_sec = -5, .tv_nsec = 6};
  const Filestat stat = filestat_of(status);
  EXPECT_EQ(stat.device, 7U);
  EXPECT_EQ(stat.inode, 8U);
  EXPECT_EQ(stat.type, Filetype::regular_file);
  EXPECT_EQ(stat.links, 2U);
  EXPECT_EQ(stat.size, 9U);
  EXPECT_EQ(stat.accessed, 1'000'000'002U);
  EXPECT_EQ(stat.modified, 3'000'000'004U);
  EXPECT_EQ(stat.changed, 0U) << "before 1970";
}

TEST(WasiFileStatus, GivesInputsNumbersOfTheirOwn) {
  EXPECT_EQ(filestat_of_inputs().type, Filetype::directory);
  EXPECT_NE(filestat_of_inputs().inode, input_inode(0));
  EXPECT_NE(input_inode(0), input_inode(1));
}

TEST(WasiFileStatus, SetsTheTimesThatTheFlagsName) {
  const auto both = file_times(5, 1'000'000'006, fstflag::atim | fstflag::mtim);
  ASSERT_TRUE(both.has_value());
  EXPECT_EQ(both->front().tv_sec, 0);
  EXPECT_EQ(both->front().tv_nsec, 5);
  EXPECT_EQ(both->back().tv_sec, 1);
  EXPECT_EQ(both->back().tv_nsec, 6);
  const auto neither = file_times(5, 6, 0);
  ASSERT_TRUE(neither.has_value());
  EXPECT_EQ(neither->front().tv_nsec, UTIME_OMIT);
  EXPECT_EQ(neither->back().tv_nsec, UTIME_OMIT);
  const auto now = file_times(5, 6, fstflag::atim_now | fstflag::mtim_now);
  ASSERT_TRUE(now.has_value());
  EXPECT_EQ(now->front().tv_nsec, UTIME_NOW);
  EXPECT_EQ(now->back().tv_nsec, UTIME_NOW);
}

TEST(WasiFileStatus, RefusesFlagsThatContradictOrAreUnknown) {
  EXPECT_FALSE(file_times(0, 0, fstflag::atim | fstflag::atim_now).has_value());
  EXPECT_FALSE(file_times(0, 0, fstflag::mtim | fstflag::mtim_now).has_value());
  EXPECT_FALSE(file_times(0, 0, 16).has_value());
  EXPECT_FALSE(file_times(0, 0, 0x10000 | fstflag::atim).has_value());
}

TEST(WasiClocks, CountNanosecondsBothWays) {
  for (const uint64_t time : {uint64_t{0}, uint64_t{999'999'999}, uint64_t{1'000'000'000},
                              uint64_t{1'700'000'000'123'456'789}, UINT64_MAX}) {
    EXPECT_EQ(nanoseconds_of(timespec_of(time)), time);
  }
  EXPECT_EQ(nanoseconds_of({.tv_sec = -1, .tv_nsec = 1}), 0U);
}

}  // namespace
}  // namespace anchorhold::wasi

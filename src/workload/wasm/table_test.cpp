#include "workload/wasm/table.h"

#include <gtest/gtest.h>

namespace anchorhold::wasi {
namespace {

TEST(WasiTable, GivesTheLowestFreeDescriptor) {
  Table table;
  EXPECT_EQ(table.add({}), 0U);
  EXPECT_EQ(table.add({}), 1U);
  table.put(3, {});
  EXPECT_EQ(table.add({}), 2U);
  EXPECT_EQ(table.add({}), 4U);
  EXPECT_TRUE(table.close(1));
  EXPECT_EQ(table.add({}), 1U);
}

TEST(WasiTable, IsFullAtItsLimit) {
  Table table;
  for (Descriptor fd = 0; fd < Table::max_descriptors; ++fd) EXPECT_EQ(table.add({}), fd);
  EXPECT_EQ(table.add({}), std::nullopt);
  table.close(7);
  EXPECT_EQ(table.add({}), 7U);
}

TEST(WasiTable, FindsWhatIsOpenAndClosesItOnce) {
  Table table;
  table.put(5, {.position = 9});
  ASSERT_NE(table.find(5), nullptr);
  EXPECT_EQ(table.find(5)->position, 9U);
  EXPECT_EQ(table.find(4), nullptr);
  EXPECT_TRUE(table.close(5));
  EXPECT_FALSE(table.close(5));
  EXPECT_EQ(table.find(5), nullptr);
}

TEST(WasiTable, SaysWhyAnEntryMayNotBeUsed) {
  Table table;
  table.put(0, {.kind = Kind::file, .base = right::fd_read | right::fd_seek});
  table.put(1, {.kind = Kind::folder, .base = right::fd_read | right::fd_readdir});
  table.put(2, {.kind = Kind::inputs, .base = right::fd_read});
  EXPECT_TRUE(table.find_with(0, right::fd_read | right::fd_seek));
  EXPECT_EQ(table.find_with(0, right::fd_read | right::fd_write).error, Errno::notcapable);
  EXPECT_EQ(table.find_with(9, 0).error, Errno::badf);
  EXPECT_TRUE(table.find_with(1, right::fd_readdir));
  EXPECT_TRUE(table.find_file(0, right::fd_read));
  EXPECT_EQ(table.find_file(0, right::fd_write).error, Errno::notcapable);
  EXPECT_EQ(table.find_file(1, right::fd_read).error, Errno::badf);
  EXPECT_EQ(table.find_file(2, right::fd_read).error, Errno::badf);
  EXPECT_EQ(table.find_file(9, 0).error, Errno::badf);
}

TEST(WasiTable, KeepsTheRightsOfFilesAndFoldersApart) {
  const Rights content = right::fd_read | right::fd_write | right::fd_seek | right::fd_tell |
                         right::fd_allocate | right::fd_filestat_set_size;
  EXPECT_EQ(all_folder_rights & content, 0U);
  const Rights below = right::path_open | right::fd_readdir | right::path_unlink_file;
  EXPECT_EQ(all_file_rights & below, 0U);
}

TEST(WasiTable, LetsReadingChangeNothing) {
  const Rights changing =
      right::fd_write | right::fd_allocate | right::fd_filestat_set_size |
      right::fd_filestat_set_times | right::path_create_file | right::path_create_directory |
      right::path_link_source | right::path_link_target | right::path_rename_source |
      right::path_rename_target | right::path_filestat_set_size | right::path_filestat_set_times |
      right::path_symlink | right::path_remove_directory | right::path_unlink_file;
  EXPECT_EQ(reading_rights & changing, 0U);
  EXPECT_EQ(reading_rights & ~(all_file_rights | all_folder_rights), 0U);
  const Rights sockets = right::sock_accept | right::sock_shutdown;
  EXPECT_EQ((all_file_rights | all_folder_rights) & sockets, 0U);
}

}  // namespace
}  // namespace anchorhold::wasi

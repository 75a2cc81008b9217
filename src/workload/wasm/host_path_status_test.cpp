#include <gtest/gtest.h>

#include <filesystem>

#include "workload/wasm/path_calls_test.h"

namespace anchorhold::wasi {
namespace {

using testkit::WasiWorld;

constexpr uint64_t second = 1'000'000'000;

class WasiPathStatus : public ::testing::Test {
 protected:
  WasiPathStatus() {
    world_.write_file("file", "content");
    std::filesystem::create_directory(world_.folder() + "/folder");
    std::filesystem::create_symlink("file", world_.folder() + "/link");
    std::filesystem::create_symlink("folder", world_.folder() + "/folder-link");
    std::filesystem::create_symlink("loop", world_.folder() + "/loop");
    std::filesystem::create_symlink("../outside", world_.folder() + "/escape");
    std::filesystem::create_symlink(world_.outside(), world_.folder() + "/absolute");
  }

  // A descriptor of the folder with all rights but these.
  Descriptor folder_without(Rights rights) {
    EXPECT_EQ(paths_.open(".", {.base = all_folder_rights & ~rights}), Errno::success);
    return paths_.opened();
  }

  WasiWorld world_{{.inputs = {{"letters", copy_of(bytes_of("abcdefgh"))}}}};
  PathCalls paths_{world_};
};

TEST_F(WasiPathStatus, TellsTypeSizeAndLinks) {
  ASSERT_EQ(paths_.status("file"), Errno::success);
  EXPECT_EQ(paths_.type(), Filetype::regular_file);
  EXPECT_EQ(paths_.bytes(), 7U);
  EXPECT_EQ(paths_.links(), 1U);
  const uint64_t inode = paths_.inode();
  ASSERT_EQ(paths_.link("file", "second"), Errno::success);
  ASSERT_EQ(paths_.status("second"), Errno::success);
  EXPECT_EQ(paths_.inode(), inode);
  EXPECT_EQ(paths_.links(), 2U);
  ASSERT_EQ(paths_.status("folder/"), Errno::success);
  EXPECT_EQ(paths_.type(), Filetype::directory);
  ASSERT_EQ(paths_.status("file", 0, WasiWorld::shared), Errno::success);
}

TEST_F(WasiPathStatus, FollowsALinkWhenAskedOrBeforeASlash) {
  ASSERT_EQ(paths_.status("link"), Errno::success);
  EXPECT_EQ(paths_.type(), Filetype::symbolic_link);
  ASSERT_EQ(paths_.status("link", symlink_follow), Errno::success);
  EXPECT_EQ(paths_.type(), Filetype::regular_file);
  ASSERT_EQ(paths_.status("folder-link/"), Errno::success);
  EXPECT_EQ(paths_.type(), Filetype::directory);
  EXPECT_EQ(paths_.status("link/"), Errno::notdir);
  EXPECT_EQ(paths_.status("loop"), Errno::success);
  EXPECT_EQ(paths_.status("loop", symlink_follow), Errno::loop);
}

TEST_F(WasiPathStatus, NothingOutsideHasAny) {
  EXPECT_EQ(paths_.status("escape"), Errno::success);
  EXPECT_EQ(paths_.type(), Filetype::symbolic_link);
  for (const std::string path : {"escape", "absolute", "..", "../outside", "folder/../.."})
    EXPECT_EQ(paths_.status(path, symlink_follow), Errno::perm) << path;
  EXPECT_EQ(paths_.status("/"), Errno::perm);
}

TEST_F(WasiPathStatus, ErrorsSayWhatIsWrong) {
  EXPECT_EQ(paths_.status("none"), Errno::noent);
  EXPECT_EQ(paths_.status(""), Errno::noent);
  EXPECT_EQ(paths_.status("file/x"), Errno::notdir);
  EXPECT_EQ(paths_.status("file", 2), Errno::inval);
  EXPECT_EQ(paths_.status(std::string(256, 'n')), Errno::nametoolong);
  EXPECT_EQ(paths_.status("file", 0, 99), Errno::badf);
  EXPECT_EQ(paths_.status("file", 0, 1), Errno::notdir);
  EXPECT_EQ(paths_.status("file", 0, folder_without(right::path_filestat_get)), Errno::notcapable);
  const auto end = static_cast<Pointer>(world_.memory().size());
  EXPECT_EQ(world_.host().path_filestat_get(WasiWorld::out, 0, world_.put("file"), 4, end - 63),
            Errno::fault);
  EXPECT_EQ(world_.host().path_filestat_get(WasiWorld::out, 0, end - 1, 2, 16), Errno::fault);
}

TEST_F(WasiPathStatus, InputsHaveTheirLength) {
  ASSERT_EQ(paths_.status("letters", 0, WasiWorld::in), Errno::success);
  EXPECT_EQ(paths_.type(), Filetype::regular_file);
  EXPECT_EQ(paths_.bytes(), 8U);
  ASSERT_EQ(paths_.status(".", symlink_follow, WasiWorld::in), Errno::success);
  EXPECT_EQ(paths_.type(), Filetype::directory);
  EXPECT_EQ(paths_.status("none", 0, WasiWorld::in), Errno::noent);
  EXPECT_EQ(paths_.status("..", 0, WasiWorld::in), Errno::perm);
  EXPECT_EQ(paths_.status("letters", 2, WasiWorld::in), Errno::inval);
}

TEST_F(WasiPathStatus, TimesAreSetOneByOne) {
  ASSERT_EQ(paths_.set_times("file", 5 * second + 1, 6 * second, fstflag::atim | fstflag::mtim),
            Errno::success);
  ASSERT_EQ(paths_.status("file"), Errno::success);
  EXPECT_EQ(paths_.accessed(), 5 * second + 1);
  EXPECT_EQ(paths_.modified(), 6 * second);
  ASSERT_EQ(paths_.set_times("file", 1, 7 * second, fstflag::mtim), Errno::success);
  ASSERT_EQ(paths_.status("file"), Errno::success);
  EXPECT_EQ(paths_.accessed(), 5 * second + 1);
  EXPECT_EQ(paths_.modified(), 7 * second);
  ASSERT_EQ(paths_.set_times("file", 1, 1, fstflag::atim_now), Errno::success);
  ASSERT_EQ(paths_.status("file"), Errno::success);
  EXPECT_GT(paths_.accessed(), 1'000'000'000 * second);
  EXPECT_EQ(paths_.modified(), 7 * second);
}

TEST_F(WasiPathStatus, ALinkHasTimesOfItsOwn) {
  ASSERT_EQ(paths_.set_times("file", 0, 1 * second, fstflag::mtim), Errno::success);
  ASSERT_EQ(paths_.set_times("link", 0, 2 * second, fstflag::mtim), Errno::success);
  ASSERT_EQ(paths_.status("link"), Errno::success);
  EXPECT_EQ(paths_.modified(), 2 * second);
  ASSERT_EQ(paths_.status("link", symlink_follow), Errno::success);
  EXPECT_EQ(paths_.modified(), 1 * second);
  ASSERT_EQ(paths_.set_times("link", 0, 3 * second, fstflag::mtim, symlink_follow), Errno::success);
  ASSERT_EQ(paths_.status("file"), Errno::success);
  EXPECT_EQ(paths_.modified(), 3 * second);
}

TEST_F(WasiPathStatus, TimesThatContradictAreRefused) {
  ASSERT_EQ(paths_.set_times("file", 0, second, fstflag::mtim), Errno::success);
  EXPECT_EQ(paths_.set_times("file", 0, 2, fstflag::mtim | fstflag::mtim_now), Errno::inval);
  EXPECT_EQ(paths_.set_times("file", 0, 2, fstflag::atim | fstflag::atim_now), Errno::inval);
  EXPECT_EQ(paths_.set_times("file", 0, 2, 16), Errno::inval);
  EXPECT_EQ(paths_.set_times("file", 0, 2, fstflag::mtim, 2), Errno::inval);
  ASSERT_EQ(paths_.status("file"), Errno::success);
  EXPECT_EQ(paths_.modified(), second);
}

TEST_F(WasiPathStatus, TimesNeedTheRightAndTheFile) {
  EXPECT_EQ(paths_.set_times("none", 0, 1, fstflag::mtim), Errno::noent);
  EXPECT_EQ(paths_.set_times("escape", 0, 1, fstflag::mtim, symlink_follow), Errno::perm);
  EXPECT_EQ(paths_.set_times("file", 0, 1, fstflag::mtim, 0, WasiWorld::shared), Errno::notcapable);
  EXPECT_EQ(paths_.set_times("letters", 0, 1, fstflag::mtim, 0, WasiWorld::in), Errno::notcapable);
  EXPECT_EQ(paths_.set_times("file", 0, 1, fstflag::mtim, 0, 99), Errno::badf);
}

TEST_F(WasiPathStatus, ALinkIsReadAsFarAsThereIsRoom) {
  ASSERT_EQ(paths_.read_link("link"), Errno::success);
  EXPECT_EQ(paths_.target(), "file");
  ASSERT_EQ(paths_.read_link("folder-link", 4), Errno::success);
  EXPECT_EQ(paths_.target(), "fold");
  ASSERT_EQ(paths_.read_link("link", 0), Errno::success);
  EXPECT_EQ(paths_.target(), "");
  ASSERT_EQ(paths_.read_link("folder-link/../link"), Errno::success);
  EXPECT_EQ(paths_.target(), "file");
  ASSERT_EQ(paths_.read_link("link", 4, WasiWorld::shared), Errno::success);
}

TEST_F(WasiPathStatus, WhatIsNoLinkCannotBeRead) {
  EXPECT_EQ(paths_.read_link("file"), Errno::inval);
  EXPECT_EQ(paths_.read_link("folder"), Errno::inval);
  EXPECT_EQ(paths_.read_link("folder-link/"), Errno::inval);
  EXPECT_EQ(paths_.read_link("link/"), Errno::notdir);
  EXPECT_EQ(paths_.read_link("none"), Errno::noent);
  EXPECT_EQ(paths_.read_link(".."), Errno::perm);
  EXPECT_EQ(paths_.read_link("letters", 4, WasiWorld::in), Errno::inval);
  EXPECT_EQ(paths_.read_link("none", 4, WasiWorld::in), Errno::noent);
  EXPECT_EQ(paths_.read_link("link", 4, folder_without(right::path_readlink)), Errno::notcapable);
  EXPECT_EQ(paths_.read_link("link", static_cast<Size>(world_.memory().size())), Errno::fault);
}

}  // namespace
}  // namespace anchorhold::wasi

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "workload/wasm/path_calls_test.h"

namespace anchorhold::wasi {
namespace {

using testkit::WasiWorld;

class WasiPathOpen : public ::testing::Test {
 protected:
  WasiPathOpen() {
    world_.write_file("file", "content");
    std::filesystem::create_directories(world_.folder() + "/folder/below");
    std::filesystem::create_symlink("file", world_.folder() + "/link");
    std::filesystem::create_symlink("folder", world_.folder() + "/folder-link");
    std::filesystem::create_symlink("missing", world_.folder() + "/dangling");
    std::filesystem::create_symlink("loop", world_.folder() + "/loop");
    std::filesystem::create_symlink("../outside", world_.folder() + "/escape");
    std::filesystem::create_symlink(world_.outside(), world_.folder() + "/absolute");
  }

  struct Stat {
    Filetype type;
    Fdflags flags;
    Rights base;
    Rights inheriting;
  };
  Stat stat_of(Descriptor fd) {
    EXPECT_EQ(world_.host().fd_fdstat_get(fd, stat_), Errno::success);
    return {static_cast<Filetype>(world_.u16(stat_) & 0xff), world_.u16(stat_ + 2),
            world_.u64(stat_ + 8), world_.u64(stat_ + 16)};
  }
  Stat opened() { return stat_of(paths_.opened()); }

  WasiWorld world_{{.inputs = {{"letters", copy_of(bytes_of("abcdefgh"))}}}};
  PathCalls paths_{world_};
  Pointer stat_ = world_.room(24);
};

constexpr Rights both = right::fd_read | right::fd_write;

TEST_F(WasiPathOpen, GivesTheLowestFreeNumber) {
  ASSERT_EQ(paths_.open("file"), Errno::success);
  EXPECT_EQ(paths_.opened(), 6U);
  ASSERT_EQ(world_.host().fd_close(0), Errno::success);
  ASSERT_EQ(paths_.open("file"), Errno::success);
  EXPECT_EQ(paths_.opened(), 0U);
}

TEST_F(WasiPathOpen, EachEntryHasTheRightsOfItsKind) {
  ASSERT_EQ(paths_.open("file", {.base = ~Rights{0}, .inheriting = ~Rights{0}}), Errno::success);
  EXPECT_EQ(opened().type, Filetype::regular_file);
  EXPECT_EQ(opened().base, all_file_rights);
  EXPECT_EQ(opened().inheriting, 0U);

  const Rights all = all_folder_rights | all_file_rights;
  ASSERT_EQ(paths_.open("folder", {.base = all_folder_rights, .inheriting = ~Rights{0}}),
            Errno::success);
  EXPECT_EQ(opened().type, Filetype::directory);
  EXPECT_EQ(opened().base, all_folder_rights);
  EXPECT_EQ(opened().inheriting, all);

  ASSERT_EQ(paths_.open("file"), Errno::success);
  EXPECT_EQ(opened().base, 0U);
}

TEST_F(WasiPathOpen, NoEntryHasMoreThanItsFolderHandsDown) {
  ASSERT_EQ(paths_.open("folder", {.base = right::path_open | right::path_create_file,
                                   .inheriting = right::fd_read | right::fd_seek}),
            Errno::success);
  const Descriptor folder = paths_.opened();
  EXPECT_EQ(paths_.open("new", {.oflags = oflag::creat, .base = both}, folder), Errno::notcapable);
  const Rights asked = right::fd_read | right::fd_seek | right::fd_sync | right::path_unlink_file;
  ASSERT_EQ(paths_.open("new", {.oflags = oflag::creat, .base = asked}, folder), Errno::success);
  EXPECT_EQ(opened().base, right::fd_read | right::fd_seek);
  ASSERT_EQ(paths_.open("below", {.base = asked, .inheriting = both}, folder), Errno::success);
  EXPECT_EQ(opened().base, 0U);
  EXPECT_EQ(opened().inheriting, right::fd_read);
}

TEST_F(WasiPathOpen, AFolderThatIsOpenIsItsOwnBorder) {
  ASSERT_EQ(paths_.open("folder", {.base = all_folder_rights, .inheriting = both}), Errno::success);
  const Descriptor folder = paths_.opened();
  EXPECT_EQ(paths_.open("below/..", {}, folder), Errno::success);
  EXPECT_EQ(paths_.open("..", {}, folder), Errno::perm);
  EXPECT_EQ(paths_.open("../file", {}, folder), Errno::perm);
  EXPECT_EQ(paths_.open("below/../../file", {}, folder), Errno::perm);
}

TEST_F(WasiPathOpen, NeedsTheRightToOpenCreateAndTruncate) {
  const auto folder_with = [this](Rights base) {
    EXPECT_EQ(paths_.open("folder", {.base = base, .inheriting = both}), Errno::success);
    return paths_.opened();
  };
  EXPECT_EQ(paths_.open("below", {}, folder_with(right::path_create_file)), Errno::notcapable);
  EXPECT_EQ(paths_.open("new", {.oflags = oflag::creat}, folder_with(right::path_open)),
            Errno::notcapable);
  const Descriptor creates = folder_with(right::path_open | right::path_create_file);
  EXPECT_EQ(paths_.open("new", {.oflags = oflag::creat}, creates), Errno::success);
  EXPECT_EQ(paths_.open("new", {.oflags = oflag::trunc, .base = both}, creates), Errno::perm);
}

TEST_F(WasiPathOpen, WhatIsOnlyForReadingCannotBeWritten) {
  const Descriptor shared = WasiWorld::shared;
  EXPECT_EQ(paths_.open("file", {.base = both}, shared), Errno::notcapable);
  EXPECT_EQ(paths_.open("file", {.oflags = oflag::trunc}, shared), Errno::perm);
  EXPECT_EQ(paths_.open("new", {.oflags = oflag::creat}, shared), Errno::notcapable);
  const Rights as_rust_asks = right::fd_read | right::fd_sync | right::fd_filestat_set_times |
                              right::path_create_file | right::path_unlink_file;
  ASSERT_EQ(paths_.open("file", {.base = as_rust_asks, .inheriting = as_rust_asks}, shared),
            Errno::success);
  EXPECT_EQ(opened().base, right::fd_read);
  ASSERT_EQ(paths_.open("folder", {.base = ~right::fd_write, .inheriting = ~Rights{0}}, shared),
            Errno::success);
  EXPECT_EQ(opened().inheriting, reading_rights);
  EXPECT_EQ(paths_.open("below/new", {.oflags = oflag::creat}, paths_.opened()), Errno::notcapable);
  EXPECT_EQ(world_.read_file("file"), "content");
}

TEST_F(WasiPathOpen, SizesChangeOnlyWhereOneMayWrite) {
  ASSERT_EQ(paths_.open("file", {.base = right::fd_read | right::fd_filestat_set_size}),
            Errno::success);
  EXPECT_EQ(opened().base, right::fd_read);
}

TEST_F(WasiPathOpen, CreatesWhatIsNotThere) {
  EXPECT_EQ(paths_.open("new"), Errno::noent);
  ASSERT_EQ(paths_.open("folder/new", {.oflags = oflag::creat, .base = both}), Errno::success);
  EXPECT_TRUE(std::filesystem::is_regular_file(world_.folder() + "/folder/new"));
  EXPECT_EQ(paths_.open("folder/new", {.oflags = oflag::creat}), Errno::success);
  EXPECT_EQ(paths_.open("folder/new", {.oflags = oflag::creat | oflag::excl}), Errno::exist);
  EXPECT_EQ(paths_.open("link", {.oflags = oflag::creat | oflag::excl}), Errno::exist);
  EXPECT_EQ(paths_.open("file", {.oflags = oflag::excl}), Errno::success);
  EXPECT_EQ(paths_.open("folder", {.oflags = oflag::creat}), Errno::isdir);
  EXPECT_EQ(paths_.open("slash/", {.oflags = oflag::creat}), Errno::isdir);
  EXPECT_EQ(paths_.open("none/new", {.oflags = oflag::creat}), Errno::noent);
}

TEST_F(WasiPathOpen, CreatesBehindALinkOnlyInside) {
  EXPECT_EQ(paths_.open("dangling", {.oflags = oflag::creat}), Errno::loop);
  EXPECT_EQ(paths_.open("dangling", {.lookup = symlink_follow, .oflags = oflag::creat}),
            Errno::success);
  EXPECT_TRUE(std::filesystem::exists(world_.folder() + "/missing"));
  ASSERT_EQ(paths_.symlink("../new", "out-link"), Errno::success);
  EXPECT_EQ(paths_.open("out-link", {.lookup = symlink_follow, .oflags = oflag::creat}),
            Errno::perm);
  EXPECT_TRUE(world_.outside_is_untouched());
}

TEST_F(WasiPathOpen, TruncatesWithoutTheRightToWrite) {
  ASSERT_EQ(paths_.open("file", {.oflags = oflag::trunc}), Errno::success);
  EXPECT_EQ(world_.read_file("file"), "");
  EXPECT_EQ(opened().base, 0U);
  EXPECT_EQ(paths_.open("folder", {.oflags = oflag::trunc}), Errno::isdir);
}

TEST_F(WasiPathOpen, TellsFilesAndFoldersApart) {
  EXPECT_EQ(paths_.open("file", {.oflags = oflag::directory}), Errno::notdir);
  EXPECT_EQ(paths_.open("file/"), Errno::notdir);
  EXPECT_EQ(paths_.open("file///"), Errno::notdir);
  EXPECT_EQ(paths_.open("file/below"), Errno::notdir);
  EXPECT_EQ(paths_.open("folder", {.oflags = oflag::directory}), Errno::success);
  EXPECT_EQ(paths_.open("folder///"), Errno::success);
  EXPECT_EQ(paths_.open("."), Errno::success);
  EXPECT_EQ(paths_.open("folder", {.oflags = oflag::directory, .base = both}), Errno::isdir);
  EXPECT_EQ(paths_.open("folder", {.base = right::fd_write}), Errno::isdir);
  EXPECT_EQ(paths_.open("new", {.oflags = oflag::creat | oflag::directory}), Errno::inval);
}

TEST_F(WasiPathOpen, FollowsLinksWhenAsked) {
  EXPECT_EQ(paths_.open("link"), Errno::loop);
  EXPECT_EQ(paths_.open("folder-link"), Errno::loop);
  EXPECT_EQ(paths_.open("folder-link", {.oflags = oflag::directory}), Errno::notdir);
  EXPECT_EQ(paths_.open("dangling", {.oflags = oflag::directory}), Errno::notdir);
  EXPECT_EQ(paths_.open("link", {.lookup = symlink_follow}), Errno::success);
  EXPECT_EQ(paths_.open("folder-link", {.lookup = symlink_follow, .oflags = oflag::directory}),
            Errno::success);
  EXPECT_EQ(paths_.open("link", {.lookup = symlink_follow, .oflags = oflag::directory}),
            Errno::notdir);
  EXPECT_EQ(paths_.open("dangling", {.lookup = symlink_follow}), Errno::noent);
  EXPECT_EQ(paths_.open("loop"), Errno::loop);
  EXPECT_EQ(paths_.open("loop", {.lookup = symlink_follow}), Errno::loop);
  EXPECT_EQ(paths_.open("folder-link/below"), Errno::success);
}

TEST_F(WasiPathOpen, NeverOpensWhatLiesOutside) {
  for (const Lookupflags lookup : {Lookupflags{0}, symlink_follow}) {
    for (const std::string path :
         {"..", "../outside", "folder/../../outside", "../out/file", "escape/", "absolute/"}) {
      EXPECT_EQ(paths_.open(path, {.lookup = lookup, .base = right::fd_read}), Errno::perm) << path;
    }
    EXPECT_EQ(paths_.open(world_.outside(), {.lookup = lookup}), Errno::perm);
    EXPECT_EQ(paths_.open(world_.folder() + "/file", {.lookup = lookup}), Errno::perm);
  }
  EXPECT_EQ(paths_.open("escape"), Errno::loop);
  EXPECT_EQ(paths_.open("escape", {.lookup = symlink_follow}), Errno::perm);
  EXPECT_EQ(paths_.open("absolute", {.lookup = symlink_follow}), Errno::perm);
}

TEST_F(WasiPathOpen, InterestingPathsReachWhatTheyName) {
  ASSERT_EQ(paths_.open("folder/.//below/../../folder/below/..///./../file", {.base = both}),
            Errno::success);
  const Pointer list = world_.vectors({20});
  const Pointer count = world_.room(4);
  ASSERT_EQ(world_.host().fd_read(paths_.opened(), list, 1, count), Errno::success);
  EXPECT_EQ(world_.gathered(list, 1).substr(0, 7), "content");
}

TEST_F(WasiPathOpen, TextThatIsNoPathIsRefused) {
  EXPECT_EQ(paths_.open(""), Errno::noent);
  EXPECT_EQ(paths_.open(std::string_view("file\0", 5)), Errno::inval);
  EXPECT_EQ(paths_.open("fil\xe9"), Errno::ilseq);
  EXPECT_EQ(paths_.open(std::string(256, 'n')), Errno::nametoolong);
  EXPECT_EQ(paths_.open(std::string(5000, '.')), Errno::nametoolong);
}

TEST_F(WasiPathOpen, OnlyFoldersHavePathsBelowThem) {
  ASSERT_EQ(paths_.open("file", {.base = both}), Errno::success);
  EXPECT_EQ(paths_.open("x", {.oflags = oflag::creat}, paths_.opened()), Errno::notdir);
  EXPECT_EQ(paths_.open("x", {}, 1), Errno::notdir);
  EXPECT_EQ(paths_.open("x", {}, 99), Errno::badf);
}

TEST_F(WasiPathOpen, FlagsAreKeptAndUnknownOnesRefused) {
  ASSERT_EQ(paths_.open("file", {.base = both, .flags = fdflag::append | fdflag::sync}),
            Errno::success);
  EXPECT_EQ(opened().flags, fdflag::append | fdflag::sync);
  const Pointer count = world_.room(4);
  ASSERT_EQ(world_.host().fd_write(paths_.opened(), world_.vectors_of({"!"}), 1, count),
            Errno::success);
  EXPECT_EQ(world_.read_file("file"), "content!");
  EXPECT_EQ(paths_.open(".", {.flags = fdflag::nonblock}), Errno::success);
  EXPECT_EQ(paths_.open("file", {.flags = fdflag::dsync | fdflag::rsync}), Errno::success);
  EXPECT_EQ(paths_.open("file", {.flags = 32}), Errno::inval);
  EXPECT_EQ(paths_.open("file", {.oflags = 16}), Errno::inval);
  EXPECT_EQ(paths_.open("file", {.lookup = 2}), Errno::inval);
}

TEST_F(WasiPathOpen, WhatIsNeitherFileNorFolderIsNotOpened) {
  ASSERT_EQ(::mkfifo((world_.folder() + "/pipe").c_str(), 0600), 0);
  EXPECT_EQ(paths_.open("pipe", {.base = both}), Errno::notsup);
}

TEST_F(WasiPathOpen, PlacesOutsideOfMemoryAreFaultsAndOpenNothing) {
  const Pointer path = world_.put("new");
  const auto end = static_cast<Pointer>(world_.memory().size());
  Host& host = world_.host();
  EXPECT_EQ(host.path_open(WasiWorld::out, 0, path, 3, oflag::creat, 0, 0, 0, end - 3),
            Errno::fault);
  EXPECT_EQ(host.path_open(WasiWorld::out, 0, end, 1, oflag::creat, 0, 0, 0, 16), Errno::fault);
  EXPECT_EQ(host.path_open(WasiWorld::out, 0, path, UINT32_MAX, oflag::creat, 0, 0, 0, 16),
            Errno::fault);
  EXPECT_FALSE(std::filesystem::exists(world_.folder() + "/new"));
}

TEST_F(WasiPathOpen, AFullTableIsAnError) {
  while (paths_.open("file") == Errno::success) {
  }
  EXPECT_EQ(paths_.open("file"), Errno::mfile);
}

TEST_F(WasiPathOpen, InputsAreFilesForReading) {
  const Descriptor in = WasiWorld::in;
  ASSERT_EQ(paths_.open("letters", {.base = ~right::fd_write, .inheriting = ~Rights{0}}, in),
            Errno::success);
  EXPECT_EQ(opened().type, Filetype::regular_file);
  EXPECT_EQ(opened().base, reading_rights & all_file_rights);
  const Pointer list = world_.vectors({20});
  const Pointer count = world_.room(4);
  ASSERT_EQ(world_.host().fd_read(paths_.opened(), list, 1, count), Errno::success);
  EXPECT_EQ(world_.u32(count), 8U);
  EXPECT_EQ(paths_.open("letters", {.base = right::fd_write}, in), Errno::notcapable);
  EXPECT_EQ(paths_.open("letters", {.oflags = oflag::trunc}, in), Errno::perm);
  EXPECT_EQ(paths_.open("letters", {.oflags = oflag::directory}, in), Errno::notdir);
  EXPECT_EQ(paths_.open("new", {.oflags = oflag::creat}, in), Errno::notcapable);
  EXPECT_EQ(paths_.open("none", {}, in), Errno::noent);
  EXPECT_EQ(paths_.open("../out/file", {}, in), Errno::perm);
}

TEST_F(WasiPathOpen, TheFolderOfInputsOpensAgain) {
  ASSERT_EQ(
      paths_.open(
          "./",
          {.oflags = oflag::directory, .base = ~right::fd_write, .inheriting = right::fd_read},
          WasiWorld::in),
      Errno::success);
  EXPECT_EQ(opened().type, Filetype::directory);
  EXPECT_EQ(opened().inheriting, right::fd_read);
  EXPECT_EQ(paths_.open("letters", {.base = right::fd_read}, paths_.opened()), Errno::success);
}

}  // namespace
}  // namespace anchorhold::wasi

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "workload/wasm/path_calls_test.h"

namespace anchorhold::wasi {
namespace {

namespace fs = std::filesystem;
using testkit::WasiWorld;

class WasiPathEntries : public ::testing::Test {
 protected:
  WasiPathEntries() {
    world_.write_file("file", "content");
    fs::create_directory(at("folder"));
    fs::create_symlink("file", at("link"));
    fs::create_symlink("folder", at("folder-link"));
    fs::create_symlink("none", at("dangling"));
    fs::create_symlink("..", at("up"));
  }
  ~WasiPathEntries() override { EXPECT_TRUE(world_.outside_is_untouched()); }

  std::string at(const std::string& path) const { return world_.folder() + "/" + path; }
  Descriptor folder_without(Rights rights) {
    EXPECT_EQ(paths_.open(".", {.base = all_folder_rights & ~rights}), Errno::success);
    return paths_.opened();
  }

  // What every function says of a path that names no entry of the folder.
  template <typename Call>
  static void expect_refusals(Call call) {
    EXPECT_EQ(call(""), Errno::noent);
    EXPECT_EQ(call("/"), Errno::perm);
    EXPECT_EQ(call("/new"), Errno::perm);
    EXPECT_EQ(call(".."), Errno::perm);
    EXPECT_EQ(call("../new"), Errno::perm);
    EXPECT_EQ(call("../outside"), Errno::perm);
    EXPECT_EQ(call("folder/../../outside"), Errno::perm);
    EXPECT_EQ(call("up/outside"), Errno::perm);
    EXPECT_EQ(call("up/new"), Errno::perm);
    EXPECT_EQ(call("none/new"), Errno::noent);
    EXPECT_EQ(call("file/new"), Errno::notdir);
    EXPECT_EQ(call(std::string_view("new\0", 4)), Errno::inval);
    EXPECT_EQ(call("\xc3\x28"), Errno::ilseq);
    EXPECT_EQ(call(std::string(256, 'n')), Errno::nametoolong);
    EXPECT_EQ(call(std::string(4096, '.')), Errno::nametoolong);
  }
  // What it says of descriptors: of none, of no folder, of one for reading, of the inputs.
  template <typename Call>
  static void expect_folder(Call call) {
    EXPECT_EQ(call(99), Errno::badf);
    EXPECT_EQ(call(1), Errno::notdir);
    EXPECT_EQ(call(WasiWorld::shared), Errno::notcapable);
    EXPECT_EQ(call(WasiWorld::in), Errno::notcapable);
  }

  WasiWorld world_{{.inputs = {{"letters", copy_of(bytes_of("abcdefgh"))}}}};
  PathCalls paths_{world_};
};

TEST_F(WasiPathEntries, FoldersAreCreatedWhereNothingIs) {
  EXPECT_EQ(paths_.create_directory("new"), Errno::success);
  EXPECT_EQ(paths_.create_directory("new/nested//"), Errno::success);
  EXPECT_TRUE(fs::is_directory(at("new/nested")));
  for (const char* there : {"new", "file", "folder/", "link", "folder-link/", "dangling", "."})
    EXPECT_EQ(paths_.create_directory(there), Errno::exist) << there;
  EXPECT_EQ(paths_.create_directory("folder/.."), Errno::exist);
  expect_refusals([this](std::string_view path) { return paths_.create_directory(path); });
  expect_folder([this](Descriptor fd) { return paths_.create_directory("x", fd); });
}

TEST_F(WasiPathEntries, FoldersAreRemovedWhenEmpty) {
  fs::create_directory(at("folder/nested"));
  EXPECT_EQ(paths_.remove_directory("folder"), Errno::notempty);
  EXPECT_EQ(paths_.remove_directory("folder/nested/"), Errno::success);
  EXPECT_EQ(paths_.remove_directory("folder-link"), Errno::notdir);
  EXPECT_EQ(paths_.remove_directory("folder-link/"), Errno::notdir);
  EXPECT_EQ(paths_.remove_directory("folder"), Errno::success);
  EXPECT_EQ(paths_.remove_directory("folder"), Errno::noent);
  EXPECT_EQ(paths_.remove_directory("file"), Errno::notdir);
  EXPECT_EQ(paths_.remove_directory("file/"), Errno::notdir);
  EXPECT_EQ(paths_.remove_directory("."), Errno::inval);
  fs::create_directory(at("folder"));
  expect_refusals([this](std::string_view path) { return paths_.remove_directory(path); });
  expect_folder([this](Descriptor fd) { return paths_.remove_directory("folder", fd); });
}

TEST_F(WasiPathEntries, FilesAndLinksAreUnlinked) {
  EXPECT_EQ(paths_.unlink("folder"), Errno::isdir);
  EXPECT_EQ(paths_.unlink("folder/"), Errno::isdir);
  EXPECT_EQ(paths_.unlink("."), Errno::isdir);
  EXPECT_EQ(paths_.unlink("file/"), Errno::notdir);
  EXPECT_EQ(paths_.unlink("folder-link/"), Errno::notdir);
  EXPECT_EQ(paths_.unlink("link"), Errno::success);
  EXPECT_EQ(world_.read_file("file"), "content");
  EXPECT_EQ(paths_.unlink("folder-link"), Errno::success);
  EXPECT_EQ(paths_.unlink("file"), Errno::success);
  EXPECT_EQ(paths_.unlink("file"), Errno::noent);
  EXPECT_EQ(paths_.unlink("up"), Errno::success);
  fs::create_symlink("..", at("up"));
  world_.write_file("file", "");
  expect_refusals([this](std::string_view path) { return paths_.unlink(path); });
  expect_folder([this](Descriptor fd) { return paths_.unlink("file", fd); });
}

TEST_F(WasiPathEntries, SymbolicLinksAreMadeWhereNothingIs) {
  EXPECT_EQ(paths_.symlink("anything/at/../all", "new"), Errno::success);
  EXPECT_EQ(fs::read_symlink(at("new")), "anything/at/../all");
  EXPECT_EQ(paths_.symlink("x", "fresh/"), Errno::noent);
  EXPECT_EQ(paths_.symlink("x", "folder/"), Errno::exist);
  EXPECT_EQ(paths_.symlink("x", "folder"), Errno::exist);
  EXPECT_EQ(paths_.symlink("x", "file"), Errno::exist);
  EXPECT_EQ(paths_.symlink("x", "file/"), Errno::notdir);
  EXPECT_EQ(paths_.symlink("x", "dangling"), Errno::exist);
  EXPECT_EQ(paths_.symlink("x", "."), Errno::exist);
  expect_refusals([this](std::string_view path) { return paths_.symlink("x", path); });
  expect_folder([this](Descriptor fd) { return paths_.symlink("x", "y", fd); });
}

TEST_F(WasiPathEntries, TheTargetOfALinkIsRelative) {
  EXPECT_EQ(paths_.symlink("/", "new"), Errno::perm);
  EXPECT_EQ(paths_.symlink("/out/file", "new"), Errno::perm);
  EXPECT_EQ(paths_.symlink("", "new"), Errno::noent);
  EXPECT_EQ(paths_.symlink(std::string_view("a\0b", 3), "new"), Errno::inval);
  EXPECT_EQ(paths_.symlink("\xff", "new"), Errno::ilseq);
  EXPECT_EQ(paths_.symlink(std::string(4096, 'a'), "new"), Errno::nametoolong);
  EXPECT_EQ(paths_.symlink("../outside", "escape"), Errno::success);
  EXPECT_EQ(paths_.status("escape", symlink_follow), Errno::perm);
}

TEST_F(WasiPathEntries, HardLinksNameTheSameFile) {
  ASSERT_EQ(paths_.link("file", "folder/second"), Errno::success);
  ASSERT_EQ(paths_.status("file"), Errno::success);
  const uint64_t inode = paths_.inode();
  ASSERT_EQ(paths_.status("folder/second"), Errno::success);
  EXPECT_EQ(paths_.inode(), inode);
  ASSERT_EQ(paths_.link("dangling", "same-target"), Errno::success);
  EXPECT_EQ(fs::read_symlink(at("same-target")), "none");
}

TEST_F(WasiPathEntries, HardLinksAreOfFilesAndMadeWhereNothingIs) {
  EXPECT_EQ(paths_.link("file", "file"), Errno::exist);
  EXPECT_EQ(paths_.link("file", "folder"), Errno::exist);
  EXPECT_EQ(paths_.link("file", "dangling"), Errno::exist);
  EXPECT_EQ(paths_.link("file", "new/"), Errno::noent);
  EXPECT_EQ(paths_.link("file", "folder/"), Errno::exist);
  EXPECT_EQ(paths_.link("file", "link/"), Errno::notdir);
  EXPECT_EQ(paths_.link("folder", "new"), Errno::perm);
  EXPECT_EQ(paths_.link("folder/", "new"), Errno::perm);
  EXPECT_EQ(paths_.link("folder-link/", "new"), Errno::perm);
  EXPECT_EQ(paths_.link("file/", "new"), Errno::notdir);
  EXPECT_EQ(paths_.link("none", "new"), Errno::noent);
  EXPECT_EQ(paths_.link("link", "new", WasiWorld::out, WasiWorld::out, symlink_follow),
            Errno::inval);
  expect_refusals([this](std::string_view path) { return paths_.link(path, "fresh"); });
  expect_refusals([this](std::string_view path) { return paths_.link("file", path); });
}

TEST_F(WasiPathEntries, HardLinksNeedARightAtBothEnds) {
  expect_folder([this](Descriptor fd) { return paths_.link("file", "new", fd); });
  expect_folder([this](Descriptor fd) { return paths_.link("file", "new", WasiWorld::out, fd); });
  EXPECT_EQ(paths_.link("file", "new", folder_without(right::path_link_source)), Errno::notcapable);
  EXPECT_EQ(paths_.link("file", "new", WasiWorld::out, folder_without(right::path_link_target)),
            Errno::notcapable);
}

TEST_F(WasiPathEntries, RenamingReplacesWhatIsOfTheSameKind) {
  fs::create_directory(at("empty"));
  world_.write_file("other", "");
  EXPECT_EQ(paths_.rename("file", "folder"), Errno::isdir);
  EXPECT_EQ(paths_.rename("folder", "file"), Errno::notdir);
  EXPECT_EQ(paths_.rename("file", "other"), Errno::success);
  EXPECT_EQ(world_.read_file("other"), "content");
  EXPECT_EQ(paths_.rename("folder/", "empty/"), Errno::success);
  EXPECT_FALSE(fs::exists(at("folder")));
  fs::create_directory(at("folder"));
  world_.write_file("empty/file", "");
  EXPECT_EQ(paths_.rename("folder", "empty"), Errno::notempty);
}

TEST_F(WasiPathEntries, RenamingMovesALinkAndNotItsTarget) {
  EXPECT_EQ(paths_.rename("link", "folder/moved"), Errno::success);
  EXPECT_EQ(fs::read_symlink(at("folder/moved")), "file");
  EXPECT_EQ(paths_.rename("folder-link/", "moved"), Errno::notdir);
  EXPECT_EQ(paths_.rename("file", "dangling"), Errno::success);
  EXPECT_TRUE(fs::is_regular_file(fs::symlink_status(at("dangling"))));
}

TEST_F(WasiPathEntries, RenamingHoldsTheBorderAtBothEnds) {
  EXPECT_EQ(paths_.rename("folder", "folder/below"), Errno::inval);
  EXPECT_EQ(paths_.rename("file/", "new"), Errno::notdir);
  EXPECT_EQ(paths_.rename("file", "new/"), Errno::notdir);
  EXPECT_EQ(paths_.rename(".", "new"), Errno::busy);
  EXPECT_EQ(paths_.rename("none", "new"), Errno::noent);
  expect_refusals([this](std::string_view path) { return paths_.rename(path, "fresh"); });
  expect_refusals([this](std::string_view path) { return paths_.rename("file", path); });
  expect_folder([this](Descriptor fd) { return paths_.rename("file", "new", fd); });
  expect_folder([this](Descriptor fd) { return paths_.rename("file", "new", WasiWorld::out, fd); });
  EXPECT_EQ(paths_.rename("file", "new", folder_without(right::path_rename_source)),
            Errno::notcapable);
}

TEST_F(WasiPathEntries, AFolderThatWasMovedStaysItsOwnBorder) {
  fs::create_directories(at("folder/nested"));
  ASSERT_EQ(paths_.open("folder/nested", {.base = all_folder_rights}), Errno::success);
  const Descriptor nested = paths_.opened();
  ASSERT_EQ(paths_.rename("folder/nested", "moved"), Errno::success);
  EXPECT_EQ(paths_.create_directory("below", nested), Errno::success);
  EXPECT_TRUE(fs::is_directory(at("moved/below")));
  EXPECT_EQ(paths_.create_directory("../beside", nested), Errno::perm);
  EXPECT_EQ(paths_.rename("below", "from-nested", nested, WasiWorld::out), Errno::success);
  EXPECT_TRUE(fs::is_directory(at("from-nested")));
}

TEST_F(WasiPathEntries, PlacesOutsideOfMemoryAreFaults) {
  Host& host = world_.host();
  const auto end = static_cast<Pointer>(world_.memory().size());
  const Pointer name = world_.put("x");
  const Descriptor out = WasiWorld::out;
  EXPECT_EQ(host.path_create_directory(out, end, 1), Errno::fault);
  EXPECT_EQ(host.path_remove_directory(out, end - 1, 2), Errno::fault);
  EXPECT_EQ(host.path_unlink_file(out, name, UINT32_MAX), Errno::fault);
  EXPECT_EQ(host.path_symlink(end, 1, out, name, 1), Errno::fault);
  EXPECT_EQ(host.path_symlink(name, 1, out, end, 1), Errno::fault);
  EXPECT_EQ(host.path_link(out, 0, end, 1, out, name, 1), Errno::fault);
  EXPECT_EQ(host.path_link(out, 0, name, 1, out, end, 1), Errno::fault);
  EXPECT_EQ(host.path_rename(out, UINT32_MAX, 1, out, name, 1), Errno::fault);
  EXPECT_EQ(host.path_rename(out, name, 1, out, UINT32_MAX, UINT32_MAX), Errno::fault);
}

}  // namespace
}  // namespace anchorhold::wasi

#include "workload/wasm/path.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "testkit/wasi_world.h"

namespace anchorhold::wasi {
namespace {

TEST(WasiPath, TextThatNoPathIsIsRefused) {
  EXPECT_EQ(check_path(""), Errno::noent);
  EXPECT_EQ(check_path("/"), Errno::perm);
  EXPECT_EQ(check_path("/out/file"), Errno::perm);
  EXPECT_EQ(check_path(std::string_view("file\0", 5)), Errno::inval);
  EXPECT_EQ(check_path(std::string_view("\0", 1)), Errno::inval);
  EXPECT_EQ(check_path("\xff"), Errno::ilseq);
  EXPECT_EQ(check_path(std::string(4096, 'a')), Errno::nametoolong);
  EXPECT_EQ(check_path(std::string(4095, 'a')), Errno::success);
  EXPECT_EQ(check_path(".."), Errno::success);
  EXPECT_EQ(check_path("a//b/\u00fc/"), Errno::success);
}

class WasiPlace : public ::testing::Test {
 protected:
  WasiPlace() {
    std::filesystem::create_directories(world_.folder() + "/a/b");
    std::filesystem::create_symlink("../outside", world_.folder() + "/escape");
    std::filesystem::create_directory_symlink("a", world_.folder() + "/inside");
  }

  // Device and inode as text, of what a descriptor or a path leads to.
  static std::string identity(const struct stat& status) {
    return std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
  }
  static std::string identity_of(int fd) {
    struct stat status {};
    return ::fstat(fd, &status) == 0 ? identity(status) : "none";
  }
  std::string identity_at(const std::string& path) const {
    struct stat status {};
    return ::lstat((world_.folder() + path).c_str(), &status) == 0 ? identity(status) : "none";
  }

  testkit::WasiWorld world_;
  os::Fd folder_{::open(world_.folder().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
};

TEST_F(WasiPlace, IsAnEntryOfItsParent) {
  const Place here = place_below(folder_, "name");
  ASSERT_TRUE(here);
  EXPECT_EQ(here.parent(), folder_.get());
  EXPECT_EQ(here.name, "name");
  EXPECT_FALSE(here.must_be_folder());

  const Place below = place_below(folder_, "a//./b///name//");
  ASSERT_TRUE(below);
  EXPECT_EQ(identity_of(below.parent()), identity_at("/a/b"));
  EXPECT_EQ(below.name, "name/");
  EXPECT_EQ(below.bare_name(), "name");
  EXPECT_TRUE(below.must_be_folder());

  const Place linked = place_below(folder_, "inside/b");
  ASSERT_TRUE(linked);
  EXPECT_EQ(identity_of(linked.parent()), identity_at("/a"));
}

TEST_F(WasiPlace, TheLastComponentIsNotFollowed) {
  const Place link = place_below(folder_, "escape");
  ASSERT_TRUE(link);
  EXPECT_EQ(link.parent(), folder_.get());
  EXPECT_EQ(link.name, "escape");
}

TEST_F(WasiPlace, IsNeverOutside) {
  EXPECT_EQ(place_below(folder_, "..").error, Errno::perm);
  EXPECT_EQ(place_below(folder_, "../").error, Errno::perm);
  EXPECT_EQ(place_below(folder_, "../outside").error, Errno::perm);
  EXPECT_EQ(place_below(folder_, "a/../..").error, Errno::perm);
  EXPECT_EQ(place_below(folder_, "a/../../outside").error, Errno::perm);
  EXPECT_EQ(place_below(folder_, "../out/a").error, Errno::perm);
  EXPECT_EQ(place_below(folder_, "escape/x").error, Errno::perm);
  EXPECT_EQ(place_below(folder_, "inside/b/../../../outside").error, Errno::perm);
  EXPECT_TRUE(place_below(folder_, "a/.."));
  EXPECT_TRUE(place_below(folder_, "a/b/../.."));
}

TEST_F(WasiPlace, HasAParentThatIsThere) {
  EXPECT_EQ(place_below(folder_, "none/x").error, Errno::noent);
  world_.write_file("file", "");
  EXPECT_EQ(place_below(folder_, "file/x").error, Errno::notdir);
}

TEST_F(WasiPlace, MagicLinksAreNotFollowed) {
  const os::Fd process(::open("/proc/self", O_PATH | O_DIRECTORY | O_CLOEXEC));
  ASSERT_TRUE(process.valid());
  const Opened root = open_below(process, "root/etc", {});
  EXPECT_FALSE(root);
  EXPECT_TRUE(root.error == Errno::loop || root.error == Errno::perm);
}

}  // namespace
}  // namespace anchorhold::wasi

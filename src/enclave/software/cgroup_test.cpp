#include "enclave/software/cgroup.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "os/file.h"

namespace anchorhold::enclave {
namespace {

// A folder that looks like a delegated group. The kernel makes a new group's control files by
// itself; here the test does, so creation is watched up to the first of them.
class CgroupTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/anchorhold-cgroup-XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    mount_ = pattern;
    std::filesystem::create_directories(mount_ + "/user.slice/me");
  }
  void TearDown() override { std::filesystem::remove_all(mount_); }
  void delegate(const char* controllers) {
    std::ofstream(mount_ + "/user.slice/cgroup.subtree_control") << controllers << "\n";
  }
  std::string mount_;
};

TEST(OwnCgroup, IsTheUnifiedLine) {
  EXPECT_EQ(own_cgroup("12:pids:/x\n0::/user.slice/me\n"), "/user.slice/me");
  EXPECT_EQ(own_cgroup("0::/\n"), "/");
  EXPECT_EQ(own_cgroup("1:name=systemd:/\n"), "");
}

TEST_F(CgroupTest, SaysWhatIsMissing) {
  const auto message = [&](const std::string& own) {
    return Cgroup::create(mount_, own, "e", {}).error().message;
  };
  EXPECT_EQ(message(""), "this system has no v2 hierarchy");
  EXPECT_EQ(message("/user.slice/me"), "no v2 hierarchy is mounted at " + mount_);
  delegate("cpu pids");
  EXPECT_EQ(message("/user.slice/me"),
            "the memory controller is not delegated to " + mount_ + "/user.slice");
}

TEST_F(CgroupTest, RemovesTheGroupWhenALimitCannotBeSet) {
  delegate("cpu memory pids");
  EXPECT_FALSE(Cgroup::create(mount_, "/user.slice/me", "e", {1 << 20, 8}).ok());
  EXPECT_FALSE(std::filesystem::exists(mount_ + "/user.slice/e"));
}

}  // namespace
}  // namespace anchorhold::enclave

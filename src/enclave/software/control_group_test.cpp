#include "enclave/software/control_group.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "os/file.h"

namespace anchorhold::enclave {
namespace {

// A folder in the shape of a cgroup file system. The kernel makes the files of a new group; here
// they are made by hand.
class ControlGroupTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/anchorhold-group-XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    mount_ = pattern;
    std::filesystem::create_directories(mount_ + "/app.slice/run.scope");
  }
  void TearDown() override { std::filesystem::remove_all(mount_); }
  void enable(const std::string& group, const std::string& controllers) {
    std::ofstream(mount_ + group + "/cgroup.subtree_control") << controllers;
    std::ofstream(mount_ + group + "/cgroup.procs") << "";
  }
  std::string mount_;
};

const GroupLimits limits{1 << 20, 8};

TEST_F(ControlGroupTest, NamesTheControllerThatIsMissingAndHowToEnableIt) {
  enable("/app.slice", "cpu pids\n");
  const auto group = ControlGroup::create(mount_, "0::/app.slice/run.scope\n", "enclave");
  ASSERT_FALSE(group.ok());
  EXPECT_NE(group.error().message.find("memory"), std::string::npos);
  EXPECT_NE(group.error().hint.find("+memory"), std::string::npos);
}

TEST_F(ControlGroupTest, IsMadeBesideTheProcessesOwnGroup) {
  enable("/app.slice", "memory pids\n");
  {
    const auto group =
        ControlGroup::create(mount_, "1:name=x:/\n0::/app.slice/run.scope\n", "enclave");
    ASSERT_TRUE(group.ok());
    EXPECT_TRUE(std::filesystem::exists(mount_ + "/app.slice/enclave"));
    const Status limited = group->limit(limits);
    ASSERT_FALSE(limited.ok()) << "an ordinary folder has no memory.max";
    EXPECT_EQ(limited.error().object, mount_ + "/app.slice/enclave/memory.max");
  }
  EXPECT_FALSE(std::filesystem::exists(mount_ + "/app.slice/enclave")) << "and is gone again";
}

TEST_F(ControlGroupTest, IsMadeInTheRootGroupForAProcessThere) {
  enable("", "memory pids\n");
  const auto group = ControlGroup::create(mount_, "0::/\n", "enclave");
  ASSERT_TRUE(group.ok());
  EXPECT_TRUE(std::filesystem::exists(mount_ + "/enclave"));
}

TEST_F(ControlGroupTest, AProcessWithoutAGroupOfVersionTwoIsTold) {
  EXPECT_EQ(ControlGroup::create(mount_, "4:memory:/x\n", "enclave").error().code,
            Code::unsupported);
}

}  // namespace
}  // namespace anchorhold::enclave

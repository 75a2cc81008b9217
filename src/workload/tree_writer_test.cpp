#include "workload/tree_writer.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "os/file.h"

namespace anchorhold::workload {
namespace {

class TreeWriterTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/anchorhold-tree-XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern + "/root";
    outside_ = pattern + "/outside";
    std::filesystem::create_directories(folder_);
    std::filesystem::create_directories(outside_);
    root_ = os::Fd(::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  }
  void TearDown() override {
    std::filesystem::remove_all(std::filesystem::path(folder_).parent_path());
  }

  Status put(const std::string& path, std::string_view text, bool executable = false) {
    MemoryAccess content(bytes_of(text));
    return TreeWriter(root_).file(path, executable, content, 0, text.size());
  }

  std::string folder_;
  std::string outside_;
  os::Fd root_;
};

TEST_F(TreeWriterTest, WritesWhatTheLayerNames) {
  TreeWriter tree(root_);
  ASSERT_TRUE(tree.directory("bin").ok());
  ASSERT_TRUE(put("bin/fit", "program", true).ok());
  ASSERT_TRUE(put("notes", "text").ok());
  ASSERT_TRUE(tree.symlink("run", "bin/fit").ok());
  ASSERT_TRUE(tree.hardlink("bin/again", "bin/fit").ok());
  EXPECT_EQ(string_of(*os::read_file(folder_ + "/run", 100)), "program");
  EXPECT_EQ(string_of(*os::read_file(folder_ + "/bin/again", 100)), "program");
  struct stat info {};
  ASSERT_EQ(::stat((folder_ + "/bin/fit").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0100, 0100U);
  ASSERT_EQ(::stat((folder_ + "/notes").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0100, 0U);
}

TEST_F(TreeWriterTest, NeverLeavesItsRoot) {
  TreeWriter tree(root_);
  std::filesystem::create_symlink(outside_, folder_ + "/way");
  EXPECT_FALSE(put("way/file", "x").ok());
  EXPECT_FALSE(put("../outside/file", "x").ok());
  EXPECT_FALSE(put(outside_ + "/file", "x").ok());
  EXPECT_FALSE(tree.directory("way/folder").ok());
  EXPECT_FALSE(tree.directory("..").ok());
  EXPECT_FALSE(tree.symlink("way/link", "x").ok());
  EXPECT_FALSE(tree.hardlink("link", "way/file").ok());
  EXPECT_TRUE(std::filesystem::is_empty(outside_));
}

TEST_F(TreeWriterTest, OverwritesNothing) {
  TreeWriter tree(root_);
  ASSERT_TRUE(put("file", "one").ok());
  EXPECT_EQ(put("file", "two").error().code, Code::conflict);
  EXPECT_FALSE(tree.directory("file").ok());
  EXPECT_FALSE(tree.symlink("file", "x").ok());
  EXPECT_EQ(string_of(*os::read_file(folder_ + "/file", 100)), "one");
  std::filesystem::create_directory(folder_ + "/out");
  EXPECT_TRUE(tree.directory("out").ok()) << "prepared folders may be in the image too";
}

TEST_F(TreeWriterTest, NamesALayerThatEndsEarly) {
  MemoryAccess content(bytes_of("short"));
  const Status outcome = TreeWriter(root_).file("file", false, content, 0, 6);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, Code::malformed);
}

TEST_F(TreeWriterTest, TheEntryPointBecomesASealedProgramThatCannotBeRead) {
  ASSERT_TRUE(TreeWriter(root_).directory("bin").ok());
  ASSERT_TRUE(put("bin/fit", "\177ELF and more", true).ok());
  ASSERT_TRUE(TreeWriter(root_).symlink("entry", "/bin/fit").ok());
  const auto program = executable_memfd(root_, "/entry");
  ASSERT_TRUE(program.ok()) << program.error().to_string();
  struct stat info {};
  ASSERT_EQ(::fstat(program->get(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0111U);
  EXPECT_EQ(::fcntl(program->get(), F_GET_SEALS) & F_SEAL_WRITE, F_SEAL_WRITE);
}

TEST_F(TreeWriterTest, AScriptIsNoEntryPoint) {
  ASSERT_TRUE(put("run", "#!/bin/sh\n", true).ok());
  EXPECT_EQ(executable_memfd(root_, "/run").error().code, Code::unsupported);
  EXPECT_EQ(executable_memfd(root_, "/none").error().code, Code::not_found);
}

}  // namespace
}  // namespace anchorhold::workload

#include "cli/collateral_files.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "os/file.h"

namespace anchorhold::cli {
namespace {

constexpr size_t mebibyte = size_t{1} << 20;

class CollateralFiles : public testing::Test {
 protected:
  CollateralFiles() {
    std::string name = (std::filesystem::temp_directory_path() / "collateral-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~CollateralFiles() override { std::filesystem::remove_all(folder_); }

  std::string file(const std::string& name, size_t size) {
    std::string path = folder_ + "/" + name;
    EXPECT_TRUE(os::write_file(path, Bytes(size)).ok());
    return path;
  }

  static void expect_too_much(const std::vector<std::string>& paths, const std::string& at) {
    const auto read = read_collateral(paths);
    ASSERT_FALSE(read.ok());
    EXPECT_EQ(read.error().code, Code::limit_exceeded);
    EXPECT_EQ(read.error().object, at);
    EXPECT_NE(read.error().to_string().find("at most 64 files, 6 MiB, "), std::string::npos)
        << read.error().to_string();
  }

  std::string folder_;
};

TEST_F(CollateralFiles, AreReadUpToTheLimit) {
  const std::string large = file("large", 5 * mebibyte);
  const std::string small = file("small", mebibyte);
  const auto read = read_collateral({large, "quote_sig=" + small});
  ASSERT_TRUE(read.ok()) << read.error().to_string();
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ((*read)[0].bytes.size(), 5 * mebibyte);
  EXPECT_EQ((*read)[1].name, small);
  EXPECT_EQ((*read)[1].role, "quote_sig");
  EXPECT_EQ(read_collateral({folder_})->size(), 2U);
}

TEST_F(CollateralFiles, AreCountedTogether) {
  const std::string large = file("large", 5 * mebibyte);
  const std::string rest = file("rest", mebibyte);
  const std::string drop = file("surplus", 1);
  expect_too_much({large, rest, drop}, drop);
  expect_too_much({folder_}, drop);
  expect_too_much({large, rest, "quote_sig=" + drop}, drop);
}

TEST_F(CollateralFiles, ReadingStopsAtTheFirstOneTooMuch) {
  const std::string huge = file("huge", 7 * mebibyte);
  expect_too_much({huge, folder_ + "/missing"}, huge);
  EXPECT_EQ(read_collateral({folder_ + "/missing"}).error().code, Code::not_found);
}

TEST_F(CollateralFiles, AreNotPassedOverWhereALinkLeadsNowhere) {
  for (const char* other : {"a", "z"}) file(other, 1);
  for (const char* name : {"b", "c", "d"}) {
    const std::string link = folder_ + "/" + name;
    std::filesystem::create_symlink(folder_ + "/missing", link);
    const auto read = read_collateral({folder_});
    ASSERT_FALSE(read.ok());
    EXPECT_EQ(read.error().object, link);
    std::filesystem::remove(link);
  }
  std::filesystem::create_symlink(folder_ + "/a", folder_ + "/link");
  std::filesystem::create_directory(folder_ + "/folder");
  std::filesystem::create_symlink(folder_ + "/missing", folder_ + "/.hidden");
  EXPECT_EQ(read_collateral({folder_})->size(), 3U);
}

TEST_F(CollateralFiles, MayBe64) {
  const std::string one = file("one", 1);
  std::vector<std::string> paths(64, one);
  EXPECT_TRUE(read_collateral(paths).ok());
  paths.push_back(one);
  expect_too_much(paths, one);
  for (int i = 0; i < 64; ++i) file("more" + std::to_string(i), 1);
  expect_too_much({folder_}, folder_);
}

}  // namespace
}  // namespace anchorhold::cli

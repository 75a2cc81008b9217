#include "enclave/software/measured_memo.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "os/file.h"
#include "testkit/attack.h"

namespace anchorhold::enclave {
namespace {

class MeasuredMemoTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/anchorhold-memo-XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    registers_.pcr0.fill(1);
    registers_.pcr1.fill(2);
    registers_.pcr2.fill(3);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string folder_;
  image::Registers registers_;
  const Measurable measurable_{bytes_of("agent"), bytes_of("manifest"), bytes_of("layer")};
};

TEST_F(MeasuredMemoTest, RecallsTheRegistersOfTheSameBytesAlone) {
  const MeasuredMemo memo(folder_);
  EXPECT_FALSE(memo.recall(measurable_).has_value());
  memo.remember(measurable_, registers_);
  ASSERT_TRUE(memo.recall(measurable_).has_value());
  EXPECT_EQ(*memo.recall(measurable_), registers_);
  EXPECT_FALSE(
      memo.recall({bytes_of("Agent"), bytes_of("manifest"), bytes_of("layer")}).has_value());
  EXPECT_FALSE(
      memo.recall({bytes_of("agent"), bytes_of("manifesto"), bytes_of("layer")}).has_value());
  EXPECT_FALSE(
      memo.recall({bytes_of("agentm"), bytes_of("anifest"), bytes_of("layer")}).has_value());
  EXPECT_FALSE(
      memo.recall({bytes_of("agent"), bytes_of("manifest"), bytes_of("laye")}).has_value());
}

TEST_F(MeasuredMemoTest, ForgetsTheOneBefore) {
  const MeasuredMemo memo(folder_);
  memo.remember(measurable_, registers_);
  memo.remember({bytes_of("another"), bytes_of("manifest"), bytes_of("layer")}, registers_);
  EXPECT_FALSE(memo.recall(measurable_).has_value());
}

TEST_F(MeasuredMemoTest, ADamagedFileIsNoMemo) {
  const MeasuredMemo memo(folder_);
  memo.remember(measurable_, registers_);
  const std::string path = folder_ + "/measured";
  const Bytes whole = *os::read_file(path, 4096);
  testkit::for_each_truncation(whole, [&](ByteView cut) {
    ASSERT_TRUE(os::write_file(path, cut).ok());
    EXPECT_FALSE(memo.recall(measurable_).has_value());
  });
}

TEST_F(MeasuredMemoTest, AMissingFolderIsNoError) {
  const MeasuredMemo memo(folder_ + "/none");
  memo.remember(measurable_, registers_);
  EXPECT_FALSE(memo.recall(measurable_).has_value());
}

}  // namespace
}  // namespace anchorhold::enclave

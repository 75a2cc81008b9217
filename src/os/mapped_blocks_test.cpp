#include "os/mapped_blocks.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "os/file.h"

namespace anchorhold::os {
namespace {

// A file of some megabytes on tmpfs, removed at the end.
class MappedBlocksTest : public ::testing::Test {
 protected:
  void SetUp() override {
    bytes_.resize(10'000'000);
    for (size_t i = 0; i < bytes_.size(); ++i) bytes_[i] = static_cast<uint8_t>(i * 31 >> 3);
    if (!write_file(path_, bytes_).ok()) GTEST_SKIP() << "no tmpfs at /dev/shm";
    fd_ = *open_read(path_);
    blocks_ = MappedBlocks::open(fd_, path_);
    if (!blocks_) GTEST_SKIP() << "no lease on a file of /dev/shm";
  }
  void TearDown() override { ::unlink(path_.c_str()); }

  std::string path_ = "/dev/shm/anchorhold-mapped-" + std::to_string(::getpid());
  Bytes bytes_;
  Fd fd_;
  std::unique_ptr<MappedBlocks> blocks_;
};

TEST_F(MappedBlocksTest, ShowsTheWholeFileInAnySteps) {
  Bytes seen;
  for (size_t want = 1;; want = want * 5 % 3'000'017) {
    const auto view = blocks_->peek(want);
    ASSERT_TRUE(view.ok());
    if (view->empty()) break;
    append(seen, *view);
    blocks_->skip(view->size());
  }
  EXPECT_TRUE(seen == bytes_);
}

TEST_F(MappedBlocksTest, KeepsWritersOutWhileItMaps) {
  EXPECT_LT(::open(path_.c_str(), O_WRONLY | O_NONBLOCK), 0);
}

TEST_F(MappedBlocksTest, ReadsTheRestOnceAWriterKnocks) {
  ASSERT_EQ(blocks_->peek(100)->size(), 100U);
  blocks_->skip(100);
  EXPECT_LT(::open(path_.c_str(), O_WRONLY | O_NONBLOCK), 0);
  const auto view = blocks_->peek(5'000'000);
  ASSERT_TRUE(view.ok());
  EXPECT_TRUE(std::equal(view->begin(), view->end(), bytes_.begin() + 100));
  // The lease was given back: the writer gets in, and a file that it shortens ends early instead of
  // crashing.
  const Fd writer(::open(path_.c_str(), O_WRONLY | O_NONBLOCK));
  ASSERT_TRUE(writer.valid());
  ASSERT_EQ(::ftruncate(writer.get(), 1000), 0);
  EXPECT_EQ(blocks_->peek(5'000'000)->size(), 900U);
}

TEST_F(MappedBlocksTest, IsNotUsedForAFileThatIsOpenForWriting) {
  blocks_.reset();
  const Fd writer(::open(path_.c_str(), O_WRONLY));
  ASSERT_TRUE(writer.valid());
  EXPECT_EQ(MappedBlocks::open(fd_, path_), nullptr);
}

TEST(MappedBlocks, IsNotUsedOutsideTmpfs) {
  const Fd fd = *open_read("/proc/self/status");
  EXPECT_EQ(MappedBlocks::open(fd, "status"), nullptr);
}

}  // namespace
}  // namespace anchorhold::os

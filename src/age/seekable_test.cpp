#include "age/seekable.h"

#include <gtest/gtest.h>

#include "age/encrypt.h"
#include "testkit/attack.h"
#include "testkit/fixed_random.h"

namespace anchorhold::age {
namespace {

class Seekable : public ::testing::Test {
 protected:
  Seekable() { identities_.push_back(*Identity::generate(random_)); }

  void encrypt_bytes(size_t size, const EncryptOptions& options = {}) {
    plain_.resize(size);
    EXPECT_TRUE(random_.fill(plain_).ok());
    const Recipient recipient = identities_.front().recipient();
    MemorySource source(plain_);
    MemorySink file;
    EXPECT_TRUE(encrypt(source, file, std::span(&recipient, 1), random_, options).ok());
    file_ = file.take();
  }

  testkit::FixedRandom random_{11};
  std::vector<Identity> identities_;
  Bytes plain_;
  Bytes file_;
};

TEST_F(Seekable, ReadsAnyRange) {
  encrypt_bytes(3 * chunk_size + 1000);
  MemoryAccess access(file_);
  auto reader = SeekableReader::open(access, identities_);
  ASSERT_TRUE(reader.ok()) << reader.error().to_string();
  EXPECT_EQ(reader->size(), plain_.size());
  for (const uint64_t offset :
       {uint64_t{0}, uint64_t{1}, uint64_t{chunk_size - 1}, uint64_t{chunk_size},
        uint64_t{2 * chunk_size + 5}, uint64_t{3 * chunk_size + 999}}) {
    for (const size_t size : {size_t{1}, size_t{100}, chunk_size, 2 * chunk_size + 7}) {
      Bytes out(size);
      const auto count = reader->read_at(offset, out);
      ASSERT_TRUE(count.ok());
      const size_t expected = std::min<size_t>(size, plain_.size() - offset);
      ASSERT_EQ(*count, expected);
      EXPECT_TRUE(std::equal(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(expected),
                             plain_.begin() + static_cast<std::ptrdiff_t>(offset)));
    }
  }
}

TEST_F(Seekable, ReadsNothingAtAndBehindTheEnd) {
  for (const size_t size : {size_t{0}, size_t{5}, chunk_size}) {
    encrypt_bytes(size);
    MemoryAccess access(file_);
    auto reader = SeekableReader::open(access, identities_);
    ASSERT_TRUE(reader.ok()) << reader.error().to_string();
    Bytes out(10);
    EXPECT_EQ(*reader->read_at(size, out), 0U);
    EXPECT_EQ(*reader->read_at(UINT64_MAX, out), 0U);
  }
}

TEST_F(Seekable, AFileCutAnywhereDoesNotOpen) {
  encrypt_bytes(2 * chunk_size);
  for (size_t size = 0; size < file_.size(); size += size < 300 ? 1 : 4001) {
    MemoryAccess access(ByteView(file_).first(size));
    EXPECT_FALSE(SeekableReader::open(access, identities_).ok()) << size;
  }
  MemoryAccess without_last(ByteView(file_).first(file_.size() - sealed_chunk_size));
  EXPECT_FALSE(SeekableReader::open(without_last, identities_).ok());
}

TEST_F(Seekable, ReleasesNothingOfADamagedChunkAndReadsTheOthers) {
  encrypt_bytes(3 * chunk_size);
  file_[file_.size() - 2 * sealed_chunk_size + 9] ^= 1;
  MemoryAccess access(file_);
  auto reader = SeekableReader::open(access, identities_);
  ASSERT_TRUE(reader.ok());
  Bytes out(chunk_size);
  EXPECT_TRUE(reader->read_at(0, out).ok());
  for (const size_t size : {size_t{10}, chunk_size}) {
    Bytes damaged(size);
    const auto count = reader->read_at(chunk_size, damaged);
    ASSERT_FALSE(count.ok());
    EXPECT_EQ(count.error().code, Code::denied);
    EXPECT_EQ(damaged, Bytes(size));
  }
  EXPECT_TRUE(reader->read_at(2 * chunk_size, out).ok());
}

TEST_F(Seekable, ArmorHasNoRandomAccess) {
  encrypt_bytes(10, {.armor = true});
  MemoryAccess access(file_);
  const auto reader = SeekableReader::open(access, identities_);
  ASSERT_FALSE(reader.ok());
  EXPECT_EQ(reader.error().code, Code::unsupported);
}

}  // namespace
}  // namespace anchorhold::age

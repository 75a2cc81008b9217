#include "age/seekable.h"

#include <gtest/gtest.h>

#include "age/armor.h"
#include "age/encrypt.h"
#include "age/unwrap.h"
#include "crypto/hash.h"
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

// CountingAccess: a file that notes how it is read.
class CountingAccess : public RandomAccess {
 public:
  explicit CountingAccess(ByteView bytes) : inner_(bytes) {}
  uint64_t size() const override { return inner_.size(); }
  Result<size_t> read_at(uint64_t offset, MutableBytes out) override {
    ++reads;
    largest = std::max(largest, out.size());
    return inner_.read_at(offset, out);
  }
  size_t reads = 0;
  size_t largest = 0;

 private:
  MemoryAccess inner_;
};

TEST_F(Seekable, AsksOnceForAllChunksOfARead) {
  encrypt_bytes(40 * chunk_size + 7);
  CountingAccess access(file_);
  auto reader = SeekableReader::open(access, identities_);
  ASSERT_TRUE(reader.ok());
  const auto reads_of = [&](uint64_t offset, size_t size) {
    Bytes out(size);
    access.reads = 0;
    EXPECT_EQ(*reader->read_at(offset, out), size);
    EXPECT_TRUE(
        std::equal(out.begin(), out.end(), plain_.begin() + static_cast<std::ptrdiff_t>(offset)));
    return access.reads;
  };
  EXPECT_EQ(reads_of(0, 1U << 20), 1U);
  EXPECT_EQ(reads_of(chunk_size - 1, 1U << 20), 1U) << "17 chunks";
  EXPECT_EQ(reads_of(5 * chunk_size + 9, 100), 1U);
  EXPECT_EQ(reads_of(5 * chunk_size + 109, 100), 0U) << "the chunk is kept";
  EXPECT_EQ(reads_of(0, plain_.size()), 3U);
  EXPECT_LE(access.largest, SeekableReader::most_chunks_at_once * sealed_chunk_size);
}

TEST_F(Seekable, AHeadThatWasReadEarlierCountsWhateverTheFileSaysNow) {
  encrypt_bytes(2 * chunk_size);
  MemorySource front(file_);
  BufferedBlocks blocks(front);
  const auto head = read_head(blocks);
  ASSERT_TRUE(head.ok());
  std::fill_n(file_.begin(), head->size(), uint8_t{0});
  MemoryAccess access(file_);
  EXPECT_FALSE(SeekableReader::open(access, identities_).ok());
  auto reader = SeekableReader::open(access, *head, Keys{identities_});
  ASSERT_TRUE(reader.ok()) << reader.error().to_string();
  Bytes out(plain_.size());
  EXPECT_EQ(*reader->read_at(0, out), out.size());
  EXPECT_EQ(out, plain_);
  testkit::for_each_truncation(*head, [&](ByteView cut) {
    EXPECT_FALSE(SeekableReader::open(access, cut, Keys{identities_}).ok());
  });
}

TEST_F(Seekable, EncryptingTellsTheHeadsDigest) {
  const Recipient recipient = identities_.front().recipient();
  for (const bool armor : {false, true}) {
    MemorySource plain(bytes_of("patient,age\n1,54\n"));
    MemorySink file;
    const auto told = encrypt(plain, file, std::span(&recipient, 1), random_, {.armor = armor});
    ASSERT_TRUE(told.ok());
    MemorySource binary(file.bytes());
    BufferedBlocks lines(binary);
    ArmorSource armored(lines);
    BufferedBlocks inner(armored);
    const auto head = armor ? read_head(inner) : read_head(lines);
    ASSERT_TRUE(head.ok());
    EXPECT_EQ(*told, crypto::sha256(*head));
  }
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

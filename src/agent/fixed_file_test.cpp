#include "agent/fixed_file.h"

#include <gtest/gtest.h>

#include "crypto/hash.h"
#include "testkit/fixed_random.h"

namespace anchorhold::agent {
namespace {

constexpr size_t kBlock = 64U << 10;

Bytes random_file(size_t size) {
  Bytes bytes(size);
  EXPECT_TRUE(testkit::FixedRandom(8).fill(bytes).ok());
  return bytes;
}

TEST(FixedFile, ReadsAnyPartOfWhatItDigested) {
  for (const size_t size : {size_t{0}, size_t{1}, kBlock, 16 * kBlock, 17 * kBlock + 5}) {
    const Bytes bytes = random_file(size);
    auto fixed = FixedFile::read_through(std::make_unique<MemoryAccess>(bytes));
    ASSERT_TRUE(fixed.ok());
    EXPECT_EQ((*fixed)->sha256(), crypto::sha256(bytes));
    EXPECT_EQ((*fixed)->size(), size);
    for (const size_t offset : {size_t{0}, kBlock - 1, kBlock, size_t{100000}, size}) {
      for (const size_t count : {size_t{1}, size_t{2}, kBlock, 2 * kBlock + 1, 20 * kBlock}) {
        Bytes out(count);
        const auto read = (*fixed)->read_at(offset, out);
        ASSERT_TRUE(read.ok()) << offset << " " << count << read.error().to_string();
        const size_t expected = offset < size ? std::min(count, size - offset) : 0;
        ASSERT_EQ(*read, expected);
        EXPECT_TRUE(
            std::equal(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(expected),
                       bytes.begin() + static_cast<std::ptrdiff_t>(std::min(offset, size))));
      }
    }
    Bytes out(1);
    EXPECT_EQ(*(*fixed)->read_at(UINT64_MAX, out), 0U);
  }
}

TEST(FixedFile, RefusesWhatChangedLaterAndNothingElse) {
  Bytes bytes = random_file(5 * kBlock + 100);
  auto fixed = FixedFile::read_through(std::make_unique<MemoryAccess>(bytes));
  ASSERT_TRUE(fixed.ok());
  for (const size_t at : {size_t{0}, kBlock, 3 * kBlock - 1, 5 * kBlock + 99}) {
    bytes[at] ^= 1;
    for (size_t block = 0; block < 6; ++block) {
      Bytes out(10);
      const auto read = (*fixed)->read_at(block * kBlock + 20, out);
      EXPECT_EQ(read.ok(), block != at / kBlock) << at;
      if (!read.ok()) {
        EXPECT_EQ(read.error().code, Code::denied);
        EXPECT_EQ(out, Bytes(10));
      }
    }
    bytes[at] ^= 1;
  }
}

// ShrinkingAccess: says one length and has less.
class ShrinkingAccess : public RandomAccess {
 public:
  ShrinkingAccess(ByteView bytes, const size_t& left) : bytes_(bytes), left_(left) {}
  uint64_t size() const override { return bytes_.size(); }
  Result<size_t> read_at(uint64_t offset, MutableBytes out) override {
    MemoryAccess now(bytes_.first(left_));
    return now.read_at(offset, out);
  }

 private:
  ByteView bytes_;
  const size_t& left_;
};

TEST(FixedFile, RefusesAFileThatBecameShorter) {
  const Bytes bytes = random_file(3 * kBlock);
  size_t left = bytes.size();
  auto fixed = FixedFile::read_through(std::make_unique<ShrinkingAccess>(bytes, left));
  ASSERT_TRUE(fixed.ok());
  left = kBlock + 10;
  Bytes out(kBlock);
  EXPECT_TRUE((*fixed)->read_at(0, out).ok());
  EXPECT_FALSE((*fixed)->read_at(kBlock, out).ok());
  EXPECT_FALSE((*fixed)->read_at(kBlock, MutableBytes(out).first(5)).ok());
  EXPECT_FALSE((*fixed)->read_at(2 * kBlock, out).ok());
}

}  // namespace
}  // namespace anchorhold::agent

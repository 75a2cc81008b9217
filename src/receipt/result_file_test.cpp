#include "receipt/result_file.h"

#include <gtest/gtest.h>

#include "testkit/attack.h"

namespace anchorhold::receipt {
namespace {

ResultHead head() {
  ResultHead head;
  head.output = "model";
  head.run = std::string(32, '1');
  head.contract.fill(7);
  return head;
}

TEST(ResultFile, ReadsWhatItPacked) {
  const auto packed = pack_result(head(), bytes_of("content"), {}, 100);
  ASSERT_TRUE(packed.ok());
  const auto read = unpack_result("r", packed->view());
  ASSERT_TRUE(read.ok()) << read.error().to_string();
  EXPECT_EQ(text_of(read->content), "content");
  EXPECT_EQ(read->head.output, "model");
  EXPECT_EQ(read->head.run, head().run);
  EXPECT_EQ(read->head.contract, head().contract);
  EXPECT_EQ(read->head.bytes, 7U);
}

TEST(ResultFile, EverySizeUpToABucketLooksTheSame) {
  const std::set<int64_t> buckets = {16, 64};
  const auto size = [&](size_t content) {
    const auto packed = pack_result(head(), Bytes(content, 'x'), buckets, 100);
    EXPECT_TRUE(unpack_result("r", packed->view()).ok());
    return packed->size();
  };
  EXPECT_EQ(size(0), size(16));
  EXPECT_EQ(size(17), size(64));
  EXPECT_EQ(size(65), size(100));
  EXPECT_LT(size(16), size(17));
  EXPECT_LT(size(64), size(65));
}

TEST(ResultFile, TakesExactlyMaxBytesAndNotOneMore) {
  EXPECT_TRUE(pack_result(head(), Bytes(100, 1), {}, 100).ok());
  EXPECT_EQ(pack_result(head(), Bytes(101, 1), {}, 100).error().code, Code::limit_exceeded);
}

TEST(ResultFile, RefusesTruncationsThatCutIntoTheContent) {
  const auto packed = pack_result(head(), bytes_of("content"), {}, 10);
  // Three bytes up to the size, and one digit that the head might have had more.
  const size_t padding = 4;
  testkit::for_each_truncation(packed->view().first(packed->size() - padding), [](ByteView prefix) {
    EXPECT_FALSE(unpack_result("r", prefix).ok()) << prefix.size();
  });
}

TEST(ResultFile, NoFlippedBitGivesOtherContent) {
  const auto packed = pack_result(head(), bytes_of("content"), {}, 10);
  testkit::for_each_bit_flip(packed->view(), [](ByteView mutant, size_t bit) {
    const auto read = unpack_result("r", mutant);
    EXPECT_TRUE(!read.ok() || text_of(read->content) == "content") << bit;
  });
}

TEST(ResultFile, RefusesPaddingThatIsNotZero) {
  auto packed = pack_result(head(), bytes_of("content"), {}, 10);
  packed->fill()[packed->size() - 1] = 1;
  EXPECT_EQ(unpack_result("r", packed->view()).error().code, Code::malformed);
}

TEST(ResultFile, RefusesWhatIsNoResult) {
  EXPECT_FALSE(unpack_result("r", {}).ok());
  EXPECT_FALSE(unpack_result("r", bytes_of("just a file\n{}\n")).ok());
  EXPECT_FALSE(unpack_result("r", bytes_of(std::string(kResultMagic))).ok());
  EXPECT_FALSE(unpack_result("r", bytes_of(std::string(kResultMagic) + "{}\n")).ok());
  EXPECT_FALSE(
      unpack_result("r", bytes_of(std::string(kResultMagic) + std::string(4096, 'x') + "\n")).ok());
}

}  // namespace
}  // namespace anchorhold::receipt

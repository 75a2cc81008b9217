#include "age/armor.h"

#include <gtest/gtest.h>

#include "testkit/attack.h"

namespace anchorhold::age {
namespace {

std::string armored(ByteView bytes, size_t piece) {
  MemorySink out;
  ArmorSink armor(out);
  for (size_t at = 0; at < bytes.size(); at += piece) {
    EXPECT_TRUE(armor.write(bytes.subspan(at, std::min(piece, bytes.size() - at))).ok());
  }
  EXPECT_TRUE(armor.finish().ok());
  return string_of(out.bytes());
}

Result<Bytes> unarmored(std::string_view text) {
  MemorySource source(bytes_of(text));
  BufferedBlocks blocks(source);
  ArmorSource armor(blocks);
  return read_all(armor, "test", 1 << 24);
}

Bytes some_bytes(size_t size) {
  Bytes bytes(size);
  for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<uint8_t>(i * 31);
  return bytes;
}

TEST(Armor, RoundTripsAtEveryLengthOfALineAndAcrossBlocks) {
  std::vector<size_t> sizes = {65536, 49151, 49152, 49153, 200000};
  for (size_t size = 1; size < 200; ++size) sizes.push_back(size);
  for (const size_t size : sizes) {
    const Bytes bytes = some_bytes(size);
    const auto again = unarmored(armored(bytes, 1000));
    ASSERT_TRUE(again.ok()) << size << ": " << again.error().to_string();
    EXPECT_EQ(*again, bytes);
  }
}

TEST(Armor, DoesNotDependOnHowItWasWritten) {
  const Bytes bytes = some_bytes(1000);
  EXPECT_EQ(armored(bytes, 1), armored(bytes, 1000));
  EXPECT_EQ(armored(bytes, 47), armored(bytes, 1000));
}

TEST(Armor, IsRefusedAtEveryTruncationButThatOfTheLastLineFeed) {
  const std::string text = armored(some_bytes(150), 150);
  testkit::for_each_truncation(bytes_of(text), [&](ByteView cut) {
    EXPECT_EQ(unarmored(text_of(cut)).ok(), cut.size() + 1 == text.size()) << cut.size();
  });
}

TEST(Armor, DecodesOnlyItsCanonicalForm) {
  const Bytes bytes = some_bytes(150);
  const std::string text = armored(bytes, 150);
  testkit::for_each_bit_flip(bytes_of(text), [&](ByteView mutant, size_t bit) {
    const auto decoded = unarmored(text_of(mutant));
    const bool in_last_line_feed = bit / 8 + 1 == text.size();
    EXPECT_TRUE(!decoded.ok() || *decoded != bytes || in_last_line_feed) << bit;
  });
}

TEST(Armor, AcceptsWhiteSpaceAroundItOnlyToALimit) {
  const std::string text = armored(some_bytes(10), 10);
  EXPECT_TRUE(unarmored("\n \t\r\n" + text + " \n\t").ok());
  EXPECT_FALSE(unarmored(std::string(1025, '\n') + text).ok());
  EXPECT_FALSE(unarmored(text + std::string(1025, '\n')).ok());
  EXPECT_FALSE(unarmored(text + "x").ok());
}

TEST(Armor, RefusesALineWithoutEnd) {
  EXPECT_FALSE(unarmored("-----BEGIN AGE ENCRYPTED FILE-----\n" + std::string(200000, 'A')).ok());
}

}  // namespace
}  // namespace anchorhold::age

#include "age/header.h"

#include <gtest/gtest.h>

#include "age/rules.h"
#include "testkit/attack.h"

namespace anchorhold::age {
namespace {

FileKey test_key() {
  return FileKey(ByteArray<16>{1, 2, 3});
}

std::string test_header() {
  const std::vector<Stanza> stanzas = {{"X25519", {"c2hhcmU"}, Bytes(32, 7)},
                                       {"grease!", {}, {}},
                                       {"long", {"a", "b"}, Bytes(96, 9)}};
  return *authenticated_header(stanzas, test_key());
}

TEST(Header, ParsesWhatItEncoded) {
  const std::string text = test_header();
  const auto header = parse_header(bytes_of(text));
  ASSERT_TRUE(header.ok()) << header.error().to_string();
  ASSERT_EQ(header->stanzas.size(), 3U);
  EXPECT_EQ(header->stanzas[2].type, "long");
  EXPECT_EQ(header->stanzas[2].arguments, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(header->stanzas[2].body, Bytes(96, 9));
  EXPECT_EQ(encode_header(*header), text);
  EXPECT_TRUE(verify_header_mac(bytes_of(text), *header, test_key()).ok());
}

TEST(Header, IsRefusedAtEveryTruncation) {
  const std::string text = test_header();
  testkit::for_each_truncation(bytes_of(text),
                               [](ByteView cut) { EXPECT_FALSE(parse_header(cut).ok()); });
}

TEST(Header, FailsItsParserOrItsMacAfterEveryBitFlip) {
  const std::string text = test_header();
  const FileKey key = test_key();
  testkit::for_each_bit_flip(bytes_of(text), [&](ByteView mutant, size_t bit) {
    const auto header = parse_header(mutant);
    EXPECT_FALSE(header.ok() && verify_header_mac(mutant, *header, key).ok()) << bit;
  });
}

TEST(Header, IsCutFromTheFrontOfItsFile) {
  const std::string text = test_header();
  const std::string file = text + "payload\n--- not a MAC line\n";
  MemorySource source(bytes_of(file));
  BufferedBlocks blocks(source);
  const auto cut = read_header_bytes(blocks);
  ASSERT_TRUE(cut.ok());
  EXPECT_EQ(text_of(*cut), text);
  EXPECT_EQ(text_of(*blocks.peek(7)), "payload");
}

TEST(Header, MayHaveManyRecipients) {
  const std::vector<Stanza> stanzas(2000, Stanza{"X25519", {"c2hhcmU"}, Bytes(32, 7)});
  const std::string text = *authenticated_header(stanzas, test_key());
  MemorySource source(bytes_of(text));
  BufferedBlocks blocks(source);
  const auto cut = read_header_bytes(blocks);
  ASSERT_TRUE(cut.ok()) << cut.error().to_string();
  EXPECT_EQ(parse_header(*cut)->stanzas.size(), 2000U);
}

TEST(Header, HasASizeLimit) {
  const std::string file = "age-encryption.org/v1\n-> x " + std::string(2 * max_header_size, 'a');
  MemorySource source(bytes_of(file));
  BufferedBlocks blocks(source);
  const auto cut = read_header_bytes(blocks);
  ASSERT_FALSE(cut.ok());
  EXPECT_EQ(cut.error().code, Code::limit_exceeded);
}

TEST(Header, OfAnotherVersionIsUnsupported) {
  const auto header = parse_header(bytes_of("age-encryption.org/v2\n-> x\n\n"));
  ASSERT_FALSE(header.ok());
  EXPECT_EQ(header.error().code, Code::unsupported);
}

TEST(Header, OfSomethingElseIsNotAnAgeFile) {
  const std::string file = "PK\x03\x04 and so on";
  MemorySource source(bytes_of(file));
  BufferedBlocks blocks(source);
  const auto cut = read_header_bytes(blocks);
  ASSERT_FALSE(cut.ok());
  EXPECT_EQ(cut.error().object, layer::header);
  EXPECT_EQ(cut.error().message, "not an age file");
}

}  // namespace
}  // namespace anchorhold::age

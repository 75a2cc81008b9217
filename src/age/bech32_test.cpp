#include "age/bech32.h"

#include <gtest/gtest.h>

#include "testkit/attack.h"

namespace anchorhold::age {
namespace {

std::string encoded(std::string_view prefix, ByteView data) {
  return string_of(encode_bech32(prefix, data).view());
}

TEST(Bech32, AcceptsTheValidStringsOfBip173) {
  for (const std::string_view text :
       {"A12UEL5L", "a12uel5l", "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
        "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tg"
        "s"}) {
    EXPECT_TRUE(decode_bech32("test", text).ok()) << text;
  }
}

TEST(Bech32, RefusesTheInvalidStringsOfBip173) {
  for (const std::string_view text : {"pzry9x0s0muk", "1pzry9x0s0muk", "x1b4n0q5v", "li1dgmt3",
                                      "A1G7SGD8", "10a06t8", "1qzzfhee", "A12uEL5L", "", "age1",
                                      "\x20"
                                      "1nwldj5"}) {
    EXPECT_FALSE(decode_bech32("test", text).ok()) << text;
  }
}

TEST(Bech32, DecodesWhatItEncodedAtEveryLength) {
  Bytes data;
  for (size_t size = 0; size < 64; ++size) {
    const auto decoded = decode_bech32("test", encoded("age", data));
    ASSERT_TRUE(decoded.ok()) << decoded.error().to_string();
    EXPECT_EQ(decoded->prefix, "age");
    EXPECT_EQ(copy_of(decoded->data.view()), data);
    data.push_back(static_cast<uint8_t>(37 * size + 1));
  }
}

TEST(Bech32, RefusesEveryTruncationAndBitFlip) {
  const std::string text = encoded("age", ByteArray<32>{7});
  testkit::for_each_truncation(
      bytes_of(text), [](ByteView cut) { EXPECT_FALSE(decode_bech32("test", text_of(cut)).ok()); });
  testkit::for_each_bit_flip(bytes_of(text), [&](ByteView mutant, size_t bit) {
    EXPECT_FALSE(decode_bech32("test", text_of(mutant)).ok()) << bit;
  });
}

TEST(Bech32, RefusesLeftOverBits) {
  // With right checksums: one byte, then a whole digit too many, then bits that are not zero.
  EXPECT_TRUE(decode_bech32("test", "age1qywnyetw").ok());
  EXPECT_FALSE(decode_bech32("test", "age1qdd35qf").ok());
  EXPECT_FALSE(decode_bech32("test", "age1qpu0j2ex").ok());
}

TEST(Bech32, NeverRepeatsTheTextInErrors) {
  const auto decoded = decode_bech32("age identity", "AGE-SECRET-KEY-1SECRET");
  ASSERT_FALSE(decoded.ok());
  EXPECT_EQ(decoded.error().to_string().find("SECRET"), std::string::npos);
}

}  // namespace
}  // namespace anchorhold::age

#include "codec/pem.h"

#include <gtest/gtest.h>

#include "testkit/attack.h"

namespace anchorhold::pem {
namespace {

TEST(Pem, RoundTripsEveryLineLength) {
  for (size_t size = 0; size < 150; ++size) {
    const Bytes bytes(size, static_cast<uint8_t>(size));
    const std::string text = encode("CERTIFICATE", bytes);
    EXPECT_EQ(*decode("t", "CERTIFICATE", text), bytes) << size;
  }
}

TEST(Pem, WritesTheStrictForm) {
  EXPECT_EQ(encode("X", Bytes(49)),
            "-----BEGIN X-----\n" + std::string(64, 'A') + "\nAA==\n-----END X-----\n");
}

TEST(Pem, TakesBothLineEndsAndNoLastOne) {
  EXPECT_TRUE(decode("t", "X", "-----BEGIN X-----\r\nAQID\r\n-----END X-----\r\n").ok());
  EXPECT_TRUE(decode("t", "X", "-----BEGIN X-----\nAQID\n-----END X-----").ok());
}

TEST(Pem, RefusesWhatItWouldNotWrite) {
  for (const char* text :
       {"", "AQID", "-----BEGIN Y-----\nAQID\n-----END Y-----\n", "-----BEGIN X-----\nAQID\n",
        "-----BEGIN X-----\nAQID\n-----END Y-----\n",
        "\n-----BEGIN X-----\nAQID\n-----END X-----\n",
        "-----BEGIN X-----\nAQID\n-----END X-----\n\n",
        "-----BEGIN X-----\n\nAQID\n-----END X-----\n",
        "-----BEGIN X-----\nAQ\nID\n-----END X-----\n",
        "-----BEGIN X-----\n AQID\n-----END X-----\n",
        "-----BEGIN X-----\nProc-Type: 4\n\nAQID\n-----END X-----\n",
        "-----BEGIN X-----\nAQI=\nAQID\n-----END X-----\n",
        "-----BEGIN X-----\nAQJ=\n-----END X-----\n"}) {
    EXPECT_FALSE(decode("t", "X", text).ok()) << text;
  }
  const std::string long_line =
      "-----BEGIN X-----\n" + std::string(68, 'A') + "\n-----END X-----\n";
  EXPECT_FALSE(decode("t", "X", long_line).ok());
}

TEST(Pem, FindsAllBlocksOfALabelInOtherPeoplesText) {
  const std::string one = encode("X", Bytes(60, 1));
  const std::string other = encode("Y", Bytes(60, 2));
  const auto all = decode_all("t", "X", "before\n" + one + other + "\r\n  " + one + "after");
  ASSERT_TRUE(all.ok()) << all.error().to_string();
  EXPECT_EQ(*all, std::vector<Bytes>(2, Bytes(60, 1)));
  // Lines of any length, CRLF, blanks around them, a zero octet at the end.
  const std::string text = "-----BEGIN X-----\r\nAAEC\r\n \tAwQ= \r\n-----END X-----";
  const auto loose = decode_all("t", "X", text + std::string(1, '\0'));
  ASSERT_TRUE(loose.ok()) << loose.error().to_string();
  EXPECT_EQ(loose->front(), (Bytes{0, 1, 2, 3, 4}));
}

TEST(Pem, RefusesTextWithoutWholeBlocks) {
  EXPECT_FALSE(decode_all("t", "X", "").ok());
  EXPECT_FALSE(decode_all("t", "X", encode("Y", Bytes(5, 1))).ok());
  EXPECT_FALSE(decode_all("t", "X", "-----BEGIN X-----\nAAEC\n").ok());
  EXPECT_FALSE(decode_all("t", "X", "-----BEGIN X-----\nAA!C\n-----END X-----\n").ok());
  EXPECT_FALSE(
      decode_all("t", "X", "-----BEGIN X-----\n-----BEGIN X-----\nAAEC\n-----END X-----\n").ok());
  std::string many;
  for (int i = 0; i < 65; ++i) many += encode("X", Bytes(5, 1));
  EXPECT_EQ(decode_all("t", "X", many).error().code, Code::limit_exceeded);
}

TEST(Pem, CarriesSecretsTheSameWay) {
  const Bytes key(48, 5);
  const SecretBytes text = encode_secret("PRIVATE KEY", key);
  EXPECT_EQ(text_of(text.view()), encode("PRIVATE KEY", key));
  const auto back = decode_secret("t", "PRIVATE KEY", text.view());
  ASSERT_TRUE(back.ok());
  EXPECT_TRUE(ct_equal(back->view(), key));
  EXPECT_FALSE(decode_secret("t", "CERTIFICATE", text.view()).ok());
}

TEST(Pem, SurvivesTruncationsAndBitFlips) {
  const std::string text = encode("X", Bytes(100, 0x5a));
  testkit::for_each_truncation(bytes_of(text), [&](ByteView prefix) {
    EXPECT_EQ(decode("t", "X", text_of(prefix)).ok(), prefix.size() + 1 == text.size());
  });
  testkit::for_each_bit_flip(bytes_of(text), [&](ByteView mutant, size_t) {
    const auto bytes = decode("t", "X", text_of(mutant));
    if (!bytes.ok()) return;
    EXPECT_EQ(encode("X", *bytes), text_of(mutant));
  });
}

}  // namespace
}  // namespace anchorhold::pem

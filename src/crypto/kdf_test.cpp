#include "crypto/kdf.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace anchorhold::crypto {
namespace {

TEST(Scrypt, GivesTheKeysOfRfc7914) {
  Bytes key(64);
  ASSERT_TRUE(scrypt({}, {}, 4, 1, 1, key).ok());
  EXPECT_EQ(to_hex(key),
            "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
            "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906");
  ASSERT_TRUE(scrypt(bytes_of("password"), bytes_of("NaCl"), 10, 8, 16, key).ok());
  EXPECT_EQ(to_hex(key),
            "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
            "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640");
}

TEST(Scrypt, RefusesParametersOutOfRange) {
  Bytes key(32, 1);
  for (auto [log2n, r, p] :
       {std::tuple{0U, 8U, 1U}, {31U, 8U, 1U}, {10U, 0U, 1U}, {10U, 8U, 0U}, {30U, 8U, 1U}}) {
    const Status status = scrypt(bytes_of("password"), bytes_of("salt"), log2n, r, p, key);
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code, Code::invalid_argument);
    EXPECT_EQ(key, Bytes(32, 0));
  }
}

TEST(Hkdf, RefusesMoreThanItCanGive) {
  Bytes most(255 * 32);
  EXPECT_TRUE(hkdf_sha256(bytes_of("ikm"), {}, {}, most).ok());
  Bytes more(255 * 32 + 1);
  ASSERT_FALSE(hkdf_sha256(bytes_of("ikm"), {}, {}, more).ok());
}

TEST(Hkdf, TakesEmptyInputs) {
  Bytes out(32);
  EXPECT_TRUE(hkdf_sha256({}, {}, {}, out).ok());
  EXPECT_NE(out, Bytes(32, 0));
  EXPECT_TRUE(hkdf_sha256({}, {}, {}, MutableBytes{}).ok());
}

TEST(ConcatKdf, GivesTheKeyOfRfc7518AppendixC) {
  const Bytes shared =
      from_hex("z", "9e56d91d817135d372834283bf84269cfb316ea3da806a48f6daa7798cfe90c4").value();
  const Bytes info = from_hex("info",
                              "00000007413132384743"
                              "4d00000005416c69636500000003426f6200000080")
                         .value();
  Bytes key(16);
  ASSERT_TRUE(concat_kdf_sha256(shared, info, key).ok());
  EXPECT_EQ(to_hex(key), "56aa8deaf8236d205c2228cd71a7101a");
}

TEST(ConcatKdf, CountsItsRounds) {
  Bytes one(32);
  Bytes three(96);
  ASSERT_TRUE(concat_kdf_sha256(bytes_of("z"), {}, one).ok());
  ASSERT_TRUE(concat_kdf_sha256(bytes_of("z"), {}, three).ok());
  EXPECT_TRUE(std::equal(one.begin(), one.end(), three.begin()));
  EXPECT_FALSE(std::equal(one.begin(), one.end(), three.begin() + 32));
}

}  // namespace
}  // namespace anchorhold::crypto

#include "crypto/aead.h"

#include <gtest/gtest.h>

#include "testkit/attack.h"
#include "testkit/fixed_random.h"

namespace anchorhold::crypto {
namespace {

constexpr ByteArray<32> fixed_key = {1, 2, 3};
constexpr ByteArray<12> fixed_nonce = {9, 8, 7};

Bytes message_of(size_t size) {
  Bytes message(size);
  EXPECT_TRUE(testkit::FixedRandom(7).fill(message).ok());
  return message;
}

template <class Cipher>
class AeadTest : public testing::Test {};
using Ciphers = testing::Types<ChaCha20Poly1305, Aes256Gcm>;
TYPED_TEST_SUITE(AeadTest, Ciphers);

TYPED_TEST(AeadTest, OpensWhatItSealedInOneObjectAndInAnyOrder) {
  TypeParam cipher(fixed_key);
  for (size_t size : {size_t{0}, size_t{1}, size_t{16}, size_t{17}, size_t{65536}}) {
    const Bytes message = message_of(size);
    Bytes sealed(size + aead_tag_size);
    ASSERT_TRUE(cipher.seal(fixed_nonce, message, sealed, bytes_of("context")).ok());
    Bytes opened(size);
    ASSERT_TRUE(cipher.open(fixed_nonce, sealed, opened, bytes_of("context")).ok());
    EXPECT_EQ(opened, message);
    Bytes again(sealed.size());
    ASSERT_TRUE(cipher.seal(fixed_nonce, message, again, bytes_of("context")).ok());
    EXPECT_EQ(again, sealed);
  }
}

TYPED_TEST(AeadTest, WorksInPlace) {
  TypeParam cipher(fixed_key);
  const Bytes message = message_of(1000);
  Bytes buffer = message;
  buffer.resize(message.size() + aead_tag_size);
  ASSERT_TRUE(cipher.seal(fixed_nonce, ByteView(buffer).first(message.size()), buffer).ok());
  EXPECT_NE(Bytes(buffer.begin(), buffer.begin() + 1000), message);
  ASSERT_TRUE(cipher.open(fixed_nonce, buffer, MutableBytes(buffer).first(message.size())).ok());
  buffer.resize(message.size());
  EXPECT_EQ(buffer, message);
}

TYPED_TEST(AeadTest, RefusesEveryChangeAndLeavesZeros) {
  TypeParam cipher(fixed_key);
  const Bytes message = message_of(40);
  Bytes sealed(message.size() + aead_tag_size);
  ASSERT_TRUE(cipher.seal(fixed_nonce, message, sealed, bytes_of("context")).ok());
  testkit::for_each_bit_flip(sealed, [&](ByteView mutant, size_t) {
    Bytes opened(message.size(), 0xaa);
    const Status status = cipher.open(fixed_nonce, mutant, opened, bytes_of("context"));
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code, Code::denied);
    EXPECT_EQ(opened, Bytes(message.size(), 0));
  });
  Bytes opened(message.size());
  EXPECT_FALSE(cipher.open(fixed_nonce, sealed, opened, bytes_of("Context")).ok());
  EXPECT_FALSE(cipher.open(fixed_nonce, sealed, opened).ok());
  constexpr ByteArray<12> other_nonce = {9, 8, 6};
  EXPECT_FALSE(cipher.open(other_nonce, sealed, opened, bytes_of("context")).ok());
  constexpr ByteArray<32> other_key = {1, 2, 4};
  EXPECT_FALSE(TypeParam(other_key).open(fixed_nonce, sealed, opened, bytes_of("context")).ok());
  // A failure leaves no trace in the object.
  EXPECT_TRUE(cipher.open(fixed_nonce, sealed, opened, bytes_of("context")).ok());
}

TYPED_TEST(AeadTest, RefusesTruncations) {
  TypeParam cipher(fixed_key);
  Bytes sealed(20 + aead_tag_size);
  ASSERT_TRUE(cipher.seal(fixed_nonce, message_of(20), sealed).ok());
  testkit::for_each_truncation(sealed, [&](ByteView prefix) {
    Bytes opened(prefix.size() < aead_tag_size ? 0 : prefix.size() - aead_tag_size);
    EXPECT_FALSE(cipher.open(fixed_nonce, prefix, opened).ok());
  });
}

TYPED_TEST(AeadTest, RefusesBuffersOfAnotherSize) {
  TypeParam cipher(fixed_key);
  const Bytes message = message_of(20);
  Bytes sealed(20 + aead_tag_size);
  for (size_t size : {size_t{0}, size_t{20}, size_t{35}, size_t{37}}) {
    Bytes out(size);
    const Status status = cipher.seal(fixed_nonce, message, out);
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code, Code::invalid_argument);
  }
  ASSERT_TRUE(cipher.seal(fixed_nonce, message, sealed).ok());
  for (size_t size : {size_t{0}, size_t{19}, size_t{21}}) {
    Bytes out(size);
    EXPECT_FALSE(cipher.open(fixed_nonce, sealed, out).ok());
  }
}

TEST(AesKeyWrap, RefusesWrongSizes) {
  for (size_t size : {size_t{0}, size_t{8}, size_t{15}, size_t{17}, size_t{72}}) {
    EXPECT_FALSE(aes_key_wrap(fixed_key, Bytes(size)).ok()) << size;
    EXPECT_FALSE(aes_key_unwrap(fixed_key, Bytes(size + 8)).ok()) << size;
  }
  EXPECT_FALSE(aes_key_unwrap(fixed_key, {}).ok());
}

TEST(AesKeyWrap, RefusesEveryChange) {
  const Bytes wrapped = aes_key_wrap(fixed_key, message_of(32)).value();
  testkit::for_each_bit_flip(wrapped, [&](ByteView mutant, size_t) {
    const auto unwrapped = aes_key_unwrap(fixed_key, mutant);
    ASSERT_FALSE(unwrapped.ok());
    EXPECT_EQ(unwrapped.error().code, Code::denied);
  });
}

}  // namespace
}  // namespace anchorhold::crypto

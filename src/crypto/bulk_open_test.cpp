#include "crypto/bulk_open.h"

#include <gtest/gtest.h>

#include "testkit/attack.h"
#include "testkit/fixed_random.h"

namespace anchorhold::crypto {
namespace {

class BulkOpen : public ::testing::Test {
 protected:
  BulkOpen() {
    EXPECT_TRUE(random_.fill(key_).ok());
    EXPECT_TRUE(random_.fill(nonce_).ok());
  }
  Bytes sealed(ByteView plain) {
    Bytes out(plain.size() + aead_tag_size);
    EXPECT_TRUE(ChaCha20Poly1305(key_).seal(nonce_, plain, out).ok());
    return out;
  }

  testkit::FixedRandom random_{3};
  ByteArray<aead_key_size> key_{};
  ByteArray<aead_nonce_size> nonce_{};
};

TEST_F(BulkOpen, OpensWhatTheAeadSealedAtEveryLength) {
  BulkOpener opener(key_);
  std::vector<size_t> sizes = {4095, 65535, 65536, 65537};
  for (size_t size = 0; size < 300; ++size) sizes.push_back(size);
  for (const size_t size : sizes) {
    Bytes plain(size);
    ASSERT_TRUE(random_.fill(plain).ok());
    Bytes out(size);
    ASSERT_TRUE(opener.open(nonce_, sealed(plain), out).ok()) << size;
    EXPECT_EQ(out, plain);
  }
}

TEST_F(BulkOpen, ReleasesNothingAfterAnyBitFlip) {
  BulkOpener opener(key_);
  const Bytes message = sealed(Bytes(70, 'a'));
  Bytes out(70, 1);
  testkit::for_each_bit_flip(message, [&](ByteView mutant, size_t bit) {
    const Status status = opener.open(nonce_, mutant, out);
    ASSERT_FALSE(status.ok()) << bit;
    EXPECT_EQ(status.error().code, Code::denied);
    EXPECT_EQ(out, Bytes(70));
  });
  EXPECT_TRUE(opener.open(nonce_, message, out).ok());
}

TEST_F(BulkOpen, RefusesAnotherNonceAndEveryTruncation) {
  BulkOpener opener(key_);
  const Bytes message = sealed(Bytes(40, 'a'));
  testkit::for_each_truncation(message, [&](ByteView cut) {
    Bytes out(cut.size() < aead_tag_size ? 0 : cut.size() - aead_tag_size);
    EXPECT_FALSE(opener.open(nonce_, cut, out).ok());
  });
  ++nonce_[0];
  Bytes out(40);
  EXPECT_FALSE(opener.open(nonce_, message, out).ok());
}

TEST_F(BulkOpen, RefusesAnOutputOfTheWrongSize) {
  BulkOpener opener(key_);
  Bytes out(41);
  const Status status = opener.open(nonce_, sealed(Bytes(40)), out);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, Code::invalid_argument);
}

}  // namespace
}  // namespace anchorhold::crypto

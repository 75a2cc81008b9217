#include "crypto/cose_sign1.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "codec/cose.h"
#include "crypto/samples_test.h"
#include "testkit/attack.h"

namespace anchorhold::crypto {
namespace {

TEST(CoseSign1, SignsAndVerifiesWithTheKeysAlgorithm) {
  for (Algorithm algorithm : {Algorithm::ed25519, Algorithm::es256, Algorithm::es384}) {
    const PrivateKey key = key_from_seed(algorithm);
    const Bytes message = sign_sign1(bytes_of("payload"), key).value();
    const auto parsed = cose::parse_sign1("document", message);
    ASSERT_TRUE(parsed.ok()) << parsed.error().to_string();
    EXPECT_TRUE(verify_sign1(*parsed, key.public_key()).ok());
  }
}

TEST(CoseSign1, HasTheHeaderOfNitroDocuments) {
  const Bytes message = sign_sign1(bytes_of("payload"), key_from_seed(Algorithm::es384)).value();
  EXPECT_EQ(to_hex(ByteView(message).first(7)), "8444a1013822a0");
}

TEST(CoseSign1, RefusesEveryChangeOfPayloadHeaderAndSignature) {
  const PrivateKey key = key_from_seed(Algorithm::es384);
  const Bytes message = sign_sign1(bytes_of("payload"), key).value();
  testkit::for_each_bit_flip(message, [&](ByteView mutant, size_t bit) {
    const auto parsed = cose::parse_sign1("document", mutant);
    EXPECT_FALSE(parsed.ok() && verify_sign1(*parsed, key.public_key()).ok()) << bit;
  });
}

TEST(CoseSign1, RefusesAnAlgorithmThatIsNotTheKeys) {
  const Bytes message = sign_sign1(bytes_of("payload"), key_from_seed(Algorithm::es384)).value();
  cose::Sign1 parsed = cose::parse_sign1("document", message).value();
  const Status other_key = verify_sign1(parsed, key_from_seed(Algorithm::es256).public_key());
  ASSERT_FALSE(other_key.ok());
  EXPECT_EQ(other_key.error().code, Code::denied);
  parsed.alg = cose::kEs256;
  EXPECT_FALSE(verify_sign1(parsed, key_from_seed(Algorithm::es384).public_key()).ok());
}

TEST(CoseSign1, RefusesSignaturesOfAnotherForm) {
  const PrivateKey key = key_from_seed(Algorithm::es384);
  const Bytes message = sign_sign1(bytes_of("payload"), key).value();
  cose::Sign1 parsed = cose::parse_sign1("document", message).value();
  const Bytes right = copy_of(parsed.signature);
  const auto verifies = [&](const Bytes& signature) {
    parsed.signature = signature;
    return verify_sign1(parsed, key.public_key()).ok();
  };
  EXPECT_TRUE(verifies(right));
  Bytes swapped(right.begin() + 48, right.end());
  swapped.insert(swapped.end(), right.begin(), right.begin() + 48);
  EXPECT_FALSE(verifies(swapped));
  EXPECT_FALSE(verifies(Bytes(right.begin(), right.end() - 1)));
  Bytes padded = right;
  padded.insert(padded.begin(), 0);
  EXPECT_FALSE(verifies(padded));
  EXPECT_FALSE(verifies(Bytes(144, 0)));
  EXPECT_FALSE(verifies({}));
}

}  // namespace
}  // namespace anchorhold::crypto

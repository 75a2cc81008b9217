#include "image/signature.h"

#include <gtest/gtest.h>

#include "codec/json.h"
#include "image/oci.h"
#include "testkit/attack.h"
#include "testkit/fixed_random.h"

namespace anchorhold::image {
namespace {

crypto::PrivateKey key_of(uint8_t seed, crypto::Algorithm algorithm = crypto::Algorithm::ed25519) {
  testkit::FixedRandom random(seed);
  return crypto::PrivateKey::generate(algorithm, random).value();
}

const Digest256 kImageDigest{1, 2, 3};

TEST(ImageSignature, StatesImageAndKey) {
  for (const auto algorithm :
       {crypto::Algorithm::ed25519, crypto::Algorithm::es256, crypto::Algorithm::es384}) {
    const crypto::PrivateKey key = key_of(1, algorithm);
    const std::string jws = sign_image(kImageDigest, {&key, "lab"}).value();
    const Result<ImageSignature> signature = verify_image_signature("signature", jws, kImageDigest);
    ASSERT_TRUE(signature.ok()) << signature.error().to_string();
    EXPECT_EQ(signature->signer, "lab");
    EXPECT_EQ(signature->key, key.public_key());
    EXPECT_TRUE(require_image_signer("image", jws, kImageDigest, key.public_key()).ok());
  }
}

TEST(ImageSignature, IsRefusedForAnotherImageKeyOrNone) {
  const crypto::PrivateKey key = key_of(1);
  const std::string jws = sign_image(kImageDigest, {&key, "lab"}).value();
  EXPECT_EQ(verify_image_signature("signature", jws, Digest256{9}).error().code, Code::denied);
  EXPECT_EQ(require_image_signer("image", jws, kImageDigest, key_of(2).public_key()).error().code,
            Code::denied);
  EXPECT_EQ(require_image_signer("image", "", kImageDigest, key.public_key()).error().code,
            Code::denied);
}

TEST(ImageSignature, IsNoSignatureOfAnotherType) {
  const crypto::PrivateKey key = key_of(1);
  const std::string payload =
      json::canonical(json::Value::object({{"format", "anchorhold image signature v1"},
                                           {"image", digest_text(kImageDigest)},
                                           {"key", key.public_key().to_text()}}));
  const crypto::Signer signer{&key, "lab"};
  const auto as = [&](std::string_view typ) {
    return crypto::sign_jws(bytes_of(payload), typ, std::span(&signer, 1)).value();
  };
  EXPECT_TRUE(verify_image_signature("signature", as("image"), kImageDigest).ok());
  EXPECT_FALSE(verify_image_signature("signature", as("contract"), kImageDigest).ok());
}

TEST(ImageSignature, OneStrangersSignatureBesideItIsRefused) {
  const crypto::PrivateKey key = key_of(1);
  const crypto::PrivateKey stranger = key_of(2);
  const std::string jws = sign_image(kImageDigest, {&key, "lab"}).value();
  const std::string both =
      crypto::add_signature("signature", jws, "image", {&stranger, "stranger"}).value();
  EXPECT_FALSE(verify_image_signature("signature", both, kImageDigest).ok());
  const std::string twice =
      crypto::add_signature("signature", jws, "image", {&key, "again"}).value();
  EXPECT_FALSE(verify_image_signature("signature", twice, kImageDigest).ok());
}

TEST(ImageSignature, NoFlippedBitGivesAnotherSignerOrKey) {
  const crypto::PrivateKey key = key_of(1);
  const std::string jws = sign_image(kImageDigest, {&key, "lab"}).value();
  testkit::for_each_truncation(bytes_of(jws), [](ByteView prefix) {
    EXPECT_FALSE(verify_image_signature("signature", text_of(prefix), kImageDigest).ok());
  });
  testkit::for_each_bit_flip(bytes_of(jws), [&](ByteView mutant, size_t bit) {
    const auto signature = verify_image_signature("signature", text_of(mutant), kImageDigest);
    if (!signature.ok()) return;
    EXPECT_EQ(signature->key, key.public_key()) << bit;
    EXPECT_EQ(signature->signer, "lab") << bit;
  });
}

}  // namespace
}  // namespace anchorhold::image

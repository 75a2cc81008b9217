#include "crypto/ecdh.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "codec/json.h"
#include "testkit/attack.h"
#include "testkit/fixed_random.h"

namespace anchorhold::crypto {
namespace {

TEST(X25519, AgreesFromBothSides) {
  testkit::FixedRandom random;
  const X25519Secret a = x25519_generate(random).value();
  const X25519Secret b = x25519_generate(random).value();
  const auto ab = x25519("b", a, x25519_public(b));
  const auto ba = x25519("a", b, x25519_public(a));
  ASSERT_TRUE(ab.ok() && ba.ok());
  EXPECT_TRUE(ct_equal(ab->view(), ba->view()));
}

TEST(X25519, RefusesKeysOfLowOrder) {
  testkit::FixedRandom random;
  const X25519Secret secret = x25519_generate(random).value();
  for (std::string_view hex :
       {"0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"}) {
    const Bytes peer = from_hex("peer", hex).value();
    const auto shared = x25519("recipient", secret, ByteView(peer).first<32>());
    ASSERT_FALSE(shared.ok());
    EXPECT_EQ(shared.error().code, Code::malformed);
  }
}

TEST(EphemeralKey, AgreesFromBothSides) {
  testkit::FixedRandom random;
  const EphemeralKey a = EphemeralKey::generate(random).value();
  const EphemeralKey b = EphemeralKey::generate(random).value();
  EXPECT_TRUE(ct_equal(a.agree(b.public_key())->view(), b.agree(a.public_key())->view()));
  EXPECT_FALSE(a.public_key() == b.public_key());
}

TEST(EphemeralKey, IsSpentOnceMoved) {
  testkit::FixedRandom random;
  EphemeralKey a = EphemeralKey::generate(random).value();
  const EphemeralKey b = std::move(a);
  EXPECT_FALSE(a.agree(b.public_key()).ok());  // NOLINT(bugprone-use-after-move)
}

TEST(EcdhPublicKey, RoundTripsThroughEveryForm) {
  testkit::FixedRandom random;
  const EcdhPublicKey key = EphemeralKey::generate(random)->public_key();
  EXPECT_TRUE(EcdhPublicKey::from_point("key", key.point()).value() == key);
  EXPECT_TRUE(EcdhPublicKey::from_spki("key", key.spki()).value() == key);
  EXPECT_TRUE(EcdhPublicKey::from_jwk("key", key.to_jwk()).value() == key);
  EXPECT_TRUE(EcdhPublicKey::from_jwk("key", key.to_kbs_jwk()).value() == key);
  EXPECT_EQ(json::canonical(key.to_kbs_jwk()).substr(0, 46),
            R"({"alg":"ECDH-ES+A256KW","crv":"P-256","kty":"E)");
}

TEST(EcdhPublicKey, RefusesWhatIsNotOnTheCurve) {
  testkit::FixedRandom random;
  const EcdhPublicKey key = EphemeralKey::generate(random)->public_key();
  testkit::for_each_bit_flip(key.point(), [](ByteView mutant, size_t) {
    EXPECT_FALSE(EcdhPublicKey::from_point("key", mutant).ok());
  });
  testkit::for_each_truncation(key.point(), [](ByteView prefix) {
    EXPECT_FALSE(EcdhPublicKey::from_point("key", prefix).ok());
  });
}

TEST(EcdhPublicKey, RefusesAJwkThatDoesNotFit) {
  testkit::FixedRandom random;
  const json::Value good = EphemeralKey::generate(random)->public_key().to_kbs_jwk();
  const auto with = [&](std::string_view member, json::Value value) {
    json::Value jwk = good;
    jwk.set(std::string(member), std::move(value));
    return EcdhPublicKey::from_jwk("tee-pubkey", jwk).ok();
  };
  EXPECT_TRUE(with("kid", "any"));
  EXPECT_FALSE(with("alg", "ECDH-ES"));
  EXPECT_FALSE(with("alg", 1));
  EXPECT_FALSE(with("crv", "P-384"));
  EXPECT_FALSE(with("kty", "OKP"));
  EXPECT_FALSE(with("d", "AAAA"));
  EXPECT_FALSE(with("y", "AAAA"));
}

}  // namespace
}  // namespace anchorhold::crypto

// COSE_Sign1 messages and COSE_Keys of other people's evidence.

#include <gtest/gtest.h>

#include "base/hex.h"
#include "codec/cose.h"
#include "crypto/cose_sign1.h"
#include "crypto/samples_test.h"
#include "testkit/forged_cose.h"

namespace anchorhold::crypto {
namespace {

// Made with openssl 3.0: "payload" under a protected header {1: -37} and {1: -36}.
constexpr std::string_view rsa_spki =
    "30820122300d06092a864886f70d01010105000382010f003082010a02820101009daac1cbf688bf1a281c92"
    "2b2702c42db0ae6aad520c3f238cf9cb47bc80a97d87fb0526d3438198970c12a30a7309e4519984d5d8b55f"
    "457620123ff40017ed8d0a53e549d5aefa426191733949668f4d1a5e3bd3fb3362415973513012c566e795ff"
    "88ecdefe5e30d936ca3fc8d72432e4c032dbaea566b6d7d80c85da02bdd88457c31a20d98de83c79e3ecf50c"
    "62ed051a80d55f9da7ad4728be3927a12616fce636489707c17653c186f7b0d55edad9cfcb98e4a234f51243"
    "df153784fd31c6cf1ce4fba4fa7e12bf60219fb01fea7d7e55826b24b3319aa4815eab60de21c26246185d1e"
    "666f6f7ca048b3f973666a7a45d8a0d257c926bdda4ea9686f0203010001";
constexpr std::string_view ps256_signature =
    "9acc5176a56475390bdeb813c4fb850a331f8477bf9a39f012f70a7d479c9d8aa0cc2e759a8006b132c04ed5"
    "c30c8e0b3de7742670fd9275989c569f4a6abbb8dc9f7eb9e20f5eec5e67d9a1d60fd618109d33722c7b60c7"
    "7515471137b1f87ce96fcd48f76de0136a5ba5be59d67ab044eef99bf05d0e5b87b35b0e3e92f825bc645a41"
    "814ff01060efe85c24c4bff12db03ae9ba93078f48c6f95a5d7d14ad61ea3a06d79cf02e3d33fc71ac622a02"
    "3ec53fe946ccdadeced74609c869905b63cc40fd845a66328b191387fc1335d14dfa33ea6817c8ca35ca01eb"
    "820be7bcac01e95ea2fa9bc7ecb2f29810af81ea922b16c7547487b2f9062eca8d2fcb1a";
constexpr std::string_view p521_spki =
    "30819b301006072a8648ce3d020106052b81040023038186000401b16be7b679896bc2caff1cb850cd4625bd"
    "a544d32cad9754e2146b7342f222b5f3c1fb774cb9ada93e87c54a8591b3969c05056681138db67f128a9c6c"
    "1cedea8701937b2f9bf5dca4a96b36ce181e510baba99ba4209a46cbce8a15abc3f70dc3f486d06677bec8b3"
    "69663f0ba289b8ff3eb7bcf55b73d60ca7de1602ec769b757215";
constexpr std::string_view es512_signature =
    "0025662949c307517839e4e4e8ef2d81183727c0f28f571bcca259bca3820e02c4904a9657c7969c29983ee2"
    "2c915e40b5a214c4347dcc268b68aef360af326a883800e299af19876703d5cd3a808f7dd1f01c7cc913fe4d"
    "ba10dae9678014e0061a6e2431b448ced6fd8179094bd98cd64d471bc954c42714cc6ccb10bfb917203b72d8";

bool verifies(const Bytes& bytes, const SubjectKey& key) {
  const auto message = cose::parse_sign1_any("m", bytes);
  return message.ok() && verify_sign1(*message, key).ok();
}

Bytes message_of(int64_t alg, std::string_view signature) {
  return cose::encode_sign1(cose::protected_header(alg), bytes_of("payload"),
                            from_hex("signature", signature).value());
}

SubjectKey spki_key(std::string_view hex) {
  return SubjectKey::from_spki("key", from_hex("key", hex).value()).value();
}

Result<SubjectKey> from_cose(const Bytes& bytes) {
  AH_ASSIGN(const cbor::Value map, cbor::decode("key", bytes));
  AH_ASSIGN(const cose::Key key, cose::parse_key("key", map));
  return key_of("key", key);
}

TEST(CoseSubjectKey, VerifiesWithTheKeysOwnAlgorithm) {
  for (const Algorithm algorithm : {Algorithm::ed25519, Algorithm::es256, Algorithm::es384}) {
    const PrivateKey key = key_from_seed(algorithm);
    const SubjectKey subject = testkit::subject_key(key.public_key());
    EXPECT_TRUE(verifies(testkit::forge_sign1(bytes_of("payload"), key), subject));
    for (const Algorithm other : {Algorithm::ed25519, Algorithm::es256, Algorithm::es384}) {
      if (other == algorithm) continue;
      EXPECT_FALSE(verifies(testkit::forge_sign1(bytes_of("payload"), key),
                            testkit::subject_key(key_from_seed(other).public_key())));
    }
  }
}

TEST(CoseSubjectKey, TakesTheNumbersThatNameTheCurveToo) {
  const auto with = [](Algorithm algorithm, int64_t number) {
    const PrivateKey key = key_from_seed(algorithm);
    return verifies(testkit::forge_sign1(bytes_of("payload"), key,
                                         {.protected_header = cose::protected_header(number)}),
                    testkit::subject_key(key.public_key()));
  };
  EXPECT_TRUE(with(Algorithm::es256, cose::kEsp256));
  EXPECT_TRUE(with(Algorithm::es384, cose::kEsp384));
  EXPECT_TRUE(with(Algorithm::ed25519, cose::kEd25519));
  EXPECT_FALSE(with(Algorithm::es256, cose::kEs384)) << "a curve has one hash";
  EXPECT_FALSE(with(Algorithm::es384, cose::kEsp256));
  EXPECT_FALSE(with(Algorithm::es384, cose::kPs384));
}

TEST(CoseSubjectKey, VerifiesRsaPssAndP521) {
  EXPECT_TRUE(verifies(message_of(cose::kPs256, ps256_signature), spki_key(rsa_spki)));
  EXPECT_FALSE(verifies(message_of(cose::kPs384, ps256_signature), spki_key(rsa_spki)));
  EXPECT_FALSE(verifies(message_of(cose::kPs256, es512_signature), spki_key(rsa_spki)));
  EXPECT_TRUE(verifies(message_of(cose::kEs512, es512_signature), spki_key(p521_spki)));
  EXPECT_FALSE(verifies(message_of(cose::kEs384, es512_signature), spki_key(p521_spki)));
}

TEST(CoseSubjectKey, RefusesADetachedPayload) {
  const Bytes bytes = cbor::Encoder()
                          .array(4)
                          .bytes(cose::protected_header(cose::kPs256))
                          .map(0)
                          .null()
                          .bytes(from_hex("signature", ps256_signature).value())
                          .take();
  const auto message = cose::parse_sign1_any("m", bytes, {.allow_detached = true});
  ASSERT_TRUE(message.ok());
  EXPECT_EQ(verify_sign1(*message, spki_key(rsa_spki)).error().code, Code::invalid_argument);
}

TEST(CoseSubjectKey, TakesKeysOutOfCoseKeys) {
  for (const Algorithm algorithm : {Algorithm::ed25519, Algorithm::es256, Algorithm::es384}) {
    const PublicKey key = key_from_seed(algorithm).public_key();
    const auto taken = from_cose(testkit::cose_key(key));
    ASSERT_TRUE(taken.ok()) << taken.error().to_string();
    EXPECT_EQ(*taken, testkit::subject_key(key));
  }
}

TEST(CoseSubjectKey, RefusesKeysThatAreNone) {
  const auto ec2 = [](int64_t curve, const Bytes& x, const Bytes& y, int64_t alg) {
    return from_cose(cbor::Encoder()
                         .map(5)
                         .integer(1)
                         .integer(2)
                         .integer(3)
                         .integer(alg)
                         .integer(-1)
                         .integer(curve)
                         .integer(-2)
                         .bytes(x)
                         .integer(-3)
                         .bytes(y)
                         .take());
  };
  const PublicKey good = key_from_seed(Algorithm::es256).public_key();
  const Bytes x = copy_of(good.raw().subspan(1, 32));
  const Bytes y = copy_of(good.raw().subspan(33));
  EXPECT_TRUE(ec2(1, x, y, cose::kEs256).ok());
  EXPECT_FALSE(ec2(1, y, x, cose::kEs256).ok()) << "not on the curve";
  EXPECT_FALSE(ec2(1, Bytes(x.begin(), x.end() - 1), y, cose::kEs256).ok());
  EXPECT_FALSE(ec2(2, x, y, cose::kEs384).ok());
  EXPECT_FALSE(ec2(1, x, y, cose::kEs384).ok()) << "another curve's algorithm";
  EXPECT_EQ(ec2(8, x, y, cose::kEs256).error().code, Code::unsupported) << "secp256k1";
}

}  // namespace
}  // namespace anchorhold::crypto

#include "crypto/keys.h"

#include <gtest/gtest.h>

#include "base/base64.h"
#include "base/hex.h"
#include "codec/json.h"
#include "crypto/samples_test.h"
#include "testkit/attack.h"
#include "testkit/fixed_random.h"

namespace anchorhold::crypto {
namespace {

class EveryAlgorithm : public testing::TestWithParam<Algorithm> {
 protected:
  PrivateKey key(uint64_t seed = 1) const { return key_from_seed(GetParam(), seed); }
};
INSTANTIATE_TEST_SUITE_P(Keys, EveryAlgorithm,
                         testing::Values(Algorithm::ed25519, Algorithm::es256, Algorithm::es384),
                         [](const auto& test) { return std::string(algorithm_name(test.param)); });

TEST_P(EveryAlgorithm, SignsAndVerifies) {
  const PrivateKey signer = key();
  const Bytes signature = signer.sign(bytes_of("message")).value();
  EXPECT_EQ(signature.size(), signature_size(GetParam()));
  EXPECT_TRUE(verify(signer.public_key(), bytes_of("message"), signature));
  EXPECT_TRUE(verify(signer.public_key(), {}, signer.sign({}).value()));
  EXPECT_FALSE(verify(signer.public_key(), bytes_of("massage"), signature));
  EXPECT_FALSE(verify(key(2).public_key(), bytes_of("message"), signature));
}

TEST_P(EveryAlgorithm, SignsTheSameMessageTheSameWay) {
  EXPECT_EQ(key().sign(bytes_of("message")).value(), key().sign(bytes_of("message")).value());
  EXPECT_NE(key().sign(bytes_of("message")).value(), key().sign(bytes_of("another")).value());
}

TEST_P(EveryAlgorithm, RefusesEveryChangedOrCutSignature) {
  const PrivateKey signer = key();
  const Bytes signature = signer.sign(bytes_of("message")).value();
  testkit::for_each_bit_flip(signature, [&](ByteView mutant, size_t bit) {
    EXPECT_FALSE(verify(signer.public_key(), bytes_of("message"), mutant)) << bit;
  });
  testkit::for_each_truncation(signature, [&](ByteView prefix) {
    EXPECT_FALSE(verify(signer.public_key(), bytes_of("message"), prefix));
  });
  Bytes longer = signature;
  longer.push_back(0);
  EXPECT_FALSE(verify(signer.public_key(), bytes_of("message"), longer));
  EXPECT_FALSE(verify(signer.public_key(), bytes_of("message"), Bytes(signature.size(), 0)));
  EXPECT_FALSE(verify(signer.public_key(), bytes_of("message"), Bytes(signature.size(), 0xff)));
}

TEST_P(EveryAlgorithm, RoundTripsThroughEveryForm) {
  const PublicKey original = key().public_key();
  EXPECT_TRUE(PublicKey::from_raw("key", GetParam(), original.raw()).value() == original);
  EXPECT_TRUE(PublicKey::from_spki("key", original.spki()).value() == original);
  EXPECT_TRUE(PublicKey::from_text("key", original.to_text()).value() == original);
  EXPECT_TRUE(PublicKey::from_jwk("key", original.to_jwk()).value() == original);
  EXPECT_FALSE(original == key(2).public_key());
  EXPECT_NE(original.thumbprint(), key(2).public_key().thumbprint());
}

TEST_P(EveryAlgorithm, RoundTripsThroughPkcs8) {
  const PrivateKey original = key();
  const SecretBytes pem = original.to_pkcs8_pem();
  const auto read = PrivateKey::from_pkcs8_pem("key", text_of(pem.view()));
  ASSERT_TRUE(read.ok()) << read.error().to_string();
  EXPECT_TRUE(read->public_key() == original.public_key());
  EXPECT_EQ(read->sign(bytes_of("m")).value(), original.sign(bytes_of("m")).value());
}

TEST_P(EveryAlgorithm, RefusesTruncatedAndChangedSpki) {
  const Bytes spki = key().public_key().spki();
  testkit::for_each_truncation(
      spki, [](ByteView prefix) { EXPECT_FALSE(PublicKey::from_spki("key", prefix).ok()); });
  const PublicKey original = key().public_key();
  testkit::for_each_bit_flip(spki, [&](ByteView mutant, size_t) {
    const auto parsed = PublicKey::from_spki("key", mutant);
    if (parsed.ok()) {
      EXPECT_FALSE(*parsed == original);
    }
  });
}

TEST_P(EveryAlgorithm, ErrorsNeverShowAPrivateKey) {
  const SecretBytes pem = key().to_pkcs8_pem();
  const std::string cut(text_of(pem.view()).substr(0, pem.size() / 2));
  const auto read = PrivateKey::from_pkcs8_pem("signing.key", cut);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().to_string().find(cut.substr(40, 12)), std::string::npos);
}

TEST(PublicKey, RefusesPointsOffTheCurve) {
  testkit::FixedRandom random;
  for (Algorithm algorithm : {Algorithm::es256, Algorithm::es384}) {
    Bytes raw = copy_of(PrivateKey::generate(algorithm, random)->public_key().raw());
    raw.back() ^= 1;
    EXPECT_FALSE(PublicKey::from_raw("key", algorithm, raw).ok());
    Bytes zero(raw.size(), 0);
    EXPECT_FALSE(PublicKey::from_raw("key", algorithm, zero).ok());
    zero.front() = 4;
    EXPECT_FALSE(PublicKey::from_raw("key", algorithm, zero).ok());
    // The hybrid form (06, 07) says the same point, in a form that is not ours.
    raw.back() ^= 1;
    raw.front() = static_cast<uint8_t>(6 + (raw.back() & 1));
    EXPECT_FALSE(PublicKey::from_raw("key", algorithm, raw).ok());
  }
}

TEST(PublicKey, RefusesEd25519KeysThatAcceptAnySignature) {
  for (std::string_view hex :
       {"0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"}) {
    EXPECT_FALSE(PublicKey::from_raw("key", Algorithm::ed25519, from_hex("hex", hex).value()).ok())
        << hex;
  }
}

TEST(PublicKey, TellsAJwkThatDoesNotFit) {
  testkit::FixedRandom random;
  const json::Value good = PrivateKey::generate(Algorithm::es256, random)->public_key().to_jwk();
  const auto with = [&](std::string_view member, json::Value value) {
    json::Value jwk = good;
    jwk.set(std::string(member), std::move(value));
    return PublicKey::from_jwk("key", jwk);
  };
  EXPECT_TRUE(with("kid", "hospital-a").ok());
  EXPECT_TRUE(with("alg", "ES256").ok());
  EXPECT_TRUE(with("use", "sig").ok());
  EXPECT_FALSE(with("alg", "ES384").ok());
  EXPECT_FALSE(with("use", "enc").ok());
  EXPECT_FALSE(with("d", "AAAA").ok());
  EXPECT_FALSE(with("key_ops", "verify").ok());
  EXPECT_FALSE(with("crv", "P-384").ok());
  EXPECT_FALSE(with("kty", "OKP").ok());
  EXPECT_FALSE(with("x", "AAAA").ok());
  EXPECT_FALSE(with("x", 7).ok());
  EXPECT_FALSE(PublicKey::from_jwk("key", json::Value("text")).ok());
  EXPECT_FALSE(PublicKey::from_jwk("key", json::Value::object()).ok());
}

TEST(PublicKey, RefusesOtherTexts) {
  for (std::string_view text :
       {"", "ed25519", "ed25519:", "rsa:AAAA", "ed25519:AAAA", "ED25519:AAAA", "ed25519:*"}) {
    EXPECT_FALSE(PublicKey::from_text("key", text).ok()) << text;
  }
}

TEST(PublicKey, HasTheThumbprintOfRfc8037) {
  // RFC 8037 appendix A.3.
  const Bytes raw =
      from_base64("x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", Base64::url).value();
  const PublicKey key = PublicKey::from_raw("key", Algorithm::ed25519, raw).value();
  EXPECT_EQ(to_base64(key.thumbprint(), Base64::url),
            "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

struct Rfc6979Case {
  Algorithm algorithm;
  std::string_view scalar;
  std::string_view message;
  std::string_view signature;
};

TEST(PrivateKey, SignsAsRfc6979Says) {
  // RFC 6979 appendix A.2.5 with SHA-256 and A.2.6 with SHA-384.
  constexpr std::string_view p256 =
      "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";
  constexpr std::string_view p384 =
      "6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2"
      "edf5";
  const Rfc6979Case cases[] = {
      {Algorithm::es256, p256, "sample",
       "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
       "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"},
      {Algorithm::es256, p256, "test",
       "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367"
       "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083"},
      {Algorithm::es384, p384, "sample",
       "94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80f"
       "abe46"
       "99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a386"
       "28ac8"},
      {Algorithm::es384, p384, "test",
       "8203b63d3c853e8d77227fb377bcf7b7b772e97892a80f36ab775d509d7a5feb0542a7f0812998da8f1dd3ca3cf"
       "023db"
       "ddd0760448d42d8a43af45af836fce4de8be06b485e9b61b827c2f13173923e06a739f040649a667bf3b828246b"
       "aa5a5"},
  };
  for (const Rfc6979Case& entry : cases) {
    const auto key =
        PrivateKey::from_scalar("key", entry.algorithm, from_hex("d", entry.scalar).value());
    ASSERT_TRUE(key.ok());
    EXPECT_EQ(to_hex(key->sign(bytes_of(entry.message)).value()), entry.signature);
  }
}

TEST(PrivateKey, RefusesScalarsOutOfRange) {
  for (Algorithm algorithm : {Algorithm::es256, Algorithm::es384}) {
    const size_t size = algorithm == Algorithm::es256 ? 32 : 48;
    EXPECT_FALSE(PrivateKey::from_scalar("key", algorithm, Bytes(size, 0x00)).ok());
    EXPECT_FALSE(PrivateKey::from_scalar("key", algorithm, Bytes(size, 0xff)).ok());
    EXPECT_FALSE(PrivateKey::from_scalar("key", algorithm, Bytes(size - 1, 0x01)).ok());
    EXPECT_TRUE(PrivateKey::from_scalar("key", algorithm, Bytes(size, 0x01)).ok());
  }
}

TEST(PrivateKey, ReadsWhatOpensslWrites) {
  // openssl genpkey -algorithm ed25519
  constexpr std::string_view pem =
      "-----BEGIN PRIVATE KEY-----\n"
      "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
      "-----END PRIVATE KEY-----\n";
  const auto key = PrivateKey::from_pkcs8_pem("key", pem);
  ASSERT_TRUE(key.ok()) << key.error().to_string();
  // RFC 8032 section 7.1, test 1: the same seed, the empty message.
  EXPECT_EQ(to_hex(key->sign({}).value()),
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39"
            "701cf9b46b"
            "d25bf5f0595bbe24655141438e7a100b");
}

TEST(PrivateKey, RefusesAPublicKeyThatIsNotItsOwn) {
  testkit::FixedRandom random;
  const PrivateKey key = PrivateKey::generate(Algorithm::es256, random).value();
  const SecretBytes pem = key.to_pkcs8_pem();
  std::string text(text_of(pem.view()));
  // The last characters of the body belong to the public key.
  const size_t place = text.find("\n-----END") - 8;
  text[place] = text[place] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(PrivateKey::from_pkcs8_pem("key", text).ok());
}

}  // namespace
}  // namespace anchorhold::crypto

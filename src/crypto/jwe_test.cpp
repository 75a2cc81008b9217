#include "crypto/jwe.h"

#include <gtest/gtest.h>

#include "codec/jose.h"
#include "crypto/hash.h"
#include "testkit/attack.h"
#include "testkit/fixed_random.h"

namespace anchorhold::crypto {
namespace {

EphemeralKey key_named(std::string_view label) {
  return EphemeralKey::from_scalar("key", sha256(bytes_of(label))).value();
}

// A JWE that independent JOSE implementations produced for the key of key_named("tee-key").
constexpr std::string_view known =
    R"({"protected":"eyJhbGciOiJFQ0RILUVTK0EyNTZLVyIsImVuYyI6IkEyNTZHQ00iLCJlcGsiOnsiY3J2IjoiUC0yNTYiLCJrdHkiOiJFQyIsIngiOiJTUDF1Mk1QQVNVUEJUaWpWc25KUUlBRi02YkQtSDBiLVd2WF82MkRWWldRIiwieSI6Ijd1anFPV1Ixb3pUZThQbE1NOGhJSnVXeWhjeXFrdGVORmpiQnpQdUNMNWMifX0",)"
    R"("encrypted_key":"rkDRFtlntyYpKJL4PHIIB4tslSze19xezu_msScaLSmdeOl3SaSI9w","iv":"CrMGgjA1Zhu426Ic","ciphertext":"v3RgJVF6BRw","tag":"pbf2ku_o48NNf-Zm6U0wNQ"})";

// ScriptedRandom: hands out what the known answer was made with, in the order in which encrypt_jwe
// asks.
class ScriptedRandom : public Random {
 public:
  Status fill(MutableBytes out) override {
    static constexpr std::string_view labels[] = {"kbs-ephemeral", "cek", "iv"};
    const Digest256 value = sha256(bytes_of(labels[next_++]));
    std::copy_n(value.begin(), out.size(), out.begin());
    return {};
  }

 private:
  size_t next_ = 0;
};

TEST(Jwe, OpensTheKnownAnswer) {
  const auto plaintext = decrypt_jwe("release", known, key_named("tee-key"));
  ASSERT_TRUE(plaintext.ok()) << plaintext.error().to_string();
  EXPECT_EQ(text_of(plaintext->view()), "shhhhhhh");
}

TEST(Jwe, MakesTheKnownAnswer) {
  ScriptedRandom random;
  const auto made = encrypt_jwe(bytes_of("shhhhhhh"), key_named("tee-key").public_key(), random);
  ASSERT_TRUE(made.ok());
  EXPECT_TRUE(json::parse("made", *made).value() == json::parse("known", known).value());
}

TEST(Jwe, OpensWhatItMade) {
  testkit::FixedRandom random;
  const EphemeralKey key = EphemeralKey::generate(random).value();
  for (size_t size : {size_t{0}, size_t{1}, size_t{5000}}) {
    Bytes message(size);
    ASSERT_TRUE(random.fill(message).ok());
    const auto opened =
        decrypt_jwe("release", encrypt_jwe(message, key.public_key(), random).value(), key);
    ASSERT_TRUE(opened.ok());
    EXPECT_TRUE(ct_equal(opened->view(), message));
  }
}

TEST(Jwe, RefusesAnotherKey) {
  const auto opened = decrypt_jwe("release", known, key_named("another"));
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, Code::denied);
}

TEST(Jwe, RefusesEveryChangedCharacterAndTruncation) {
  const EphemeralKey key = key_named("tee-key");
  for (size_t i = 0; i < known.size(); ++i) {
    std::string mutant(known);
    mutant[i] = mutant[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(decrypt_jwe("release", mutant, key).ok()) << i;
  }
  testkit::for_each_truncation(bytes_of(known), [&](ByteView prefix) {
    EXPECT_FALSE(decrypt_jwe("release", text_of(prefix), key).ok());
  });
}

class JweHeader : public testing::Test {
 protected:
  // The known answer under another header; the header alone decides how it is refused.
  static Code refusal(const json::Value& header) {
    jose::Jwe jwe = jose::parse_jwe("known", known).value();
    jwe.protected_b64 = jose::encode_header(header);
    const auto opened = decrypt_jwe("release", jose::encode_jwe(jwe), key_named("tee-key"));
    EXPECT_FALSE(opened.ok());
    return opened.ok() ? Code::internal : opened.error().code;
  }
  static json::Value header() { return jose::parse_jwe("known", known).value().header; }
  static json::Value with(std::string_view member, json::Value value) {
    json::Value changed = header();
    changed.set(std::string(member), std::move(value));
    return changed;
  }
};

TEST_F(JweHeader, RefusesOtherAlgorithms) {
  for (std::string_view alg : {"ECDH-ES", "ECDH-ES+A128KW", "dir", "A256KW", "RSA-OAEP-256",
                               "RSA1_5", "PBES2-HS256+A128KW"}) {
    EXPECT_EQ(refusal(with("alg", alg)), Code::unsupported) << alg;
  }
  for (std::string_view enc : {"A128GCM", "A256CBC-HS512", "none"}) {
    EXPECT_EQ(refusal(with("enc", enc)), Code::unsupported) << enc;
  }
}

TEST_F(JweHeader, RefusesOtherMembers) {
  for (std::string_view member : {"apu", "apv", "kid", "cty", "typ", "zip", "crit", "p2c"}) {
    const Code code = refusal(with(member, "x"));
    EXPECT_TRUE(code == Code::unsupported || code == Code::malformed) << member;
  }
}

TEST_F(JweHeader, RefusesAnEphemeralKeyThatIsNoPoint) {
  json::Value epk = *header().find("epk");
  epk.set("y", *epk.find("x"));
  EXPECT_EQ(refusal(with("epk", epk)), Code::malformed);
  epk = *header().find("epk");
  epk.set("kid", "x");
  EXPECT_EQ(refusal(with("epk", epk)), Code::malformed);
  EXPECT_EQ(refusal(with("epk", "text")), Code::malformed);
  json::Value without = header();
  without.as_object().erase("epk");
  EXPECT_EQ(refusal(without), Code::malformed);
}

TEST(Jwe, RefusesPartsOfOtherLengths) {
  const auto with = [](auto change) {
    jose::Jwe jwe = jose::parse_jwe("known", known).value();
    change(jwe);
    return decrypt_jwe("release", jose::encode_jwe(jwe), key_named("tee-key")).ok();
  };
  EXPECT_FALSE(with([](jose::Jwe& jwe) { jwe.tag.resize(12); }));
  EXPECT_FALSE(with([](jose::Jwe& jwe) { jwe.iv.resize(16); }));
  EXPECT_FALSE(with([](jose::Jwe& jwe) { jwe.encrypted_key.resize(24); }));
  EXPECT_FALSE(with([](jose::Jwe& jwe) { jwe.encrypted_key.clear(); }));
}

// Section 5.4 of the JOSE cookbook is ECDH-ES+A128KW with A128GCM on P-384, three things that are
// not offered here; the known answer above stands in its place.

}  // namespace
}  // namespace anchorhold::crypto

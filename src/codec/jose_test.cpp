#include "codec/jose.h"

#include <gtest/gtest.h>

#include "base/base64.h"
#include "testkit/attack.h"
#include "testkit/vectors.h"

namespace anchorhold::jose {
namespace {

using json::Value;
using std::string_literals::operator""s;

std::string b64(std::string_view text) {
  return to_base64(bytes_of(text), Base64::url);
}

JwsGeneral sample_jws() {
  JwsGeneral jws;
  jws.payload = copy_of(bytes_of("payload"));
  for (const char* kid : {"a", "b"}) {
    JwsSignature one;
    one.header = Value::object({{"alg", "EdDSA"}, {"kid", kid}, {"typ", "contract"}});
    one.protected_b64 = encode_header(one.header);
    one.signature = Bytes(64, 7);
    jws.signatures.push_back(one);
  }
  return jws;
}

Jwe sample_jwe() {
  Jwe jwe;
  const Value epk = Value::object({{"kty", "EC"}, {"y", "Yg"}, {"x", "Yg"}, {"crv", "P-256"}});
  jwe.header = Value::object({{"epk", epk}, {"enc", "A256GCM"}, {"alg", "ECDH-ES+A256KW"}});
  jwe.protected_b64 = encode_header(jwe.header);
  jwe.encrypted_key = Bytes(40, 1);
  jwe.iv = Bytes(12, 2);
  jwe.ciphertext = Bytes(8, 3);
  jwe.tag = Bytes(16, 4);
  return jwe;
}

// The published examples that keep everything protected; what they sign is what we would verify.
TEST(Jws, ReadsThePublishedExamples) {
  const auto vectors = testkit::vectors_dir();
  if (!vectors) GTEST_SKIP() << testkit::kNoVectors;
  for (const char* name : {"4_3.ecdsa_signature.json", "jws.json"}) {
    const auto example = json::parse(name, testkit::read_text(*vectors / "jose" / name));
    ASSERT_TRUE(example.ok());
    const std::string text = json::canonical(*example->find("output")->find("json"));
    const auto jws = parse_jws(name, text);
    ASSERT_TRUE(jws.ok()) << jws.error().to_string();
    EXPECT_EQ(string_of(jws->payload), example->find("input")->find("payload")->as_string());
    EXPECT_EQ(signing_input(jws->signatures[0].protected_b64, jws->payload),
              example->find("signing")->find("sig-input")->as_string());
    EXPECT_EQ(encode_jws(*jws), text);
  }
}

TEST(Jws, RefusesThePublishedExamplesWithUnprotectedHeaders) {
  const auto vectors = testkit::vectors_dir();
  if (!vectors) GTEST_SKIP() << testkit::kNoVectors;
  for (const char* name :
       {"4_6.protecting_specific_header_fields.json", "4_8.multiple_signatures.json"}) {
    const auto example = json::parse(name, testkit::read_text(*vectors / "jose" / name));
    ASSERT_TRUE(example.ok());
    EXPECT_FALSE(parse_jws(name, json::canonical(*example->find("output")->find("json"))).ok())
        << name;
  }
}

TEST(Jwe, ReadsThePublishedExamples) {
  const auto vectors = testkit::vectors_dir();
  if (!vectors) GTEST_SKIP() << testkit::kNoVectors;
  for (const char* name :
       {"5_2.key_encryption_using_rsa-oaep_with_aes-gcm.json",
        "5_4.key_agreement_with_key_wrapping_using_ecdh-es_and_aes-keywrap_with_aes-gcm.json"}) {
    const auto example = json::parse(name, testkit::read_text(*vectors / "jose" / name));
    ASSERT_TRUE(example.ok());
    const std::string text = json::canonical(*example->find("output")->find("json_flat"));
    const auto jwe = parse_jwe(name, text);
    ASSERT_TRUE(jwe.ok()) << jwe.error().to_string();
    EXPECT_EQ(jwe->header, *example->find("encrypting_content")->find("protected"));
    EXPECT_EQ(encode_jwe(*jwe), text);
  }
}

TEST(Jws, RoundTripsManySignatures) {
  const std::string text = encode_jws(sample_jws());
  const auto jws = parse_jws("t", text);
  ASSERT_TRUE(jws.ok()) << jws.error().to_string();
  ASSERT_EQ(jws->signatures.size(), 2U);
  EXPECT_EQ(jws->signatures[1].header.find("kid")->as_string(), "b");
  EXPECT_EQ(encode_jws(*jws), text);
}

TEST(Jws, RefusesHeadersThatBringTheirOwnKeyOrRules) {
  for (const char* member : {"jwk", "jku", "x5c", "x5u", "crit", "b64", "zip"}) {
    JwsGeneral jws = sample_jws();
    jws.signatures[1].header.set(member, Value::array({"x"}));
    jws.signatures[1].protected_b64 = encode_header(jws.signatures[1].header);
    const auto parsed = parse_jws("contract", encode_jws(jws));
    ASSERT_FALSE(parsed.ok()) << member;
    EXPECT_EQ(parsed.error().object, "contract.signatures[1].protected." + std::string(member));
  }
}

TEST(Jws, RefusesOtherShapes) {
  const std::string header = b64(R"({"alg":"EdDSA"})");
  const std::string good = R"({"protected":")" + header + R"(","signature":"AA"})";
  EXPECT_TRUE(parse_jws("t", R"({"payload":"AA","signatures":[)" + good + "]}").ok());
  for (const std::string& text : {
           R"({"payload":"AA","signatures":[]})"s,
           R"({"payload":"AA"})"s,
           R"({"signatures":[)" + good + "]}",
           R"({"payload":"AB","signatures":[)" + good + "]}",
           R"({"payload":"AA==","signatures":[)" + good + "]}",
           R"({"payload":"AA","extra":1,"signatures":[)" + good + "]}",
           R"({"payload":"AA","protected":")" + header + R"(","signature":"AA"})",
           header + ".AA.AA",
           R"({"payload":"AA","signatures":[{"signature":"AA"}]})"s,
           R"({"payload":"AA","signatures":[{"protected":"","signature":"AA"}]})"s,
           R"({"payload":"AA","signatures":[{"protected":")" + b64("{}") +
               R"(","signature":"AA"}]})",
           R"({"payload":"AA","signatures":[{"protected":")" + b64("[]") +
               R"(","signature":"AA"}]})",
           R"({"payload":"AA","signatures":[{"protected":")" + b64(R"({"alg":1})") +
               R"(","signature":"AA"}]})",
           R"({"payload":"AA","signatures":[{"protected":")" + b64(R"({"alg":"a","alg":"b"})") +
               R"(","signature":"AA"}]})",
       }) {
    EXPECT_FALSE(parse_jws("t", text).ok()) << text;
  }
}

TEST(Jws, LimitsTheNumberOfSignatures) {
  JwsGeneral jws = sample_jws();
  jws.signatures.resize(kMaxSignatures, jws.signatures[0]);
  EXPECT_TRUE(parse_jws("t", encode_jws(jws)).ok());
  jws.signatures.push_back(jws.signatures[0]);
  EXPECT_EQ(parse_jws("t", encode_jws(jws)).error().code, Code::limit_exceeded);
}

TEST(Jwe, WritesTheHeaderInTheOrderThatClientsRebuild) {
  EXPECT_EQ(
      string_of(*from_base64("t", sample_jwe().protected_b64, Base64::url)),
      R"({"alg":"ECDH-ES+A256KW","enc":"A256GCM","epk":{"crv":"P-256","kty":"EC","x":"Yg","y":"Yg"}})");
}

TEST(Jwe, RoundTripsAndRefusesOtherMembers) {
  const std::string text = encode_jwe(sample_jwe());
  const auto jwe = parse_jwe("t", text);
  ASSERT_TRUE(jwe.ok()) << jwe.error().to_string();
  EXPECT_EQ(encode_jwe(*jwe), text);
  for (const char* member : {"aad", "unprotected", "header", "recipients"}) {
    Value value = *json::parse("t", text);
    value.set(member, "AA");
    EXPECT_FALSE(parse_jwe("t", json::canonical(value)).ok()) << member;
  }
  for (const char* member : {"protected", "encrypted_key", "iv", "ciphertext", "tag"}) {
    Value value = *json::parse("t", text);
    value.as_object().erase(member);
    EXPECT_FALSE(parse_jwe("t", json::canonical(value)).ok()) << member;
  }
}

TEST(Jose, RefusesTruncationsAndSurvivesBitFlips) {
  const std::string jws = encode_jws(sample_jws());
  const std::string jwe = encode_jwe(sample_jwe());
  testkit::for_each_truncation(
      bytes_of(jws), [](ByteView prefix) { EXPECT_FALSE(parse_jws("t", text_of(prefix)).ok()); });
  testkit::for_each_truncation(
      bytes_of(jwe), [](ByteView prefix) { EXPECT_FALSE(parse_jwe("t", text_of(prefix)).ok()); });
  // Canonical JSON and canonical base64 leave no second spelling of an accepted message.
  testkit::for_each_bit_flip(bytes_of(jws), [](ByteView mutant, size_t) {
    const auto parsed = parse_jws("t", text_of(mutant));
    if (!parsed.ok()) return;
    EXPECT_EQ(encode_jws(*parsed), text_of(mutant));
  });
  testkit::for_each_bit_flip(bytes_of(jwe), [](ByteView mutant, size_t) {
    const auto parsed = parse_jwe("t", text_of(mutant));
    if (!parsed.ok()) return;
    EXPECT_EQ(encode_jwe(*parsed), text_of(mutant));
  });
}

}  // namespace
}  // namespace anchorhold::jose

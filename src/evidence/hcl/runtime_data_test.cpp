#include "evidence/hcl/runtime_data.h"

#include <gtest/gtest.h>

#include "base/base64.h"
#include "evidence/hcl/binding.h"
#include "evidence/hcl/td_report.h"
#include "testkit/attack.h"
#include "testkit/forged_hcl.h"
#include "testkit/test_key.h"

namespace anchorhold::hcl {
namespace {

using crypto::HashKind;
using testkit::TestKey;

const crypto::SubjectKey& key() {
  static const crypto::SubjectKey instance = TestKey::rsa(2048).subject_key();
  return instance;
}

// The forged runtime data with the first `from` replaced.
Result<RuntimeData> with(const std::string& from, const std::string& to) {
  std::string text = testkit::forge_runtime_data(key());
  const size_t place = text.find(from);
  EXPECT_NE(place, std::string::npos) << from;
  text.replace(place, from.size(), to);
  return parse_runtime_data(bytes_of(text));
}

TEST(RuntimeData, ReadsTheKeyTheUserDataAndTheConfiguration) {
  const auto data = parse_runtime_data(bytes_of(testkit::forge_runtime_data(key())));
  ASSERT_TRUE(data.ok()) << data.error().to_string();
  EXPECT_TRUE(data->attestation_key == key());
  Bytes user_data(64);
  user_data.back() = 0xab;
  EXPECT_EQ(data->user_data, user_data);
  Claims claims;
  add_runtime_claims(*data, claims);
  EXPECT_EQ(claims.user_data, user_data);
  EXPECT_EQ(std::get<uint64_t>(claims.vendor.at("vm-configuration.secure-boot")), 1U);
  EXPECT_EQ(std::get<uint64_t>(claims.vendor.at("vm-configuration.console-enabled")), 0U);
  EXPECT_EQ(std::get<uint64_t>(claims.vendor.at("vm-configuration.current-time")), 1678652405U);
  EXPECT_EQ(std::get<std::string>(claims.vendor.at("vm-configuration.root-cert-thumbprint")), "");
}

TEST(RuntimeData, UserDataAndConfigurationMayBeAbsent) {
  std::string text = testkit::forge_runtime_data(key());
  text.resize(text.find(",\"vm-configuration\""));
  const auto data = parse_runtime_data(bytes_of(text + "}"));
  ASSERT_TRUE(data.ok()) << data.error().to_string();
  EXPECT_FALSE(data->user_data.has_value());
  EXPECT_TRUE(data->configuration.empty());
}

TEST(RuntimeData, A5OneKeyOfThatNameForSigning) {
  EXPECT_FALSE(with("HCLEkPub", "HCLAkPub").ok()) << "two of the name";
  EXPECT_FALSE(with("HCLAkPub", "hclakpub").ok()) << "another case";
  EXPECT_FALSE(with("[\"sign\"]", "[\"encrypt\"]").ok());
  EXPECT_FALSE(with("[\"sign\"]", "[]").ok());
  EXPECT_FALSE(with("[\"sign\"]", "[\"sign\",\"encrypt\"]").ok());
  EXPECT_FALSE(with("\"RSA\"", "\"EC\"").ok());
  EXPECT_FALSE(with("\"kty\"", "\"x\":1,\"kty\"").ok()) << "a member nobody knows";
  Bytes padded = {0};
  append(padded, key().modulus());
  EXPECT_FALSE(with(to_base64(key().modulus(), Base64::url), to_base64(padded, Base64::url)).ok());
  const auto cubed = with("AQAB", "Aw");
  ASSERT_TRUE(cubed.ok());
  EXPECT_FALSE(cubed->attestation_key == key()) << "another exponent is another key";
}

TEST(RuntimeData, TheFirstGenerationCalledItsOnlyKeyAnEncryptionKey) {
  std::string text = testkit::forge_runtime_data(key());
  const size_t ek = text.find(R"(,{"kid":"HCLEkPub")");
  text.erase(ek, text.find(']', text.find(']', ek) + 1) - ek);
  ASSERT_TRUE(parse_runtime_data(bytes_of(text)).ok());
  text.replace(text.find("sign"), 4, "encrypt");
  EXPECT_TRUE(parse_runtime_data(bytes_of(text)).ok());
}

TEST(RuntimeData, A10UserDataIsReadInEitherCase) {
  const auto lower = with("0AB\"", "0ab\"");
  ASSERT_TRUE(lower.ok());
  EXPECT_EQ(lower->user_data->back(), 0xab);
  EXPECT_FALSE(with("0AB\"", "0AG\"").ok());
  EXPECT_FALSE(with("0AB\"", "AB\"").ok()) << "an odd number of digits";
  EXPECT_FALSE(with("0AB\"", "0ABAB\"").ok()) << "65 bytes";
}

TEST(RuntimeData, OnlyStrictJson) {
  const std::string good = testkit::forge_runtime_data(key());
  EXPECT_FALSE(parse_runtime_data(bytes_of(good + "{}")).ok());
  EXPECT_FALSE(parse_runtime_data(bytes_of("[]")).ok());
  EXPECT_FALSE(parse_runtime_data({}).ok());
  EXPECT_FALSE(with("\"kid\"", "\"kid\":\"HCLAkPub\",\"kid\"").ok()) << "a member twice";
  testkit::for_each_truncation(bytes_of(good), [](ByteView prefix) {
    EXPECT_FALSE(parse_runtime_data(prefix).ok()) << prefix.size();
  });
}

TEST(Binding, A1A2EveryBitOfDigestAndPadding) {
  const std::string text = testkit::forge_runtime_data(key());
  for (const HashKind hash : {HashKind::sha256, HashKind::sha384, HashKind::sha512}) {
    const Bytes bound = bound_report_data(hash, bytes_of(text));
    ASSERT_EQ(bound.size(), 64U);
    EXPECT_TRUE(check_binding(bound, hash, bytes_of(text)).ok());
    testkit::for_each_bit_flip(bound, [&](ByteView mutant, size_t bit) {
      EXPECT_FALSE(check_binding(mutant, hash, bytes_of(text)).ok()) << bit;
    });
    testkit::for_each_truncation(bound, [&](ByteView prefix) {
      EXPECT_FALSE(check_binding(prefix, hash, bytes_of(text)).ok()) << prefix.size();
    });
    EXPECT_FALSE(check_binding(bound, hash, bytes_of(text + " ")).ok()) << "white space counts";
  }
}

TEST(TdReport, A11TheQuotesBodyIsThatOfTheReport) {
  const Bytes report_data(64, 0x77);
  const Bytes report = testkit::forge_td_report(report_data);
  EXPECT_EQ(*report_data_of(report), report_data);
  const Bytes body = *quote_body_of(report);
  ASSERT_EQ(body.size(), quote_body_size);
  EXPECT_TRUE(check_same_td(report, body).ok());
  Bytes longer = body;
  longer.resize(648);
  EXPECT_TRUE(check_same_td(report, longer).ok()) << "a body of TDX 1.5";
  for (size_t i = 0; i < body.size(); ++i) {
    Bytes mutant = body;
    mutant[i] ^= 1;
    EXPECT_FALSE(check_same_td(report, mutant).ok()) << i;
  }
  EXPECT_FALSE(check_same_td(report, ByteView(body).first(583)).ok());
  EXPECT_FALSE(check_same_td(ByteView(report).first(1023), body).ok());
  EXPECT_FALSE(report_data_of(body).ok());
  EXPECT_FALSE(quote_body_of(body).ok());
}

}  // namespace
}  // namespace anchorhold::hcl

#include "receipt/body.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "receipt/forged_receipt_test.h"
#include "testkit/attack.h"

namespace anchorhold::receipt {
namespace {

Body sample_body() {
  static const ReceiptForge forge;
  Body body = forge.body();
  body.instance = testkit::NsmForge::module_id();
  body.registers[0].fill(1);
  body.registers[31].fill(2);
  return body;
}

json::Value with(const std::string& text, std::string_view from, std::string_view to) {
  std::string out = text;
  const size_t at = out.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  out.replace(at, from.size(), to);
  return json::parse("body", out).value();
}

TEST(ReceiptBody, ReadsWhatItWrote) {
  const auto read = parse_body("body", encode_body(sample_body()));
  ASSERT_TRUE(read.ok()) << read.error().to_string();
  EXPECT_EQ(*read, sample_body());
}

TEST(ReceiptBody, NamesOneDigestOfAnInput) {
  Body body = sample_body();
  decrypt_on_demand(body.inputs.at("cohort-b"));
  const json::Value whole = encode_body(body);
  const auto read = parse_body("body", whole);
  ASSERT_TRUE(read.ok()) << read.error().to_string();
  EXPECT_EQ(*read, body);
  const std::string digits(64, '4');
  const std::string text = json::canonical(whole);
  const std::string head =
      R"("head_sha256":")" + to_hex(*body.inputs["cohort-b"].head_sha256) + R"(",)";
  EXPECT_FALSE(
      parse_body("body", with(text, head, head + R"("sha256":")" + digits + R"(",)")).ok());
  EXPECT_FALSE(parse_body("body", with(text, head, "")).ok());
}

TEST(ReceiptBody, RefusesUnknownMembersAndNamesTheirPlace) {
  const std::string text = json::canonical(encode_body(sample_body()));
  const std::pair<const char*, const char*> cases[] = {
      {R"("run":)", R"("also":1,"run":)"},
      {R"("clock":)", R"("also":1,"clock":)"},
      {R"("local_broker":)", R"("also":1,"local_broker":)"},
      {R"("approver":)", R"("also":1,"approver":)"},
      {R"("bytes":70000)", R"("also":1,"bytes":70000)"},
  };
  for (const auto& [from, to] : cases) {
    const auto read = parse_body("body", with(text, from, to));
    ASSERT_FALSE(read.ok()) << from;
    EXPECT_EQ(read.error().code, Code::malformed);
    EXPECT_NE(read.error().to_string().find("also"), std::string::npos) << read.error().to_string();
  }
}

TEST(ReceiptBody, RefusesBadValues) {
  const std::string text = json::canonical(encode_body(sample_body()));
  const std::pair<const char*, const char*> cases[] = {
      {R"("format":"anchorhold receipt v1")", R"("format":"anchorhold receipt v2")"},
      {R"("run":"a)", R"("run":"A)"},
      {R"("run":"aa)", R"("run":")"},
      {R"("31":)", R"("32":)"},
      {R"("31":)", R"("031":)"},
      {R"("31":)", R"("4294967327":)"},
      {R"("31":)", R"("":)"},
      {R"("clock":"enclave")", R"("clock":"broker")"},
      {R"("cohort-a":)", R"("../a":)"},
      {R"("model":)", R"("a/b":)"},
      {R"("bytes":70000)", R"("bytes":-1)"},
      {R"("bytes":70000)", R"("bytes":"70000")"},
  };
  for (const auto& [from, to] : cases) {
    EXPECT_FALSE(parse_body("body", with(text, from, to)).ok()) << from << " -> " << to;
  }
}

TEST(ReceiptBody, RefusesAMissingMember) {
  const json::Value whole = encode_body(sample_body());
  for (const auto& [name, value] : whole.as_object()) {
    json::Object less = whole.as_object();
    less.erase(name);
    EXPECT_FALSE(parse_body("body", json::Value(std::move(less))).ok()) << name;
  }
}

TEST(ReceiptBody, EveryChangeChangesWhatTheEvidenceIsBoundTo) {
  const Body body = sample_body();
  const Digest384 bound = receipt_user_data(encode_body(body));
  Body other = body;
  other.outputs["model"].sha256[0] ^= 1;
  EXPECT_NE(receipt_user_data(encode_body(other)), bound);
  other = body;
  other.registers[31][47] ^= 1;
  EXPECT_NE(receipt_user_data(encode_body(other)), bound);
  other = body;
  other.inputs["cohort-b"].local_broker = false;
  EXPECT_NE(receipt_user_data(encode_body(other)), bound);
}

}  // namespace
}  // namespace anchorhold::receipt

// The frame around signed collateral: one way to write it, so one way to read it.

#include "evidence/dcap/collateral_json.h"

#include <gtest/gtest.h>

#include "testkit/attack.h"

namespace anchorhold::dcap {
namespace {

const std::string signature(128, 'a');
const std::string good_document =
    R"({"tcbInfo":{"a":"}","b":[{}]},"signature":")" + signature + "\"}";

Result<SignedJson> read(std::string_view text) {
  return read_signed_json("collateral", text);
}

TEST(SignedJson, GivesTheExactBytesOfTheValue) {
  const auto document = read(good_document);
  ASSERT_TRUE(document.ok()) << document.error().to_string();
  EXPECT_EQ(document->kind, CollateralKind::tcb_info);
  EXPECT_EQ(document->value, R"({"a":"}","b":[{}]})");
  EXPECT_EQ(document->signature[63], 0xaa);
}

TEST(SignedJson, TellsIdentitiesFromTcbInfos) {
  const auto document = read(R"({"enclaveIdentity":{},"signature":")" + signature + "\"}");
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->kind, CollateralKind::enclave_identity);
}

TEST(SignedJson, AllowsWhiteSpaceAroundTheValueAndKeepsThatInside) {
  const std::string text =
      " {\n\"tcbInfo\" :\t{ \"a\" : 1 } ,\r\n \"signature\": \"" + signature + "\" }\n";
  const auto document = read(text);
  ASSERT_TRUE(document.ok()) << document.error().to_string();
  EXPECT_EQ(document->value, R"({ "a" : 1 })");
}

TEST(SignedJson, ReadsDigitsOfEitherCase) {
  EXPECT_TRUE(read(R"({"tcbInfo":{},"signature":")" + std::string(128, 'F') + "\"}").ok());
}

TEST(SignedJson, QuotesAndEscapesDoNotEndTheValue) {
  const std::string value = R"({"a":"\"}\\","b":"{"})";
  const std::string text = R"({"tcbInfo":)" + value + R"(,"signature":")" + signature + "\"}";
  const auto document = read(text);
  ASSERT_TRUE(document.ok()) << document.error().to_string();
  EXPECT_EQ(document->value, value);
}

TEST(SignedJson, RefusesEveryOtherFrame) {
  const std::string ending = R"("signature":")" + signature + "\"";
  const std::string refused[] = {
      "",
      "{}",
      "[]",
      "null",
      R"({"tcbInfo":{}})",
      R"({"tcbInfo":{},)" + ending,
      R"({)" + ending + R"(,"tcbInfo":{}})",
      R"({"tcbInfo":{},"tcbInfo":{},)" + ending + "}",
      R"({"tcbInfo":{},"enclaveIdentity":{},)" + ending + "}",
      R"({"tcbInfo":{},)" + ending + "," + ending + "}",
      R"({"tcbInfo":{},)" + ending + R"(,"tcbInfo":{}})",
      R"({"tcbInfo":{},"other":1,)" + ending + "}",
      R"({"other":1,"tcbInfo":{},)" + ending + "}",
      R"({"tcb\u0049nfo":{},)" + ending + "}",
      R"({"tcbInfo":{},"signatur\u0065":")" + signature + "\"}",
      R"({"TcbInfo":{},)" + ending + "}",
      R"({"tcbInfo":[],)" + ending + "}",
      R"({"tcbInfo":"{}",)" + ending + "}",
      R"({"tcbInfo":}{,)" + ending + "}",
      R"({"tcbInfo":{}},)" + ending + "}",
      good_document + "x",
      good_document + good_document,
      good_document + std::string(1, '\0'),
      "\xef\xbb\xbf" + good_document,
      R"({"tcbInfo":{},"signature":""})",
      R"({"tcbInfo":{},"signature":")" + std::string(126, 'a') + "\"}",
      R"({"tcbInfo":{},"signature":")" + std::string(130, 'a') + "\"}",
      R"({"tcbInfo":{},"signature":")" + std::string(127, 'a') + "g\"}",
      R"({"tcbInfo":{},"signature":)" + signature + "}",
  };
  for (const std::string& text : refused) EXPECT_FALSE(read(text).ok()) << text;
}

TEST(SignedJson, RefusesEveryTruncation) {
  testkit::for_each_truncation(bytes_of(good_document), [](ByteView prefix) {
    EXPECT_FALSE(read(text_of(prefix)).ok()) << prefix.size();
  });
}

TEST(SignedJson, RefusesMoreThanItsLimit) {
  const auto document = read(good_document + std::string(collateral_limit, ' '));
  ASSERT_FALSE(document.ok());
  EXPECT_EQ(document.error().code, Code::limit_exceeded);
}

TEST(SignedJson, IsRecognisedByItsBeginning) {
  EXPECT_EQ(collateral_kind(bytes_of(good_document)), CollateralKind::tcb_info);
  EXPECT_EQ(collateral_kind(bytes_of("\n{ \"enclaveIdentity\"")), CollateralKind::enclave_identity);
  EXPECT_FALSE(collateral_kind(bytes_of("{\"other\"")));
  EXPECT_FALSE(collateral_kind({}));
}

}  // namespace
}  // namespace anchorhold::dcap

#include "contract/schema.h"

#include <gtest/gtest.h>

namespace anchorhold::contract {
namespace {

Status check(const char* text) {
  return check_schema("schema", *json::parse("schema", text));
}

TEST(Schema, TakesOrdinarySchemas) {
  EXPECT_TRUE(
      check(
          R"({"type":"object","properties":{"pattern":{"type":"string"},"n":{"$ref":"#/definitions/n"}},
                        "definitions":{"n":{"type":"integer","enum":[1,2,{"pattern":3}]}}})")
          .ok());
}

TEST(Schema, RefusesRegularExpressions) {
  EXPECT_EQ(check(R"({"properties":{"a":{"pattern":"(a+)+$"}}})").error().object,
            "schema.properties.a.pattern");
  EXPECT_FALSE(check(R"({"patternProperties":{"(a+)+$":{}}})").ok());
}

TEST(Schema, TakesUniqueItemsOnlyWhereTheyAreBounded) {
  EXPECT_FALSE(check(R"({"uniqueItems":true})").ok());
  EXPECT_TRUE(check(R"({"uniqueItems":true,"maxItems":100})").ok());
}

TEST(Schema, RefusesReferencesOutsideAndInCircles) {
  EXPECT_FALSE(check(R"({"$ref":"http://example.org/x"})").ok());
  EXPECT_FALSE(check(R"({"$ref":"#"})").ok());
  EXPECT_FALSE(check(R"({"$ref":"#/definitions/none"})").ok());
  EXPECT_FALSE(
      check(
          R"({"$ref":"#/definitions/a","definitions":{"a":{"allOf":[{"$ref":"#/definitions/a"}]}}})")
          .ok());
}

TEST(Schema, RefusesWhatTheValidatorWouldPassOver) {
  EXPECT_EQ(check(R"({"type":"object","unevaluatedProperties":false})").error().object,
            "schema.unevaluatedProperties");
  EXPECT_FALSE(check(R"({"properties":{"a":{"maxlength":3}}})").ok());
  EXPECT_FALSE(check(R"({"items":[{"minContains":1}]})").ok());
  EXPECT_FALSE(
      check(R"({"$ref":"#/definitions/a","maximum":1,"definitions":{"a":{"type":"number"}}})")
          .ok());
}

TEST(Schema, RefusesWhatExpandsWithoutBound) {
  std::string text = R"({"$ref":"#/definitions/d0","definitions":{)";
  for (int i = 0; i < 30; ++i) {
    const std::string next = R"({"$ref":"#/definitions/d)" + std::to_string(i + 1) + "\"}";
    text += "\"d" + std::to_string(i) + R"(":{"allOf":[)" + next + "," + next + "]},";
  }
  text += R"("d30":{}}})";
  EXPECT_FALSE(check(text.c_str()).ok());
}

}  // namespace
}  // namespace anchorhold::contract

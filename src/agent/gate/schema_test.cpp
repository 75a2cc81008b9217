#include "agent/gate/schema.h"

#include <gtest/gtest.h>

namespace anchorhold::agent {
namespace {

Status match(std::string_view schema, std::string_view document) {
  return check_schema_match("model", json::parse("schema", schema).value(),
                            json::parse("document", document).value());
}

constexpr std::string_view kModel = R"({
  "type": "object", "required": ["auc", "weights"], "additionalProperties": false,
  "definitions": {"weight": {"type": "number", "minimum": -100, "maximum": 100}},
  "properties": {
    "auc": {"type": "number", "minimum": 0, "maximum": 1},
    "n": {"type": "integer", "minimum": 10},
    "weights": {"type": "array", "maxItems": 3, "items": {"$ref": "#/definitions/weight"}}}})";

TEST(Schema, AcceptsADocumentThatFits) {
  const Status status = match(kModel, R"({"auc": 0.9, "n": 10, "weights": [1, -2.5]})");
  EXPECT_TRUE(status.ok()) << status.error().to_string();
}

TEST(Schema, RefusesWhatDoesNotFit) {
  for (const char* document : {
           R"([])",
           R"({"auc": 0.9})",
           R"({"auc": "0.9", "weights": []})",
           R"({"auc": 1.1, "weights": []})",
           R"({"auc": 0.9, "weights": [], "rows": [1]})",
           R"({"auc": 0.9, "weights": [1, 2, 3, 4]})",
           R"({"auc": 0.9, "weights": [101]})",
           R"({"auc": 0.9, "weights": ["1"]})",
           R"({"auc": 0.9, "weights": [], "n": 9})",
           R"({"auc": 0.9, "weights": [], "n": 10.5})",
           R"({"auc": null, "weights": []})",
       }) {
    const Status status = match(kModel, document);
    ASSERT_FALSE(status.ok()) << document;
    EXPECT_EQ(status.error().code, Code::denied);
    EXPECT_EQ(status.error().object, "output model");
  }
}

TEST(Schema, ARefusalQuotesNoValue) {
  const Status status = match(kModel, R"({"auc": "Smith", "weights": []})");
  EXPECT_EQ(status.error().to_string().find("Smith"), std::string::npos);
}

TEST(Schema, UnboundedSchemasAreRefusedWhateverTheDocument) {
  for (const char* schema : {
           R"({"pattern": "(a+)+$"})",
           R"({"properties": {"a": {"pattern": "x"}}})",
           R"({"patternProperties": {"^a": {}}})",
           R"({"$ref": "http://example.com/schema"})",
           R"({"$ref": "file:///etc/passwd"})",
           R"({"$ref": "#"})",
           R"({"definitions": {"a": {"$ref": "#/definitions/a"}}, "$ref": "#/definitions/a"})",
       }) {
    EXPECT_FALSE(match(schema, "{}").ok()) << schema;
  }
}

TEST(Schema, ASchemaThatTheLibraryCannotUseIsARefusalNotACrash) {
  for (const char* schema :
       {R"({"type": 7})", R"({"required": "a"})", R"({"minimum": "x"})", R"({"items": 3})",
        R"({"type": "object", "properties": []})", R"({"enum": 1})"}) {
    EXPECT_FALSE(match(schema, "{}").ok()) << schema;
  }
}

TEST(Schema, TheEmptySchemaTakesEverything) {
  EXPECT_TRUE(match("{}", "[1, {\"a\": null}]").ok());
}

}  // namespace
}  // namespace anchorhold::agent

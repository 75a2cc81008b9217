#include "codec/json_fields.h"

#include <gtest/gtest.h>

namespace anchorhold::json {
namespace {

template <class T>
std::string error_of(const Result<T>& result) {
  return result.ok() ? "no error" : result.error().to_string();
}

TEST(JsonFields, ReadEveryType) {
  const Value value = *parse("t", R"({"s":"x","i":7,"b":true,"o":{},"l":["p","q"],
      "t":"2027-06-30T00:00:00Z","h":"00ff","u":"_w","extra":null})");
  Fields fields("doc", value);
  EXPECT_EQ(*fields.text("s"), "x");
  EXPECT_EQ(*fields.integer("i", 1, 7), 7);
  EXPECT_TRUE(*fields.boolean("b"));
  EXPECT_TRUE((*fields.object("o"))->is_object());
  EXPECT_EQ((*fields.texts("l")).size(), 2U);
  EXPECT_EQ(format_time(*fields.time("t")), "2027-06-30T00:00:00Z");
  EXPECT_EQ(*fields.hex<2>("h"), (ByteArray<2>{0, 0xff}));
  EXPECT_EQ(*fields.base64url("u"), Bytes{0xff});
  EXPECT_EQ(*fields.optional_text("absent"), std::nullopt);
  EXPECT_EQ(*fields.optional_integer("i", 0, 9), 7);
  EXPECT_EQ(*fields.optional_object("absent"), nullptr);
  EXPECT_EQ(*fields.optional_array("absent"), nullptr);
  EXPECT_FALSE(*fields.boolean_or("absent", false));
  EXPECT_EQ(error_of(fields.finish()), "doc.extra: unknown member");
  EXPECT_TRUE(fields.any("extra").ok());
  EXPECT_TRUE(fields.finish().ok());
}

TEST(JsonFields, NameThePlaceOfWhatIsWrong) {
  const Value value = *parse("t", R"({"s":1,"i":1.5,"l":["a",2],"n":null,"h":"0g"})");
  Fields fields("doc", value);
  EXPECT_EQ(error_of(fields.text("s")), "doc.s: wrong type (expected string, seen number)");
  EXPECT_EQ(error_of(fields.text("absent")), "doc.absent: missing");
  EXPECT_EQ(error_of(fields.integer("s", 2, 3)), "doc.s: out of range (expected 2 to 3, seen 1)");
  EXPECT_FALSE(fields.integer("i", 0, 9).ok());
  EXPECT_EQ(error_of(fields.texts("l")), "doc.l[1]: wrong type (expected string, seen number)");
  EXPECT_FALSE(fields.optional_text("n").ok()) << "null is not missing";
  EXPECT_FALSE(fields.hex<1>("h").ok());
}

TEST(JsonFields, RefuseWhatIsNotAnObject) {
  const Value value = Value::array({1});
  Fields fields("doc", value);
  EXPECT_EQ(error_of(fields.text("s")), "doc: wrong type (expected object, seen array)");
  EXPECT_FALSE(fields.finish().ok());
}

}  // namespace
}  // namespace anchorhold::json

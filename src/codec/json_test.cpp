#include "codec/json.h"

#include <gtest/gtest.h>

#include <bit>
#include <limits>

#include "testkit/attack.h"
#include "testkit/vectors.h"

namespace anchorhold::json {
namespace {

std::string canonical_of(std::string_view text) {
  const auto value = parse("t", text);
  return value.ok() ? canonical(*value) : "error: " + value.error().to_string();
}

Code refusal(std::string_view text, Limits limits = {}) {
  const auto value = parse("t", text, limits);
  return value.ok() ? Code::internal : value.error().code;
}

TEST(CanonicalJson, MatchesThePublishedVectors) {
  const auto vectors = testkit::vectors_dir();
  if (!vectors) GTEST_SKIP() << testkit::kNoVectors;
  for (const char* name : {"arrays", "french", "structures", "unicode", "values", "weird"}) {
    const std::string file = std::string(name) + ".json";
    EXPECT_EQ(canonical_of(testkit::read_text(*vectors / "jcs/input" / file)),
              testkit::read_text(*vectors / "jcs/output" / file))
        << name;
  }
}

// RFC 8785 appendix B.
TEST(CanonicalJson, WritesNumbersAsEcmaScript) {
  const std::pair<uint64_t, const char*> samples[] = {
      {0x0000000000000000, "0"},
      {0x8000000000000000, "0"},
      {0x0000000000000001, "5e-324"},
      {0x8000000000000001, "-5e-324"},
      {0x7fefffffffffffff, "1.7976931348623157e+308"},
      {0xffefffffffffffff, "-1.7976931348623157e+308"},
      {0x4340000000000000, "9007199254740992"},
      {0xc340000000000000, "-9007199254740992"},
      {0x4430000000000000, "295147905179352830000"},
      {0x44b52d02c7e14af5, "9.999999999999997e+22"},
      {0x44b52d02c7e14af6, "1e+23"},
      {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
      {0x444b1ae4d6e2ef4e, "999999999999999700000"},
      {0x444b1ae4d6e2ef4f, "999999999999999900000"},
      {0x444b1ae4d6e2ef50, "1e+21"},
      {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
      {0x3eb0c6f7a0b5ed8d, "0.000001"},
      {0x41b3de4355555553, "333333333.3333332"},
      {0x41b3de4355555554, "333333333.33333325"},
      {0x41b3de4355555555, "333333333.3333333"},
      {0x41b3de4355555556, "333333333.3333334"},
      {0x41b3de4355555557, "333333333.33333343"},
      {0xbecbf647612f3696, "-0.0000033333333333333333"},
      {0x43143ff3c1cb0959, "1424953923781206.2"},
  };
  for (const auto& [bits, text] : samples) {
    EXPECT_EQ(format_number(std::bit_cast<double>(bits)), text);
    EXPECT_EQ(canonical_of(text), text);
  }
}

TEST(CanonicalJson, SortsByUtf16UnitsAndNotByBytes) {
  EXPECT_EQ(canonical_of("{\"\\uffff\":1,\"\\ud83d\\ude00\":2,\"a\":3,\"\":4}"),
            "{\"\":4,\"a\":3,\"\xf0\x9f\x98\x80\":2,\"\xef\xbf\xbf\":1}");
}

TEST(CanonicalJson, IsAFixedPoint) {
  const std::string once = canonical_of(R"({"b":[1.0,-0,1e2,{"x":null}],"a":"\u001f\/\u007f"})");
  EXPECT_EQ(once, "{\"a\":\"\\u001f/\x7f\",\"b\":[1,0,100,{\"x\":null}]}");
  EXPECT_EQ(canonical_of(once), once);
}

TEST(JsonValue, HasOneRepresentationForEqualNumbers) {
  EXPECT_EQ(Value(1.0), Value(1));
  EXPECT_TRUE(Value(1e3).is_integer());
  EXPECT_FALSE(Value(kMaxInteger + 1).is_integer());
  EXPECT_TRUE(Value(kMaxInteger).is_integer());
  EXPECT_TRUE(Value(std::numeric_limits<uint64_t>::max()).is_number());
  EXPECT_TRUE(Value(std::numeric_limits<double>::quiet_NaN()).is_null());
  EXPECT_EQ(*parse("t", "56.0"), Value(56));
}

TEST(JsonValue, BuildsAndFinds) {
  Value value = Value::object({{"list", Value::array({1, true, "x"})}, {"n", nullptr}});
  value.set("z", 2.5);
  EXPECT_EQ(canonical(value), R"({"list":[1,true,"x"],"n":null,"z":2.5})");
  ASSERT_NE(value.find("list"), nullptr);
  EXPECT_EQ(value.find("absent"), nullptr);
  EXPECT_EQ(value.find("n")->find("anything"), nullptr);
}

TEST(JsonPretty, IndentsAndParsesBack) {
  const Value value = Value::object({{"a", Value::array({1})}, {"b", Value::object()}});
  EXPECT_EQ(pretty(value), "{\n  \"a\": [\n    1\n  ],\n  \"b\": {}\n}\n");
  EXPECT_EQ(*parse("t", pretty(value)), value);
}

TEST(JsonParse, RefusesWhatOthersReadInSeveralWays) {
  using namespace std::string_view_literals;
  const std::string_view refused[] = {
      R"({"a":1,"a":2})",
      R"({"a":1,"\u0061":2})",
      R"([{"a":{"b":1,"b":1}}])",
      "\"\\ud800\"",
      "\"\\udc00x\"",
      "\"\xc0\x80\"",
      "\"\xed\xa0\x80\"",
      "\"\xff\"",
      "\xef\xbb\xbf{}",
      "{}\0"sv,
      "{}\0junk"sv,
      "{} {}",
      "{}x",
      "",
      " ",
      "nul",
      "NaN",
      "Infinity",
      "01",
      "+1",
      "1.",
      ".5",
      "1e400",
      "'a'",
      "[1,]",
      "{\"a\":1,}",
      "// c\n1",
      "\"\t\"",
      "{1:2}",
  };
  for (const auto text : refused) EXPECT_EQ(refusal(text), Code::malformed) << text;
}

TEST(JsonParse, NamesThePlaceAndNeverQuotesTheText) {
  const auto value = parse("party.json", "{\n  \"key\": hunter2\n}");
  ASSERT_FALSE(value.ok());
  EXPECT_EQ(value.error().to_string(), "party.json: not JSON at line 2, column 10");
}

TEST(JsonParse, KeepsItsLimits) {
  const Limits limits{.bytes = 40, .depth = 3, .values = 5};
  EXPECT_TRUE(parse("t", "[[[1]]]", limits).ok());
  EXPECT_EQ(refusal("[[[[1]]]]", limits), Code::limit_exceeded);
  EXPECT_EQ(refusal("[1,2,3,4,5]", limits), Code::limit_exceeded);
  EXPECT_EQ(refusal(std::string(41, ' '), limits), Code::limit_exceeded);
  EXPECT_EQ(refusal(std::string(100000, '[')), Code::limit_exceeded);
}

constexpr std::string_view kSample =
    R"({"a":[1,-2.5,true,null,"t\u00e9\ud83d\ude02"],"b":{"c":"\\\"","d":1e-7}})";

TEST(JsonParse, RefusesEveryTruncation) {
  testkit::for_each_truncation(bytes_of(kSample), [](ByteView prefix) {
    EXPECT_FALSE(parse("t", text_of(prefix)).ok()) << text_of(prefix);
  });
}

TEST(JsonParse, SurvivesEveryBitFlip) {
  testkit::for_each_bit_flip(bytes_of(kSample), [](ByteView mutant, size_t) {
    const auto value = parse("t", text_of(mutant));
    if (!value.ok()) return;
    const std::string text = canonical(*value);
    EXPECT_EQ(canonical_of(text), text);
  });
}

TEST(Utf8, IsJudgedByRfc3629) {
  using namespace std::string_view_literals;
  for (const auto good :
       {""sv, "a\0b"sv, "\xc2\x80"sv, "\xdf\xbf"sv, "\xe0\xa0\x80"sv, "\xed\x9f\xbf"sv,
        "\xef\xbf\xbf"sv, "\xf0\x90\x80\x80"sv, "\xf4\x8f\xbf\xbf"sv}) {
    EXPECT_TRUE(is_utf8(good));
  }
  for (const auto bad :
       {"\x80"sv, "\xc1\xbf"sv, "\xc2"sv, "\xe0\x9f\xbf"sv, "\xed\xa0\x80"sv, "\xe2\x82"sv,
        "\xf0\x8f\xbf\xbf"sv, "\xf4\x90\x80\x80"sv, "\xf5\x80\x80\x80"sv, "a\xff"sv}) {
    EXPECT_FALSE(is_utf8(bad));
  }
}

}  // namespace
}  // namespace anchorhold::json

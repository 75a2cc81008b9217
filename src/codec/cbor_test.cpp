#include "codec/cbor.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/hex.h"
#include "codec/cbor_fields.h"
#include "codec/json.h"
#include "testkit/attack.h"
#include "testkit/vectors.h"

namespace anchorhold::cbor {
namespace {

constexpr Rules kAnything{.allow_indefinite_maps = true, .allow_indefinite_other = true};
constexpr Rules kCanonical{.require_canonical = true};

Bytes hex(std::string_view digits) {
  return *from_hex("test", digits);
}

bool accepts(std::string_view digits, const Rules& rules = {}) {
  const Bytes input = hex(digits);
  return decode("t", input, rules).ok();
}

// The decoded item as the JSON that the vectors' authors gave for it.
json::Value as_json(const Value& value) {
  switch (value.kind()) {
    case Kind::unsigned_integer:
      return value.argument();
    case Kind::negative_integer:
      return -1.0 - static_cast<double>(value.argument());
    case Kind::text:
      return std::string(*value.as_text());
    case Kind::floating:
      return *value.as_double();
    case Kind::array: {
      json::Array out;
      for (const Value& item : value.items()) out.push_back(as_json(item));
      return out;
    }
    case Kind::map: {
      json::Value out = json::Value::object();
      for (size_t i = 0; i < value.map_size(); ++i) {
        out.set(std::string(*value.key(i).as_text()), as_json(value.value(i)));
      }
      return out;
    }
    case Kind::tag: {  // a bignum, 2 or 3
      double magnitude = 0;
      for (const uint8_t octet : value.items()[0].string()) magnitude = magnitude * 256 + octet;
      return value.argument() == 2 ? magnitude : -1 - magnitude;
    }
    default:
      break;
  }
  return value.as_bool() ? json::Value(*value.as_bool()) : json::Value();
}

TEST(Cbor, MatchesAppendixAOfRfc8949) {
  const auto vectors = testkit::vectors_dir();
  if (!vectors) GTEST_SKIP() << testkit::kNoVectors;
  const auto cases =
      json::parse("appendix_a", testkit::read_text(*vectors / "cbor/appendix_a.json"));
  ASSERT_TRUE(cases.ok());
  for (const json::Value& one : cases->as_array()) {
    const std::string& digits = one.find("hex")->as_string();
    // simple(24) was well-formed in RFC 7049; RFC 8949 section 3.3 says it is not.
    if (digits == "f818") continue;
    const Bytes input = hex(digits);
    const auto value = decode(digits, input, kAnything);
    ASSERT_TRUE(value.ok()) << value.error().to_string();
    if (const json::Value* decoded = one.find("decoded")) {
      EXPECT_EQ(as_json(*value), *decoded) << digits;
    }
    EXPECT_EQ(to_hex(encode(*value)) == digits, one.find("roundtrip")->as_bool()) << digits;
    const bool canonical = decode(digits, input, kCanonical).ok();
    EXPECT_EQ(canonical, one.find("roundtrip")->as_bool()) << digits;
  }
}

TEST(Cbor, ReadsWithoutCopying) {
  const Bytes input = hex("a26161430102036162f5");
  const auto value = decode("t", input);
  ASSERT_TRUE(value.ok());
  EXPECT_EQ(value->find("a")->as_bytes()->data(), input.data() + 4);
  EXPECT_EQ(value->find("b")->as_bool(), true);
  EXPECT_EQ(value->find("c"), nullptr);
  EXPECT_EQ(value->find(1), nullptr);
}

TEST(Cbor, JoinsChunksAndKeepsThemAlive) {
  Value copy;
  {
    const Bytes input = hex("5f42010243030405ff");
    copy = *decode("t", input, kAnything);
  }
  EXPECT_EQ(to_hex(*copy.as_bytes()), "0102030405");
}

TEST(Cbor, TellsIntegersThatDoNotFit) {
  const Bytes largest = hex("1bffffffffffffffff");
  const auto value = decode("t", largest);
  EXPECT_EQ(value->as_uint(), UINT64_MAX);
  EXPECT_EQ(value->as_int(), std::nullopt);
  const Bytes smallest = hex("3b7fffffffffffffff");
  EXPECT_EQ(decode("t", smallest)->as_int(), INT64_MIN);
}

TEST(Cbor, RefusesSecondWritings) {
  for (const char* digits :
       {"1817", "190017", "1900ff", "1a0000ffff", "1b00000000ffffffff", "3817", "580100", "780161",
        "980100", "b8010000", "d80101", "f800", "f818", "f81f"}) {
    EXPECT_FALSE(accepts(digits, kAnything)) << digits;
  }
}

TEST(Cbor, RefusesDuplicateAndOddKeys) {
  EXPECT_TRUE(accepts("a201020304"));
  EXPECT_TRUE(accepts("a203040102"));
  for (const char* digits : {"a201020103", "a3010203040105", "a2616101616102", "bf01020103ff",
                             "a18001", "a1f401", "a1f93c0001", "a1c00001", "a15f4101ff01"}) {
    EXPECT_FALSE(accepts(digits, kAnything)) << digits;
  }
}

TEST(Cbor, RefusesConfusedStructure) {
  for (const char* digits :
       {"",     "ff",       "81ff",         "a101ff", "bf01ff",       "bf",  "bf0102", "9f01",
        "5f41", "5f6161ff", "5f5f4101ffff", "1c",     "1f",           "3f",  "df00ff", "fc",
        "0000", "a00000",   "61ff",         "62c328", "7f61c261a0ff", "8201"}) {
    EXPECT_FALSE(accepts(digits, kAnything)) << digits;
  }
}

TEST(Cbor, TakesIndefiniteLengthsOnlyWhereAllowed) {
  EXPECT_FALSE(accepts("bfff"));
  EXPECT_TRUE(accepts("bfff", {.allow_indefinite_maps = true}));
  EXPECT_FALSE(accepts("bfff", {.allow_indefinite_maps = true, .require_canonical = true}));
  for (const char* digits : {"9fff", "5fff", "7fff"}) {
    EXPECT_FALSE(accepts(digits, {.allow_indefinite_maps = true}));
    EXPECT_TRUE(accepts(digits, kAnything));
  }
}

TEST(Cbor, CanonicalMeansSortedAndShortest) {
  EXPECT_TRUE(accepts("a2010a200a", kCanonical));
  EXPECT_FALSE(accepts("a2200a010a", kCanonical));
  EXPECT_FALSE(accepts("fa3f800000", kCanonical));
  EXPECT_TRUE(accepts("f93c00", kCanonical));
}

TEST(Cbor, IsNotImpressedByBombs) {
  for (const char* digits : {"9affffffff", "9bffffffffffffffff", "bbffffffffffffffff", "baffffffff",
                             "5affffffff", "5bffffffffffffffff", "7bffffffffffffffff"}) {
    EXPECT_FALSE(accepts(digits, kAnything)) << digits;
  }
  const Bytes deep(100000, 0x81);
  EXPECT_EQ(decode("t", deep).error().code, Code::limit_exceeded);
  const Bytes tags(100000, 0xc1);
  EXPECT_EQ(decode("t", tags).error().code, Code::limit_exceeded);
  Bytes wide = Encoder().array(5000).take();
  wide.resize(wide.size() + 5000, 0);
  EXPECT_EQ(decode("t", wide).error().code, Code::limit_exceeded);
  Bytes chunks(100000, 0x40);
  chunks.front() = 0x5f;
  EXPECT_EQ(decode("t", chunks, kAnything).error().code, Code::limit_exceeded);
}

TEST(CborEncoder, WritesTheShortestForms) {
  EXPECT_EQ(
      to_hex(Encoder().integer(-1).integer(23).integer(24).integer(256).integer(65536).take()),
      "201718181901001a00010000");
  EXPECT_EQ(to_hex(Encoder().integer(INT64_MIN).uint(UINT64_MAX).take()),
            "3b7fffffffffffffff1bffffffffffffffff");
  EXPECT_EQ(to_hex(Encoder().map(1).text("a").array(2).null().boolean(true).take()),
            "a1616182f6f5");
  EXPECT_EQ(to_hex(Encoder().tag(18).bytes({}).simple(255).take()), "d240f8ff");
}

TEST(CborEncoder, KeepsTheValueOfEveryFloat) {
  for (const double value :
       {0.0, -0.0, 1.5, 65504.0, 65505.0, 65536.0, 5.960464477539063e-08, 2.9e-8, 6.103515625e-05,
        6.1e-05, 3.4028234663852886e+38, 3.5e38, 1e-45, 1e300, 0.1, -double{INFINITY}}) {
    const Bytes encoded = Encoder().floating(value).take();
    EXPECT_EQ(decode("t", encoded, kCanonical)->as_double(), value);
  }
  EXPECT_EQ(to_hex(Encoder().floating(NAN).take()), "f97e00");
}

// Every half-width float is its own shortest form; all NaNs become the one canonical NaN.
TEST(CborEncoder, RoundTripsAllHalfFloats) {
  for (unsigned bits = 0; bits <= UINT16_MAX; ++bits) {
    const Bytes input = {0xf9, static_cast<uint8_t>(bits >> 8), static_cast<uint8_t>(bits)};
    const auto value = decode("t", input);
    ASSERT_TRUE(value.ok());
    EXPECT_EQ(encode(*value), std::isnan(*value->as_double()) ? hex("f97e00") : input);
  }
}

Bytes sample() {
  return Encoder()
      .map(4)
      .text("id")
      .text("i-0-enc")
      .text("pcrs")
      .map(2)
      .uint(0)
      .bytes(Bytes(48, 7))
      .uint(1)
      .bytes(Bytes(48, 8))
      .text("bundle")
      .array(2)
      .bytes(Bytes(30, 1))
      .bytes(Bytes(300, 2))
      .text("nonce")
      .null()
      .take();
}

TEST(Cbor, RefusesEveryTruncation) {
  testkit::for_each_truncation(
      sample(), [](ByteView prefix) { EXPECT_FALSE(decode("t", prefix, kAnything).ok()); });
}

TEST(Cbor, SurvivesEveryBitFlip) {
  testkit::for_each_bit_flip(sample(), [](ByteView mutant, size_t bit) {
    const auto value = decode("t", mutant, {.max_depth = 8});
    if (!value.ok() || value->kind() != Kind::map) return;
    EXPECT_EQ(encode(*value), copy_of(mutant)) << bit;
  });
}

TEST(CborFields, ReadAndRefuseByPlace) {
  const Bytes input = sample();
  const auto value = decode("t", input);
  Fields fields("document", *value);
  EXPECT_EQ(*fields.text("id", 64), "i-0-enc");
  EXPECT_EQ((*fields.map("pcrs"))->map_size(), 2U);
  EXPECT_EQ((*fields.array("bundle"))->items().size(), 2U);
  EXPECT_EQ(fields.finish().error().to_string(), "document.nonce: unknown key");
  EXPECT_EQ(*fields.optional_bytes("nonce", 8), std::nullopt);
  EXPECT_EQ(*fields.optional_bytes("absent", 8), std::nullopt);
  EXPECT_TRUE(fields.finish().ok());
  EXPECT_EQ(fields.text("id", 3).error().code, Code::limit_exceeded);
  EXPECT_EQ(fields.bytes("nonce", 0, 9).error().to_string(),
            "document.nonce: wrong type (expected byte string, seen null)");
  EXPECT_EQ(fields.uint("absent", 9).error().to_string(), "document.absent: missing");
  EXPECT_FALSE(fields.boolean("id").ok());
}

TEST(CborFields, RefuseOtherKeysAndOtherKinds) {
  const Bytes number_key = hex("a10102");
  const auto value = decode("t", number_key);
  EXPECT_EQ(Fields("m", *value).finish().error().to_string(),
            "m: a key that is not text (seen unsigned integer)");
  const Bytes array = hex("80");
  const auto list = decode("t", array);
  EXPECT_FALSE(Fields("m", *list).finish().ok());
  EXPECT_FALSE(Fields("m", *list).text("a", 1).ok());
}

}  // namespace
}  // namespace anchorhold::cbor

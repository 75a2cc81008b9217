#include "codec/der.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "testkit/attack.h"

namespace anchorhold::der {
namespace {

Bytes hex(std::string_view digits) {
  return *from_hex("test", digits);
}

// Reads one element with `read` and demands that nothing follows.
template <class Read>
bool accepts(std::string_view digits, Read read) {
  const Bytes input = hex(digits);
  Cursor cursor("t", input);
  return read(cursor).ok() && cursor.finish().ok();
}

TEST(Der, ReadsElementsAndWhatTheyCover) {
  const Bytes input = hex("30060201050101ff");
  Cursor outer("t", input);
  const auto whole = Cursor("t", input).next();
  EXPECT_EQ(to_hex(whole->whole), to_hex(input));
  auto inner = outer.enter(kSequence);
  ASSERT_TRUE(inner.ok());
  EXPECT_EQ(inner->peek(), kInteger);
  EXPECT_FALSE(inner->optional_element(kNull)->has_value());
  EXPECT_EQ(*inner->small_integer(), 5);
  EXPECT_TRUE(*inner->boolean());
  EXPECT_TRUE(inner->finish().ok());
  EXPECT_EQ(inner->peek(), std::nullopt);
  EXPECT_FALSE(inner->next().ok());
}

TEST(Der, RefusesWhatIsOnlyBer) {
  const auto next = [](Cursor& cursor) { return cursor.next(); };
  EXPECT_TRUE(accepts("0400", next));
  for (const char* digits : {"", "04", "0401", "048100", "04817f", "3080", "30800000", "04820080",
                             "1f0100", "bf8101", "04850000000001", "0484ffffffff", "040000"}) {
    EXPECT_FALSE(accepts(digits, next)) << digits;
  }
}

TEST(Der, RefusesPaddedValues) {
  const auto integer = [](Cursor& cursor) { return cursor.integer(); };
  for (const char* digits : {"0200", "02020001", "0202ff80", "030100"}) {
    EXPECT_FALSE(accepts(digits, integer)) << digits;
  }
  EXPECT_TRUE(accepts("02020080", integer));
  EXPECT_TRUE(accepts("0202ff7f", integer));
  const auto boolean = [](Cursor& cursor) { return cursor.boolean(); };
  EXPECT_TRUE(accepts("010100", boolean));
  EXPECT_FALSE(accepts("010101", boolean));
  EXPECT_FALSE(accepts("0100", boolean));
  EXPECT_FALSE(accepts("050100", [](Cursor& cursor) { return cursor.null(); }));
  EXPECT_FALSE(accepts("030101", [](Cursor& cursor) { return cursor.bit_string(); }));
  EXPECT_FALSE(accepts("0201ff", [](Cursor& cursor) { return cursor.unsigned_integer(); }));
  EXPECT_FALSE(
      accepts("0209010000000000000000", [](Cursor& cursor) { return cursor.small_integer(); }));
}

TEST(Der, WritesLengthsInTheirShortestForm) {
  for (const size_t size : {0U, 1U, 127U, 128U, 255U, 256U, 65535U, 65536U}) {
    const Bytes encoded = octet_string(Bytes(size, 9));
    Cursor cursor("t", encoded);
    const auto content = cursor.octet_string();
    ASSERT_TRUE(content.ok()) << size;
    EXPECT_EQ(content->size(), size);
    EXPECT_TRUE(cursor.finish().ok());
  }
  EXPECT_EQ(to_hex(octet_string(Bytes(128))).substr(0, 6), "048180");
}

TEST(Der, RoundTripsIntegers) {
  for (const int64_t value : {int64_t{0}, int64_t{1}, int64_t{-1}, int64_t{127}, int64_t{128},
                              int64_t{-128}, int64_t{-129}, int64_t{65536}, INT64_MAX, INT64_MIN}) {
    const Bytes encoded = integer(value);
    EXPECT_EQ(*Cursor("t", encoded).small_integer(), value);
  }
  EXPECT_EQ(to_hex(unsigned_integer(hex("000080"))), "02020080");
  EXPECT_EQ(to_hex(unsigned_integer({})), "020100");
  const Bytes encoded = unsigned_integer(hex("ff01"));
  EXPECT_EQ(to_hex(*Cursor("t", encoded).unsigned_integer()), "ff01");
}

TEST(Der, RoundTripsBitLists) {
  EXPECT_EQ(to_hex(bit_flags(0)), "030100");
  EXPECT_EQ(to_hex(bit_flags(1U << 5 | 1U << 6)), "03020106");  // keyCertSign, cRLSign
  for (const uint32_t bits : {0U, 1U, 0x80U, 0x100U, 0x61U, 0x80000000U, 0xffffffffU}) {
    const Bytes encoded = bit_flags(bits);
    EXPECT_EQ(*Cursor("t", encoded).bit_flags(), bits);
  }
  // Zeros that the shortest form leaves out, as in AMD's certificates.
  EXPECT_EQ(*Cursor("t", hex("03020104")).bit_flags(), 1U << 5);
  EXPECT_EQ(*Cursor("t", hex("03020006")).bit_flags(), 1U << 5 | 1U << 6);
  for (const char* digits :
       {"0300", "030101", "03020206", "03020800", "03020101", "0306000000000001"}) {
    EXPECT_FALSE(accepts(digits, [](Cursor& cursor) { return cursor.bit_flags(); })) << digits;
  }
}

TEST(Der, RoundTripsObjectIdentifiers) {
  constexpr Oid kEcdsaWithSha384 = Oid::of({1, 2, 840, 10045, 4, 3, 3});
  EXPECT_EQ(to_hex(oid(kEcdsaWithSha384)), "06082a8648ce3d040303");
  EXPECT_EQ(kEcdsaWithSha384.to_text(), "1.2.840.10045.4.3.3");
  EXPECT_EQ(Oid::of({2, 999, 0}).to_text(), "2.999.0");
  EXPECT_EQ(Oid::of({2, 5, UINT64_MAX}).to_text(), "2.5.18446744073709551615");
  const Bytes encoded = oid(kEcdsaWithSha384);
  EXPECT_EQ(*Cursor("t", encoded).oid(), kEcdsaWithSha384);
  const auto uuid = Oid::from_content("t", hex("6983f09da7ebcfdee0c7a1a7b2c0948cc8f9d776"));
  EXPECT_EQ(uuid->to_text(), "2.25.(large)");
  for (const char* digits : {"0600", "060180", "0602802a", "06022a80", "06042a808001"}) {
    EXPECT_FALSE(accepts(digits, [](Cursor& cursor) { return cursor.oid(); })) << digits;
  }
  EXPECT_FALSE(Oid::from_content("t", Bytes(40, 1)).ok());
}

TEST(Der, RoundTripsTimes) {
  for (const char* text : {"1970-01-01T00:00:00Z", "2027-06-30T23:59:59Z", "2049-12-31T23:59:59Z",
                           "2050-01-01T00:00:00Z", "9999-12-31T23:59:59Z"}) {
    const Time value = *parse_time("t", text);
    const Bytes encoded = time(value);
    EXPECT_EQ(*Cursor("t", encoded).time(), value) << text;
    EXPECT_EQ(encoded[0], std::string_view(text) < "2050" ? kUtcTime : kGeneralizedTime);
  }
}

TEST(Der, RefusesTimesOutsideTheProfile) {
  const auto read = [](uint8_t tag, std::string_view text) {
    const Bytes encoded = element(tag, {bytes_of(text)});
    return Cursor("t", encoded).time().ok();
  };
  EXPECT_TRUE(read(kUtcTime, "270630000000Z"));
  EXPECT_FALSE(read(kUtcTime, "2706300000Z"));
  EXPECT_FALSE(read(kUtcTime, "270630000000+"));
  EXPECT_FALSE(read(kUtcTime, "271330000000Z"));
  EXPECT_FALSE(read(kUtcTime, "2a0630000000Z"));
  EXPECT_FALSE(read(kGeneralizedTime, "20270630000000Z"));
  EXPECT_FALSE(read(kGeneralizedTime, "20510630000000.1Z"));
  EXPECT_FALSE(read(kUtf8String, "270630000000Z"));
}

TEST(Der, ReadsTheLongFormOfEarlyYearsWhereVendorsWriteIt) {
  const auto read = [](uint8_t tag, std::string_view text) {
    const Bytes encoded = element(tag, {bytes_of(text)});
    return Cursor("t", encoded).vendor_time();
  };
  EXPECT_EQ(*read(kGeneralizedTime, "20230511000000Z"), *parse_time("t", "2023-05-11T00:00:00Z"));
  EXPECT_EQ(*read(kUtcTime, "230511000000Z"), *parse_time("t", "2023-05-11T00:00:00Z"));
  EXPECT_FALSE(read(kGeneralizedTime, "2023051100000Z").ok());
  EXPECT_FALSE(read(kGeneralizedTime, "20230511000000.1Z").ok());
}

// Reads everything below, as far as it is constructed.
Status walk(Cursor cursor) {
  while (!cursor.empty()) {
    AH_ASSIGN(const Element element, cursor.next());
    if ((element.tag & 0x20) != 0) AH_TRY(walk(Cursor("t", element.content)));
  }
  return {};
}

TEST(Der, RefusesEveryTruncationAndSurvivesEveryBitFlip) {
  const Bytes input = sequence({integer(7), sequence({oid(Oid::of({1, 3, 101, 112})), null()}),
                                bit_string(Bytes(200, 3)), utf8_string("name")});
  EXPECT_TRUE(walk(Cursor("t", input)).ok());
  testkit::for_each_truncation(
      input, [](ByteView prefix) { EXPECT_EQ(walk(Cursor("t", prefix)).ok(), prefix.empty()); });
  testkit::for_each_bit_flip(
      input, [](ByteView mutant, size_t) { static_cast<void>(walk(Cursor("t", mutant)).ok()); });
}

}  // namespace
}  // namespace anchorhold::der

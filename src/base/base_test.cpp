#include <gtest/gtest.h>

#include "base/base64.h"
#include "base/finding.h"
#include "base/hex.h"
#include "base/io.h"
#include "base/reader.h"
#include "base/secret.h"
#include "base/time.h"
#include "base/writer.h"

namespace anchorhold {
namespace {

TEST(Reader, ReadsWhatWriterWroteAndRefusesLeftovers) {
  const Bytes bytes =
      Writer().u8(1).u16be(0x0203).u32be(0x04050607).u64be(0x08090a0b0c0d0e0f).text("end").take();
  Reader reader("sample", bytes);
  EXPECT_EQ(*reader.u8(), 1);
  EXPECT_EQ(*reader.u16be(), 0x0203);
  EXPECT_EQ(*reader.u32be(), 0x04050607U);
  EXPECT_EQ(*reader.u64be(), 0x08090a0b0c0d0e0fU);
  EXPECT_FALSE(reader.finish().ok());
  EXPECT_EQ(text_of(*reader.view(3)), "end");
  EXPECT_TRUE(reader.finish().ok());
  EXPECT_TRUE(reader.at(18).ok());
}

TEST(Reader, ReadsLittleEndian) {
  const Bytes bytes{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14};
  Reader reader("sample", bytes);
  EXPECT_EQ(*reader.u16le(), 0x0201);
  EXPECT_EQ(*reader.u32le(), 0x06050403U);
  EXPECT_EQ(*reader.u64le(), 0x0e0d0c0b0a090807U);
}

TEST(Reader, NeverReadsPastItsBox) {
  const Bytes bytes{1, 2, 3};
  Reader reader("sample", bytes);
  const auto sub = reader.sub("inner", 2);
  ASSERT_TRUE(sub.ok());
  Reader inner = *sub;
  const auto too_far = inner.u32be();
  ASSERT_FALSE(too_far.ok());
  EXPECT_EQ(too_far.error().code, Code::malformed);
  EXPECT_EQ(too_far.error().to_string(),
            "inner: truncated at offset 0 (expected 4 more bytes, seen 2)");
  EXPECT_FALSE(reader.view(SIZE_MAX).ok());
}

TEST(Reader, RefusesReservedBytesThatAreSet) {
  const Bytes bytes{0, 0, 7};
  Reader reader("sample", bytes);
  EXPECT_EQ(reader.zeros(3).error().message, "reserved byte at offset 2 is not zero");
}

TEST(Hex, RoundTripsAndIsStrict) {
  const Bytes bytes{0x00, 0x7f, 0xff};
  EXPECT_EQ(to_hex(bytes), "007fff");
  EXPECT_EQ(*from_hex("x", "007fff"), bytes);
  for (const char* bad : {"0", "0g", "FF", " 00", "0x00"})
    EXPECT_FALSE(from_hex("x", bad).ok()) << bad;
  EXPECT_FALSE(fixed_from_hex<4>("x", "007fff").ok());
}

// RFC 4648 section 10.
TEST(Base64, KnownAnswers) {
  const std::pair<const char*, const char*> cases[] = {
      {"", ""},        {"f", "Zg=="},        {"fo", "Zm8="},
      {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, encoded] : cases) {
    EXPECT_EQ(to_base64(bytes_of(plain), Base64::standard), encoded);
    EXPECT_EQ(string_of(*from_base64("x", encoded, Base64::standard)), plain);
  }
  EXPECT_EQ(to_base64(Bytes{0xfb, 0xff}, Base64::url), "-_8");
}

TEST(Base64, RefusesWhatIsNotCanonical) {
  for (const char* bad : {"Zg", "Zg=", "Zh==", "Zg==\n", "Z===", "====", "Zm9v-"}) {
    EXPECT_FALSE(from_base64("x", bad, Base64::standard).ok()) << bad;
  }
  for (const char* bad : {"Zg==", "Zh", "Z", "Zm 9"})
    EXPECT_FALSE(from_base64("x", bad, Base64::url).ok()) << bad;
}

TEST(Time, RoundTripsAndRefusesImpossibleDates) {
  for (const char* text :
       {"1970-01-01T00:00:00Z", "2027-06-30T23:59:59Z", "2024-02-29T12:00:00.125Z"}) {
    EXPECT_EQ(format_time(*parse_time("x", text)), text);
  }
  for (const char* bad : {"2023-02-29T00:00:00Z", "2023-13-01T00:00:00Z", "2023-01-01T24:00:00Z",
                          "2023-01-01T00:00:00", "2023-01-01 00:00:00Z", "2023-01-01T00:00:00.Z",
                          "1969-01-01T00:00:00Z", ""}) {
    EXPECT_FALSE(parse_time("x", bad).ok()) << bad;
  }
}

TEST(SecretBytes, IsEmptyAfterMoveAndKeepsWhatShrinkLeaves) {
  SecretBytes secret = SecretBytes::copy_of(Bytes{1, 2, 3, 4});
  secret.shrink(2);
  const SecretBytes moved = std::move(secret);
  EXPECT_EQ(moved.size(), 2U);
  EXPECT_TRUE(ct_equal(moved.view(), Bytes{1, 2}));
}

TEST(SecretBytes, LeavesNoKeyInFreedMemory) {
  // The array's storage is outside the object, so what the destructor leaves can be looked at.
  alignas(SecretArray<32>) ByteArray<sizeof(SecretArray<32>)> storage;
  ByteArray<32> key;
  key.fill(0x5a);
  auto* secret = new (storage.data()) SecretArray<32>(key);
  secret->~SecretArray<32>();
  EXPECT_EQ(std::count(storage.begin(), storage.end(), 0x5a), 0);
}

TEST(CtEqual, ComparesWholeContents) {
  EXPECT_TRUE(ct_equal(Bytes{}, Bytes{}));
  EXPECT_FALSE(ct_equal(Bytes{1}, Bytes{1, 0}));
  EXPECT_FALSE(ct_equal(Bytes{1, 2}, Bytes{1, 3}));
}

TEST(Findings, AcceptOnlyWhenEverythingRequiredPassed) {
  Findings findings;
  EXPECT_FALSE(findings.accepted()) << "nothing checked is not acceptance";
  findings.add(Finding{"a", Outcome::pass, "x", {}, {}, {}, {}});
  findings.add(Finding{"b", Outcome::not_applicable, "x", {}, {}, {}, {}});
  EXPECT_TRUE(findings.accepted());
  findings.add(Finding{"c", Outcome::not_run, "x", {}, {}, {}, {}});
  EXPECT_FALSE(findings.accepted()) << "a check that did not run is a rejection";
  EXPECT_EQ(findings.first_failure()->check, "c");
}

TEST(Io, ReadAllRefusesMoreThanItsLimit) {
  const Bytes bytes(1000, 7);
  MemorySource enough(bytes);
  EXPECT_EQ(read_all(enough, "x", 1000)->size(), 1000U);
  MemorySource more(bytes);
  EXPECT_EQ(read_all(more, "x", 999).error().code, Code::limit_exceeded);
}

TEST(Io, MemoryAccessReadsByPosition) {
  const Bytes bytes{1, 2, 3, 4};
  MemoryAccess access(bytes);
  ByteArray<3> out;
  EXPECT_EQ(*access.read_at(2, out), 2U);
  EXPECT_EQ(out[1], 4);
  EXPECT_EQ(*access.read_at(4, out), 0U);
  EXPECT_EQ(*access.read_at(UINT64_MAX, out), 0U);
}

TEST(Io, AccessSourceReadsAPartFromFrontToBack) {
  MemoryAccess access(bytes_of("0123456789"));
  const auto read = [&](uint64_t first, uint64_t bytes) {
    AccessSource source(access, first, bytes);
    return string_of(*read_all(source, "part", 100));
  };
  EXPECT_EQ(read(0, UINT64_MAX), "0123456789");
  EXPECT_EQ(read(2, 5), "23456");
  EXPECT_EQ(read(8, 5), "89");
  EXPECT_EQ(read(10, 5), "");
  EXPECT_EQ(read(3, 0), "");
}

TEST(Error, NamesObjectExpectedSeenAndWhatToDo) {
  const Error error = Error{Code::denied, "contract", "unsigned"}
                          .want("3 signatures")
                          .saw("2")
                          .advise("ask hospital-b")
                          .in("run");
  EXPECT_EQ(error.to_string(),
            "run: contract: unsigned (expected 3 signatures, seen 2); ask hospital-b");
}

}  // namespace
}  // namespace anchorhold

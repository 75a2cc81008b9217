#include "evidence/snp/report.h"

#include <gtest/gtest.h>

#include "evidence/snp/snp_world_test.h"
#include "testkit/attack.h"

namespace anchorhold::snp {
namespace {

using testkit::put_little;
namespace at = testkit::snp_at;

TEST(SnpReport, ReadsEveryField) {
  const auto parsed = parse_report(forge().good());
  ASSERT_TRUE(parsed.ok());
  const Report& report = parsed->claimed();
  EXPECT_EQ(report.version, 3U);
  EXPECT_EQ(report.guest_svn, 7U);
  EXPECT_EQ(report.policy, 0x3001fU);
  EXPECT_EQ(report.family_id[15], 0xfa);
  EXPECT_EQ(report.image_id[0], 0x1a);
  EXPECT_EQ(report.platform_info, 0x25U);
  EXPECT_EQ(report.signing_key, SigningKey::vcek);
  EXPECT_EQ(report.report_data[63], 0xda);
  EXPECT_EQ(report.measurement[47], 0x3e);
  EXPECT_EQ(report.host_data[31], 0x40);
  EXPECT_EQ(report.report_id[0], 0x4e);
  EXPECT_EQ(report.cpuid, (Cpuid{0x19, 0x01, 0x01}));
  EXPECT_EQ(report.chip_id[63], 0x00);
  EXPECT_EQ(report.current_version.to_text(), "1.55.43");
  EXPECT_FALSE(report.launch_mit_vector.has_value());
}

TEST(SnpReport, Version5HasTheMitigationVectors) {
  const auto parsed = parse_report(forge().body(5));
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->claimed().launch_mit_vector, 0x1fU);
  EXPECT_EQ(parsed->claimed().current_mit_vector, 0x3fU);
}

TEST(SnpReport, S4OtherLengthsAreRefused) {
  const Bytes good = forge().good();
  testkit::for_each_truncation(good,
                               [](ByteView prefix) { EXPECT_FALSE(parse_report(prefix).ok()); });
  for (const size_t size : {1185U, 1216U, 4000U, 4096U}) {
    Bytes longer = good;
    longer.resize(size);
    EXPECT_FALSE(parse_report(longer).ok()) << size;
    EXPECT_FALSE(looks_like_report(longer)) << size;
  }
  Bytes shifted(32);
  append(shifted, ByteView(good).first(1152));
  EXPECT_FALSE(parse_report(shifted).ok());
}

TEST(SnpReport, S5UnknownVersionsAreUnsupported) {
  for (const uint32_t version : {0U, 1U, 4U, 6U, 0x0300U, 0xffffU, 0x03000000U, 0xffffffffU}) {
    Bytes body = forge().body();
    put_little(body, at::version, version, 4);
    const auto parsed = parse_report(body);
    ASSERT_FALSE(parsed.ok()) << version;
    EXPECT_EQ(parsed.error().code, Code::unsupported);
  }
  for (const uint32_t algorithm : {0U, 2U, 0x01000000U}) {
    Bytes body = forge().body();
    put_little(body, at::signature_algo, algorithm, 4);
    EXPECT_FALSE(parse_report(body).ok()) << algorithm;
  }
}

struct Range {
  size_t first;
  size_t last;
};

void expect_zero_demanded(const Bytes& body, const Range& range) {
  for (size_t i = range.first; i <= range.last; ++i) {
    Bytes mutant = body;
    mutant[i] = 1;
    EXPECT_FALSE(parse_report(mutant).ok()) << "version " << int{body[0]} << " byte " << i;
  }
}

TEST(SnpReport, S3ReservedBytesMustBeZero) {
  constexpr Range everywhere[] = {{0x49, 0x4f},   {0x18b, 0x19f}, {0x1eb, 0x1eb}, {0x1ef, 0x1ef},
                                  {0x208, 0x29f}, {0x2d0, 0x2e7}, {0x318, 0x32f}, {0x330, 0x49f}};
  for (const uint32_t version : {2U, 3U, 5U}) {
    for (const Range& range : everywhere) expect_zero_demanded(forge().body(version), range);
  }
  expect_zero_demanded(forge().body(2), {at::cpuid, at::cpuid + 2});
  expect_zero_demanded(forge().body(2), {at::mitigations, at::mitigations + 15});
  expect_zero_demanded(forge().body(3), {at::mitigations, at::mitigations + 15});
}

TEST(SnpReport, KeyInfoHasThreeKnownKeys) {
  for (uint32_t key = 0; key < 8; ++key) {
    Bytes body = forge().body();
    put_little(body, at::key_info, key << 2U, 4);
    EXPECT_EQ(parse_report(body).ok(), key < 2 || key == 7) << key;
  }
  Bytes body = forge().body();
  body[at::key_info] = 0x20;
  EXPECT_FALSE(parse_report(body).ok());
}

TEST(SnpReport, IsRecognisedByContent) {
  EXPECT_TRUE(looks_like_report(forge().good()));
  EXPECT_TRUE(looks_like_report(forge().body(2)));
  EXPECT_FALSE(looks_like_report(Bytes(1184)));
  EXPECT_FALSE(looks_like_report({}));
  EXPECT_FALSE(looks_like_report(Bytes(1184, 0x89)));
}

}  // namespace
}  // namespace anchorhold::snp

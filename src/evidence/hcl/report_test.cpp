#include "evidence/hcl/report.h"

#include <gtest/gtest.h>

#include "testkit/attack.h"
#include "testkit/forged_hcl.h"

namespace anchorhold::hcl {
namespace {

using testkit::HclSpec;

template <class Edit>
Result<Unverified<Report>> parsed(Edit edit) {
  HclSpec spec;
  edit(spec);
  return parse_report(testkit::forge_hcl_report(spec));
}

TEST(HclReport, ReadsBothVersionsAndHardwareKinds) {
  const auto snp = parsed([](HclSpec& s) { s.version = 1; });
  ASSERT_TRUE(snp.ok()) << snp.error().to_string();
  EXPECT_EQ(snp->claimed().version, 1U);
  EXPECT_EQ(snp->claimed().hardware, HardwareKind::snp);
  EXPECT_EQ(snp->claimed().hardware_report, Bytes(1184, 0x5a));
  EXPECT_EQ(text_of(snp->claimed().runtime_data), "{}");
  const Bytes td_report = testkit::forge_td_report(Bytes(64, 9));
  const auto tdx = parsed([&](HclSpec& s) {
    s.hardware_type = 4;
    s.hardware_report = td_report;
    s.hash_type = 2;
  });
  ASSERT_TRUE(tdx.ok()) << tdx.error().to_string();
  EXPECT_EQ(tdx->claimed().hardware, HardwareKind::tdx);
  EXPECT_EQ(tdx->claimed().hardware_report, td_report);
  EXPECT_EQ(tdx->claimed().hash, crypto::HashKind::sha384);
}

TEST(HclReport, FilesOfEverySizeAreFilledUpWithZeros) {
  for (const size_t size : {size_t{0}, size_t{2048}, size_t{2600}, size_t{4096}}) {
    EXPECT_TRUE(parsed([&](HclSpec& s) { s.file_size = size; }).ok()) << size;
  }
  Bytes mutant = testkit::forge_hcl_report({});
  mutant.back() = 1;
  EXPECT_FALSE(parse_report(mutant).ok());
}

TEST(HclReport, A3A4SizesMustAgree) {
  for (const uint32_t size : {0U, 1U, 3U, 23U, 5000U, 0xffffffffU}) {
    EXPECT_FALSE(parsed([&](HclSpec& s) { s.claims_size = size; }).ok()) << size;
    EXPECT_FALSE(parsed([&](HclSpec& s) { s.data_size = size; }).ok()) << size;
    EXPECT_FALSE(parsed([&](HclSpec& s) { s.report_size = size; }).ok()) << size;
  }
  EXPECT_FALSE(parsed([](HclSpec& s) {
                 s.claims_size = 3;
                 s.data_size = 23;
                 s.report_size = 1239;
                 s.file_size = 0;
               }).ok())
      << "past the end";
}

TEST(HclReport, A4HeadersAreStrict) {
  EXPECT_FALSE(parsed([](HclSpec& s) { s.magic = {'H', 'C', 'L', 'B'}; }).ok());
  EXPECT_FALSE(parsed([](HclSpec& s) { s.version = 0; }).ok());
  EXPECT_FALSE(parsed([](HclSpec& s) { s.version = 3; }).ok());
  EXPECT_FALSE(parsed([](HclSpec& s) { s.request = 1; }).ok());
  EXPECT_FALSE(parsed([](HclSpec& s) { s.status = 1; }).ok());
  EXPECT_FALSE(parsed([](HclSpec& s) { s.runtime_version = 2; }).ok());
  for (const uint32_t type : {0U, 1U, 3U, 5U}) {
    EXPECT_FALSE(parsed([&](HclSpec& s) { s.hardware_type = type; }).ok()) << type;
  }
  for (const uint32_t type : {0U, 4U}) {
    EXPECT_FALSE(parsed([&](HclSpec& s) { s.hash_type = type; }).ok()) << type;
  }
  EXPECT_FALSE(parsed([](HclSpec& s) { s.hardware_type = 4; }).ok()) << "an SNP report as TDX";
}

TEST(HclReport, TruncationAtEveryLength) {
  HclSpec spec;
  spec.file_size = 0;
  testkit::for_each_truncation(testkit::forge_hcl_report(spec), [](ByteView prefix) {
    EXPECT_FALSE(parse_report(prefix).ok()) << prefix.size();
  });
}

TEST(HclReport, IsRecognisedByItsBeginning) {
  EXPECT_TRUE(looks_like_report(testkit::forge_hcl_report({})));
  EXPECT_FALSE(looks_like_report(bytes_of("HCLA")));
}

}  // namespace
}  // namespace anchorhold::hcl

// Real HCL reports: what stands in them, and what their hardware reports bind.

#include <gtest/gtest.h>

#include "base/hex.h"
#include "codec/json.h"
#include "evidence/hcl/binding.h"
#include "evidence/hcl/report.h"
#include "evidence/hcl/runtime_data.h"
#include "evidence/hcl/td_report.h"
#include "testkit/vectors.h"

namespace anchorhold::hcl {
namespace {

constexpr size_t snp_report_data = 0x50;  // offset in an SNP report
constexpr size_t td_quote_body = 48;      // offset in a TD quote of version 4

struct Sample {
  std::filesystem::path folder;
  json::Value test;

  Bytes input(std::string_view role) const {
    const json::Value* name = test.find("inputs")->find(role);
    return name == nullptr ? Bytes() : testkit::read_bytes(folder / name->as_string());
  }
  std::string claim(std::string_view name) const {
    const json::Value* value = test.find("claims")->find(name);
    return value == nullptr ? "" : value->as_string();
  }
};

std::vector<Sample> samples() {
  std::vector<Sample> out;
  const auto folder = testkit::vectors_dir();
  if (!folder) return out;
  for (const auto& entry : std::filesystem::directory_iterator(*folder / "azure-vtpm")) {
    const auto path = entry.path() / "case.json";
    if (!std::filesystem::exists(path)) continue;
    out.push_back({entry.path(), json::parse("case.json", testkit::read_text(path)).value()});
  }
  return out;
}

Bytes report_data_in(const Report& report) {
  if (report.hardware == HardwareKind::tdx) return *report_data_of(report.hardware_report);
  return copy_of(ByteView(report.hardware_report).subspan(snp_report_data, 64));
}

TEST(HclVectors, ReportsReadAndBindTheirRuntimeData) {
  if (!testkit::vectors_dir()) GTEST_SKIP() << testkit::kNoVectors;
  EXPECT_GE(samples().size(), 5U);
  for (const Sample& sample : samples()) {
    SCOPED_TRACE(sample.folder.filename().string());
    const auto parsed = parse_report(sample.input("hcl_report"));
    ASSERT_TRUE(parsed.ok()) << parsed.error().to_string();
    const Report& report = parsed->claimed();
    EXPECT_EQ(report.runtime_data, sample.input("runtime_data"));
    const Bytes report_data = report_data_in(report);
    EXPECT_EQ(to_hex(report_data), sample.claim("report_data"));
    EXPECT_TRUE(check_binding(report_data, report.hash, report.runtime_data).ok());
    const auto data = parse_runtime_data(report.runtime_data);
    ASSERT_TRUE(data.ok()) << data.error().to_string();
    EXPECT_EQ(data->user_data ? to_hex(*data->user_data) : "", sample.claim("user_data"));
    EXPECT_EQ(data->attestation_key.bits(), 2048U);
    if (report.hardware != HardwareKind::tdx) continue;
    const Bytes quote = sample.input("td_quote");
    EXPECT_TRUE(
        check_same_td(report.hardware_report, ByteView(quote).subspan(td_quote_body, 584)).ok());
  }
}

TEST(HclVectors, A1AlteredRuntimeDataIsNotBound) {
  if (!testkit::vectors_dir()) GTEST_SKIP() << testkit::kNoVectors;
  for (const Sample& sample : samples()) {
    const Report report = parse_report(sample.input("hcl_report"))->claimed();
    const Bytes report_data = report_data_in(report);
    for (size_t i = 0; i < report.runtime_data.size(); ++i) {
      Bytes mutant = report.runtime_data;
      mutant[i] ^= 1;
      EXPECT_FALSE(check_binding(report_data, report.hash, mutant).ok()) << i;
    }
  }
}

}  // namespace
}  // namespace anchorhold::hcl

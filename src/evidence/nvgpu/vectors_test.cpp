// Reports of real devices, NVIDIA's manifests, and what must be made of each.

#include <gtest/gtest.h>

#include <algorithm>

#include "evidence/nvgpu/verify.h"
#include "testkit/vector_case.h"

namespace anchorhold::nvgpu {
namespace {

using testkit::VectorCase;

std::vector<VectorCase> cases() {
  return testkit::vector_cases("nvgpu", ANCHORHOLD_VECTORS_DEFAULT);
}

std::vector<Bytes> read_all(const VectorCase& test, std::string_view role) {
  std::vector<Bytes> out;
  for (const auto& path : test.files(role)) out.push_back(testkit::read_bytes(path));
  return out;
}

Verification verify(const VectorCase& test, ByteView evidence, std::span<const Bytes> rims) {
  std::vector<crypto::Certificate> chain;
  for (const Bytes& file : read_all(test, "device_chain")) {
    chain = crypto::parse_certificates("device_chain", file).value();
  }
  return verify_evidence(evidence, {.certificates = chain, .rims = rims}, {}, test.at(), nullptr);
}

// The word that case.json has for a stage.
std::string stage_word(Stage stage) {
  if (stage == Stage::structure) return "malformed";
  if (stage == Stage::revocation) return "revoked";
  return std::string(stage_name(stage));
}

TEST(NvidiaVectors, EachReportComesOutAsItsCaseSays) {
  const std::vector<VectorCase> all = cases();
  if (all.empty()) GTEST_SKIP() << testkit::kNoVectors;
  for (const VectorCase& test : all) {
    SCOPED_TRACE(test.name());
    EXPECT_TRUE(looks_like_evidence(test.evidence()));
    const Verification result = verify(test, test.evidence(), read_all(test, "rim"));
    const json::Value& fails = *test.expect().find("fails");
    if (fails.is_string()) {
      EXPECT_EQ(stage_word(result.findings.first_failure()->stage), fails.as_string());
    }
    if (test.expect().find("authentic")->is_null()) continue;
    EXPECT_EQ(result.claims.has_value(), test.authentic())
        << testkit::findings_text(result.findings);
    ASSERT_TRUE(result.said.has_value());
    testkit::expect_claims(test, result.said->claimed());
    if (result.claims) {
      EXPECT_TRUE((*result.claims)->hardware_rooted);
    }
  }
}

TEST(NvidiaVectors, EachBadManifestIsRefused) {
  const std::vector<VectorCase> all = cases();
  if (all.empty()) GTEST_SKIP() << testkit::kNoVectors;
  std::vector<std::string> refusals;
  for (const VectorCase& test : all) {
    for (const Bytes& bad : read_all(test, "rim_bad")) {
      const Verification result = verify(test, test.evidence(), std::span(&bad, 1));
      EXPECT_FALSE(result.claims) << test.name();
      refusals.push_back(result.findings.first_failure()->check);
    }
  }
  std::ranges::sort(refusals);
  EXPECT_EQ(refusals, (std::vector<std::string>{"nvgpu.measurements", "nvgpu.rim.signature",
                                                "nvgpu.rim.signature"}));
}

TEST(NvidiaVectors, AnAlteredReportOrManifestIsRefused) {
  const std::vector<VectorCase> all = cases();
  if (all.empty()) GTEST_SKIP() << testkit::kNoVectors;
  for (const VectorCase& test : all) {
    SCOPED_TRACE(test.name());
    const std::vector<Bytes> rims = read_all(test, "rim");
    Bytes altered = test.evidence();
    if (!verify(test, altered, rims).claims) continue;
    altered.push_back(0);
    EXPECT_FALSE(verify(test, altered, rims).claims);
    altered.pop_back();
    altered[altered.size() / 3] ^= 1;
    EXPECT_FALSE(verify(test, altered, rims).claims);
    for (Bytes rim : rims) {
      for (const size_t place : {size_t{400}, size_t{900}, rim.size() / 2, rim.size() - 5000}) {
        rim[place] ^= 1;
        EXPECT_FALSE(verify(test, test.evidence(), std::span(&rim, 1)).claims) << place;
        rim[place] ^= 1;
      }
    }
  }
}

}  // namespace
}  // namespace anchorhold::nvgpu

// Reports of real devices, NVIDIA's manifests, and what must be made of each.

#include <gtest/gtest.h>

#include "base/hex.h"
#include "codec/json.h"
#include "evidence/nvgpu/verify.h"
#include "testkit/vectors.h"

namespace anchorhold::nvgpu {
namespace {

using Path = std::filesystem::path;

struct Case {
  Path folder;
  json::Value test;
  Bytes evidence;
  std::vector<crypto::Certificate> chain;

  std::string text(std::string_view key) const {
    const json::Value* found = test.find(key);
    return found != nullptr && found->is_string() ? found->as_string() : std::string();
  }
  // The files of a role, in their order.
  std::vector<Bytes> files(std::string_view role) const {
    const json::Value* found = test.find("inputs")->find(role);
    if (found == nullptr) return {};
    if (found->is_string()) return {testkit::read_bytes(folder / found->as_string())};
    std::vector<Bytes> out;
    for (const json::Value& name : found->as_array()) {
      out.push_back(testkit::read_bytes(folder / name.as_string()));
    }
    return out;
  }
  Time at() const { return parse_time("at", text("at")).value(); }

  Verification verify(ByteView bytes, std::span<const Bytes> rims) const {
    return verify_evidence(bytes, {.certificates = chain, .rims = rims}, {}, at(), nullptr);
  }
};

std::vector<Case> cases() {
  const auto folder = testkit::vectors_dir(ANCHORHOLD_VECTORS_DEFAULT);
  if (!folder) return {};
  std::vector<Case> out;
  for (const auto& entry : std::filesystem::directory_iterator(*folder / "nvgpu")) {
    Case next{.folder = entry.path(), .test = {}, .evidence = {}, .chain = {}};
    next.test = json::parse("case.json", testkit::read_text(next.folder / "case.json")).value();
    next.evidence = next.files("evidence").at(0);
    for (const Bytes& file : next.files("device_chain")) {
      next.chain = crypto::parse_certificates("device_chain", file).value();
    }
    out.push_back(std::move(next));
  }
  return out;
}

std::string failure(const Verification& verification) {
  const Finding* first = verification.findings.first_failure();
  return first == nullptr ? "no failure" : first->check + ": " + first->observed;
}

std::string stage_word(Stage stage) {
  if (stage == Stage::structure) return "malformed";
  if (stage == Stage::revocation) return "revoked";
  return std::string(stage_name(stage));
}

void expect_claim(const Claims& claims, const std::string& name, const json::Value& expected) {
  const auto found = claims.vendor.find(name);
  ASSERT_NE(found, claims.vendor.end()) << name;
  if (const auto* number = std::get_if<uint64_t>(&found->second)) {
    EXPECT_EQ(static_cast<int64_t>(*number), expected.as_integer()) << name;
  } else if (const auto* text = std::get_if<std::string>(&found->second)) {
    EXPECT_EQ(*text, expected.as_string()) << name;
  } else {
    EXPECT_EQ(to_hex(std::get<Bytes>(found->second)), expected.as_string()) << name;
  }
}

TEST(NvidiaVectors, EachReportComesOutAsItsCaseSays) {
  const std::vector<Case> all = cases();
  if (all.empty()) GTEST_SKIP() << testkit::kNoVectors;
  for (const Case& next : all) {
    SCOPED_TRACE(next.folder.filename().string());
    EXPECT_TRUE(looks_like_evidence(next.evidence));
    const std::vector<Bytes> rims = next.files("rim");
    const Verification result = next.verify(next.evidence, rims);
    const json::Value& expect = *next.test.find("expect");
    const json::Value& authentic = *expect.find("authentic");
    if (authentic.is_bool()) {
      EXPECT_EQ(result.claims.has_value(), authentic.as_bool()) << failure(result);
      ASSERT_TRUE(result.said.has_value()) << failure(result);
      for (const auto& [name, value] : next.test.find("claims")->as_object()) {
        expect_claim(result.said->claimed(), name, value);
      }
    }
    if (expect.find("fails")->is_string()) {
      EXPECT_EQ(stage_word(result.findings.first_failure()->stage),
                expect.find("fails")->as_string());
    }
    if (result.claims) {
      EXPECT_TRUE((*result.claims)->hardware_rooted);
      EXPECT_EQ((*result.claims)->nonce, (*result.claims)->nonce);
    }
  }
}

TEST(NvidiaVectors, EachBadManifestIsRefused) {
  const std::vector<Case> all = cases();
  if (all.empty()) GTEST_SKIP() << testkit::kNoVectors;
  std::vector<std::string> refusals;
  for (const Case& next : all) {
    SCOPED_TRACE(next.folder.filename().string());
    for (const Bytes& bad : next.files("rim_bad")) {
      const Verification result = next.verify(next.evidence, std::span(&bad, 1));
      EXPECT_FALSE(result.claims);
      ASSERT_NE(result.findings.first_failure(), nullptr);
      refusals.push_back(result.findings.first_failure()->check);
    }
  }
  std::ranges::sort(refusals);
  EXPECT_EQ(refusals, (std::vector<std::string>{"nvgpu.measurements", "nvgpu.rim.signature",
                                                "nvgpu.rim.signature"}));
}

TEST(NvidiaVectors, AnAlteredReportOrManifestIsRefused) {
  const std::vector<Case> all = cases();
  if (all.empty()) GTEST_SKIP() << testkit::kNoVectors;
  for (const Case& next : all) {
    SCOPED_TRACE(next.folder.filename().string());
    const std::vector<Bytes> rims = next.files("rim");
    if (!next.verify(next.evidence, rims).claims) continue;
    Bytes altered = next.evidence;
    altered.push_back(0);
    EXPECT_FALSE(next.verify(altered, rims).claims);
    altered.pop_back();
    altered[altered.size() / 3] ^= 1;
    EXPECT_FALSE(next.verify(altered, rims).claims);
    for (const Bytes& rim : rims) {
      for (const size_t place : {size_t{400}, size_t{900}, rim.size() / 2, rim.size() - 5000}) {
        Bytes changed = rim;
        changed[place] ^= 1;
        EXPECT_FALSE(next.verify(next.evidence, std::span(&changed, 1)).claims) << place;
      }
    }
  }
}

}  // namespace
}  // namespace anchorhold::nvgpu

#include "appraise/policy_file.h"

#include <gtest/gtest.h>

#include "appraise/appraise.h"

namespace anchorhold::appraise {
namespace {

constexpr const char* least = R"(
max_age_seconds = 300
[[accept]]
tee = "snp"
[accept.measurements]
measurement = "aa01"
)";

Claims snp() {
  Claims claims;
  claims.tee = TeeKind::snp;
  claims.hardware_rooted = true;
  claims.root[0] = 1;
  claims.debug = false;
  claims.product = "Milan";
  claims.security_version = 3;
  claims.svn = {{"snp", 20}, {"microcode", 200}};
  claims.measurements = {{"measurement", {0xaa, 0x01}}, {"host_data", {0xbb}}};
  claims.signers = {{"author_key_digest", {0xcc}}};
  claims.report_data = Bytes(64, 9);
  claims.vendor = {{"vmpl", uint64_t{0}}, {"signing_key", std::string("VCEK")}, {"raw", Bytes{1}}};
  return claims;
}

std::string judge(const Claims& claims, const std::string& text) {
  const auto policy = parse_policy("policy.toml", text);
  if (!policy.ok()) return policy.error().to_string();
  Binding binding;
  binding.report_data = Bytes(64, 9);
  const Findings findings = appraise(claims, *policy, binding, Time());
  return findings.accepted() ? "accepted" : findings.first_failure()->check;
}

std::string with(const std::string& rule) {
  // Rules of the accepted combination come before its tables.
  const std::string text = least;
  const size_t table = text.find("[accept.measurements]");
  return text.substr(0, table) + rule + "\n" + text.substr(table);
}

TEST(PolicyFile, TheLeastPolicyAcceptsWhatItNames) {
  EXPECT_EQ(judge(snp(), least), "accepted");
  Claims other = snp();
  other.measurements["measurement"] = {0xaa, 0x02};
  EXPECT_EQ(judge(other, least), "appraise.measurements");
  other.measurements.erase("measurement");
  EXPECT_EQ(judge(other, least), "appraise.measurements");
}

TEST(PolicyFile, JsonSaysTheSame) {
  EXPECT_EQ(judge(snp(), R"({"max_age_seconds": 300, "accept": [
      {"tee": "snp", "measurements": {"measurement": ["00", "aa01"]}}]})"),
            "accepted");
}

TEST(PolicyFile, EachRuleHasATruthAndAFailure) {
  EXPECT_EQ(judge(snp(), with("products = [\"Milan\"]")), "accepted");
  EXPECT_EQ(judge(snp(), with("products = [\"Genoa\"]")), "appraise.product");
  EXPECT_EQ(judge(snp(), with("minimum_security_version = 3")), "accepted");
  EXPECT_EQ(judge(snp(), with("minimum_security_version = 4")), "appraise.security_version");
  EXPECT_EQ(judge(snp(), with("minimum_svn = { snp = 20 }")), "accepted");
  EXPECT_EQ(judge(snp(), with("minimum_svn = { snp = 21 }")), "appraise.svn");
  EXPECT_EQ(judge(snp(), with("minimum_svn = { fmc = 0 }")), "appraise.svn") << "absent is not 0";
  EXPECT_EQ(judge(snp(), with("signers = { author_key_digest = \"cc\" }")), "accepted");
  EXPECT_EQ(judge(snp(), with("signers = { author_key_digest = \"cd\" }")), "appraise.signers");
  EXPECT_EQ(judge(snp(), with("claims = { vmpl = 0, signing_key = [\"VLEK\", \"VCEK\"] }")),
            "accepted");
  EXPECT_EQ(judge(snp(), with("claims = { vmpl = 1 }")), "appraise.claim");
  EXPECT_EQ(judge(snp(), with("claims = { raw = \"hex:01\" }")), "accepted");
  EXPECT_EQ(judge(snp(), with("claims = { absent = 0 }")), "appraise.claim");
}

TEST(PolicyFile, DebugIsAcceptedOnlyInsecurely) {
  Claims debug = snp();
  debug.debug = true;
  EXPECT_EQ(judge(debug, least), "appraise.debug");
  EXPECT_EQ(judge(debug, with("insecure_allow_debug = true")), "accepted");
}

TEST(PolicyFile, TimelessEvidenceIsAcceptedOnlyInsecurely) {
  const auto allows = [](const std::string& text) {
    return parse_policy("policy.toml", text)->accept.front().insecure_allow_timeless;
  };
  EXPECT_FALSE(allows(least));
  EXPECT_TRUE(allows(with("insecure_allow_timeless = true")));
}

TEST(PolicyFile, CautionsAreRefusedUnlessAcceptedByName) {
  Claims claims = snp();
  claims.cautions = {"migration-agent", "vmpl-1"};
  EXPECT_EQ(judge(claims, least), "appraise.cautions");
  EXPECT_EQ(judge(claims, with("accepted_cautions = [\"vmpl-1\"]")), "appraise.cautions");
  EXPECT_EQ(judge(claims, with("accepted_cautions = [\"vmpl-1\", \"migration-agent\"]")),
            "accepted");
}

TEST(PolicyFile, Sha1MeasuresNothingUnlessAcceptedInsecurely) {
  Claims claims = snp();
  claims.measurements["sha1_pcr7"] = Bytes(20, 1);
  const std::string text =
      std::string(least) + "sha1_pcr7 = \"" + "0101010101010101010101010101010101010101" + "\"\n";
  EXPECT_EQ(judge(claims, text), "appraise.measurements");
  std::string allowed = text;
  allowed.insert(allowed.find("[accept.measurements]"), "insecure_allow_sha1 = true\n");
  EXPECT_EQ(judge(claims, allowed), "accepted");
}

TEST(PolicyFile, TcbRulesAreJudgedEvenWhenNotNamed) {
  Claims claims = snp();
  claims.tcb = Tcb{.status = TcbStatus::up_to_date, .date = Time(), .evaluation = 17};
  EXPECT_EQ(judge(claims, least), "accepted");
  claims.tcb->advisories = {"INTEL-SA-00001"};
  EXPECT_EQ(judge(claims, least), "appraise.advisories");
  EXPECT_EQ(judge(claims, with("tcb = { accepted_advisories = [\"INTEL-SA-00001\"] }")),
            "accepted");
  claims.tcb->advisories.clear();
  claims.tcb->status = TcbStatus::sw_hardening_needed;
  EXPECT_EQ(judge(claims, least), "appraise.tcb.status");
  EXPECT_EQ(judge(claims, with("tcb = { minimum = \"SWHardeningNeeded\" }")), "accepted");
  EXPECT_EQ(
      judge(claims, with("tcb = { minimum = \"OutOfDate\", not_before = 2024-01-01T00:00:00Z }")),
      "appraise.tcb.date");
  EXPECT_EQ(judge(claims, with("tcb = { minimum = \"OutOfDate\", minimum_evaluation = 18 }")),
            "appraise.tcb.evaluation");
  claims.tcb.reset();
  EXPECT_EQ(judge(claims, with("tcb = { not_before = 2024-01-01T00:00:00Z }")),
            "appraise.tcb.status")
      << "a demanded status that the evidence cannot have";
  EXPECT_EQ(judge(claims, with("tcb = { minimum = \"UpToDate\" }")), "appraise.tcb.status");
  EXPECT_EQ(judge(claims, with("tcb = { minimum = \"OutOfDate\" }")), "appraise.tcb.status");
}

TEST(PolicyFile, PartsMustBeNamedAndJudged) {
  Claims whole = snp();
  Claims gpu;
  gpu.tee = TeeKind::nvgpu;
  gpu.hardware_rooted = true;
  gpu.root[0] = 2;
  gpu.measurements = {{"index_1", {0x11}}};
  whole.parts["gpu0"] = gpu;
  EXPECT_EQ(judge(whole, least), "appraise.parts") << "nobody named the GPU";
  const std::string named = std::string(least) + R"(
[[accept.parts.gpu0]]
tee = "nvgpu"
measurements = { index_1 = "11" }
)";
  EXPECT_EQ(judge(whole, named), "accepted");
  EXPECT_EQ(judge(snp(), named), "appraise.parts") << "the GPU is missing";
  whole.parts["gpu0"].measurements["index_1"] = {0x12};
  EXPECT_EQ(judge(whole, named), "appraise.measurements");
}

TEST(PolicyFile, WhatIsNotKnownIsRefusedWithItsPlace) {
  const auto refused = [](const std::string& text) {
    const auto policy = parse_policy("p.toml", text);
    return policy.ok() ? std::string("accepted") : policy.error().to_string();
  };
  EXPECT_NE(refused(with("debug = true")).find("p.toml:"), std::string::npos);
  EXPECT_NE(refused(with("tee2 = 1")), "accepted");
  EXPECT_NE(refused("max_age_seconds = 300\naccept = []\nx = 1\n"), "accepted");
  EXPECT_NE(refused("max_age_seconds = 300\n[[accept]]\ntee = \"snp\"\n"), "accepted")
      << "no measurements";
  EXPECT_NE(refused("[[accept]]\ntee = \"snp\"\nmeasurements = { a = \"00\" }\n"), "accepted")
      << "no age";
  EXPECT_NE(refused(with("products = \"Milan\"")), "accepted");
  EXPECT_NE(refused(with("signers = { a = [] }")), "accepted");
  EXPECT_NE(refused(with("products = []")), "accepted");
  EXPECT_NE(refused(with("roots = []")), "accepted");
  EXPECT_NE(refused("require = []\n" + std::string(least)), "accepted");
  EXPECT_NE(refused(with("tcb = { minimum = \"fine\" }")), "accepted");
}

TEST(PolicyFile, AnEmptyListOfCombinationsAcceptsNothing) {
  EXPECT_EQ(judge(snp(), "max_age_seconds = 300\naccept = []\n"), "appraise.tee");
}

TEST(PolicyFile, ADemandedBindingMustBeGiven) {
  EXPECT_EQ(judge(snp(), "require = [\"nonce\"]\n" + std::string(least)), "appraise.nonce");
  EXPECT_EQ(judge(snp(), "require = [\"report_data\"]\n" + std::string(least)), "accepted");
}

}  // namespace
}  // namespace anchorhold::appraise

// The public C++ functions: every demand counts, and none is dropped.
#include "anchorhold/verify.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "api/bundle.h"
#include "api/demands.h"
#include "api/demands_test.h"

namespace anchorhold::api {
namespace {

std::string first_failed_check(const Judgement& judgement) {
  for (const CheckResult& check : judgement.checks)
    if (check.outcome == "fail" || check.outcome == "not run") return check.id;
  return judgement.error.empty() ? "none" : judgement.error;
}

// The bundle that the demands would make.
std::string bundle_of(const Asked& asked) {
  const auto question = question_of(asked.demands);
  const auto judged = judge_evidence(asked.evidence, *question);
  return make_bundle(asked.evidence, *question, "", *judged);
}

BundleDemands own_policy(const Asked& asked) {
  BundleDemands demands;
  demands.policy = asked.demands.policy;
  demands.anchors = asked.demands.anchors;
  demands.software_roots = asked.demands.software_roots;
  return demands;
}

TEST(VerifyEvidence, RequiresRevocationListsWhenAsked) {
  Asked asked = snp_asked();
  EXPECT_EQ(first_failed_check(verify_evidence(asked.evidence, asked.demands)), "none");
  asked.demands.require_crl = true;
  const Judgement without = verify_evidence(asked.evidence, asked.demands);
  EXPECT_EQ(without.verdict, Verdict::rejected);
  EXPECT_EQ(first_failed_check(without), "snp.crl");
  asked.demands.collateral.push_back(snp_revocation_list());
  EXPECT_EQ(verify_evidence(asked.evidence, asked.demands).verdict, Verdict::accepted);
}

TEST(VerifyEvidence, TakesSoftwareRootsWithAndWithoutTheirPrefix) {
  Asked asked = software_asked();
  EXPECT_EQ(verify_evidence(asked.evidence, asked.demands).verdict, Verdict::accepted);
  std::string& root = asked.demands.software_roots.front();
  root = root.substr(root.find(':') + 1);
  EXPECT_EQ(verify_evidence(asked.evidence, asked.demands).verdict, Verdict::accepted);
  root.pop_back();
  EXPECT_NE(verify_evidence(asked.evidence, asked.demands).error, "");
  asked.demands.software_roots.clear();
  EXPECT_EQ(verify_evidence(asked.evidence, asked.demands).verdict, Verdict::rejected);
}

TEST(VerifyEvidence, JudgesTheSameWithACache) {
  EvidenceCache cache;
  for (int i = 0; i < 2; ++i) {
    Asked asked = snp_asked();
    EXPECT_EQ(verify_evidence(asked.evidence, asked.demands, &cache).verdict, Verdict::accepted);
    asked.demands.at_ms += std::int64_t{100} * 365 * 24 * 3600 * 1000;
    EXPECT_EQ(verify_evidence(asked.evidence, asked.demands, &cache).verdict, Verdict::rejected);
    asked = software_asked();
    EXPECT_EQ(verify_evidence(asked.evidence, asked.demands, &cache).verdict, Verdict::accepted);
    asked.demands.software_roots.clear();
    EXPECT_EQ(verify_evidence(asked.evidence, asked.demands, &cache).verdict, Verdict::rejected);
  }
}

TEST(VerifyEvidence, NamesTheDemandThatCannotBeRead) {
  Asked asked = snp_asked();
  asked.demands.nonce = "xyz";
  const Judgement judgement = verify_evidence(asked.evidence, asked.demands);
  EXPECT_EQ(judgement.verdict, Verdict::rejected);
  EXPECT_EQ(judgement.error.find("nonce: "), 0U) << judgement.error;
  asked = snp_asked();
  asked.demands.at_ms = -1;
  EXPECT_EQ(verify_evidence(asked.evidence, asked.demands).error.find("at_ms: "), 0U);
}

TEST(VerifyBundle, KeepsTheDemandForRevocationLists) {
  Asked asked = snp_asked();
  asked.demands.require_crl = true;
  const std::string without = bundle_of(asked);
  EXPECT_EQ(verify_bundle(without, {}).verdict, Verdict::rejected);
  EXPECT_EQ(first_failed_check(verify_bundle(without, own_policy(asked))), "snp.crl");
  asked.demands.collateral.push_back(snp_revocation_list());
  const std::string with = bundle_of(asked);
  EXPECT_EQ(verify_bundle(with, {}).verdict, Verdict::unproven);
  EXPECT_EQ(verify_bundle(with, own_policy(asked)).verdict, Verdict::accepted);
}

TEST(VerifyEvidence, ACacheThatWasMovedFromIsNone) {
  const Asked asked = snp_asked();
  EvidenceCache first;
  const EvidenceCache second = std::move(first);
  EXPECT_EQ(verify_evidence(asked.evidence, asked.demands, &first).verdict, Verdict::accepted);
}

TEST(VerifyBundle, TheCallerMayDemandRevocationListsThatTheBundleDoesNot) {
  const Asked asked = snp_asked();
  const std::string bundle = bundle_of(asked);
  EXPECT_EQ(verify_bundle(bundle, {}).verdict, Verdict::unproven);
  BundleDemands demands;
  demands.require_crl = true;
  EXPECT_EQ(first_failed_check(verify_bundle(bundle, demands)), "snp.crl");
  demands = own_policy(asked);
  EXPECT_EQ(verify_bundle(bundle, demands).verdict, Verdict::accepted);
  demands.require_crl = true;
  EXPECT_EQ(first_failed_check(verify_bundle(bundle, demands)), "snp.crl");
}

TEST(VerifyBundle, ItsSoftwareRootsAreTheCallers) {
  const Asked asked = software_asked();
  const std::string bundle = bundle_of(asked);
  BundleDemands demands = own_policy(asked);
  EXPECT_EQ(verify_bundle(bundle, demands).verdict, Verdict::accepted);
  demands.software_roots.clear();
  EXPECT_EQ(verify_bundle(bundle, demands).verdict, Verdict::rejected);
  demands.software_roots = {"no digest"};
  EXPECT_NE(verify_bundle(bundle, demands).error, "");
}

TEST(VerifyBundle, TrustWithoutAPolicyIsRefused) {
  const Asked asked = software_asked();
  BundleDemands demands;
  demands.software_roots = asked.demands.software_roots;
  EXPECT_NE(verify_bundle(bundle_of(asked), demands).error, "");
}

TEST(VerifyBundle, APolicyAndAContractAtOnceAreRefused) {
  const Asked asked = software_asked();
  BundleDemands demands = own_policy(asked);
  demands.contract = "no contract";
  EXPECT_NE(verify_bundle(bundle_of(asked), demands).error, "");
}

}  // namespace
}  // namespace anchorhold::api

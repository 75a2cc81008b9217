// The C functions: they say what the C++ ones say, and take no null pointer for nothing.
#include <gtest/gtest.h>

#include "anchorhold/verify.h"
#include "api/demands_test.h"
#include "api/judgement_json.h"

namespace anchorhold::api {
namespace {

struct Answered {
  anchorhold_verdict verdict;
  json::Value judgement;

  std::string error() const { return judgement.find("error")->as_string(); }
};

Answered ask(ByteView evidence, const anchorhold_demands* demands) {
  char* text = nullptr;
  const auto verdict = anchorhold_verify_evidence(evidence.data(), evidence.size(), demands, &text);
  if (text == nullptr) return {verdict, json::Value::object({{"error", "no text"}})};
  Answered answered{verdict, json::parse("judgement", text).value()};
  anchorhold_free(text);
  return answered;
}

// CDemands: the demands as a C program would write them; they point into an Asked.
struct CDemands {
  explicit CDemands(const Asked& asked) {
    const EvidenceDemands& from = asked.demands;
    collateral = files_in_c(from.collateral);
    anchors = files_in_c(from.anchors);
    roots.reserve(from.software_roots.size());
    for (const std::string& root : from.software_roots) roots.push_back(root.c_str());
    demands.policy = from.policy.c_str();
    demands.collateral = collateral.data();
    demands.collateral_count = collateral.size();
    demands.anchors = anchors.data();
    demands.anchor_count = anchors.size();
    demands.software_roots = roots.data();
    demands.software_root_count = roots.size();
    demands.report_data = from.report_data.c_str();
    demands.at_ms = from.at_ms;
  }

  static std::vector<anchorhold_file> files_in_c(const std::vector<File>& files) {
    std::vector<anchorhold_file> out;
    out.reserve(files.size());
    for (const File& file : files)
      out.push_back({file.name.c_str(), nullptr, file.bytes.data(), file.bytes.size()});
    return out;
  }

  std::vector<anchorhold_file> collateral;
  std::vector<anchorhold_file> anchors;
  std::vector<const char*> roots;
  anchorhold_demands demands{};
};

TEST(VerifyInC, SaysVerdictChecksAndClaims) {
  const Asked asked = snp_asked();
  const CDemands c(asked);
  const Answered answered = ask(asked.evidence, &c.demands);
  EXPECT_EQ(answered.verdict, ANCHORHOLD_ACCEPTED) << answered.error();
  EXPECT_EQ(answered.judgement.find("verdict")->as_string(), "accepted");
  EXPECT_EQ(answered.judgement.find("claims")->find("tee")->as_string(), "snp");
  EXPECT_FALSE(answered.judgement.find("checks")->as_array().empty());
  EXPECT_EQ(answered.error(), "");
}

TEST(VerifyInC, RequiresRevocationListsWhenAsked) {
  Asked asked = snp_asked();
  CDemands c(asked);
  c.demands.require_crl = 1;
  EXPECT_EQ(ask(asked.evidence, &c.demands).verdict, ANCHORHOLD_REJECTED);
  asked.demands.collateral.push_back(snp_revocation_list());
  CDemands with(asked);
  with.demands.require_crl = 1;
  EXPECT_EQ(ask(asked.evidence, &with.demands).verdict, ANCHORHOLD_ACCEPTED);
}

TEST(VerifyInC, TakesSoftwareRoots) {
  const Asked asked = software_asked();
  CDemands c(asked);
  EXPECT_EQ(ask(asked.evidence, &c.demands).verdict, ANCHORHOLD_ACCEPTED);
  c.demands.policy = nullptr;
  EXPECT_EQ(ask(asked.evidence, &c.demands).verdict, ANCHORHOLD_UNPROVEN);
  c.demands.software_root_count = 0;
  EXPECT_EQ(ask(asked.evidence, &c.demands).verdict, ANCHORHOLD_REJECTED);
}

TEST(VerifyInC, ANullPointerWithASizeIsAnErrorThatNamesIt) {
  const Asked asked = software_asked();
  const auto error_with = [&](auto spoil) {
    CDemands c(asked);
    spoil(c);
    const Answered answered = ask(asked.evidence, &c.demands);
    EXPECT_EQ(answered.verdict, ANCHORHOLD_REJECTED);
    return answered.error();
  };
  EXPECT_NE(error_with([](CDemands& c) {
              c.demands.software_roots = nullptr;
            }).find("software_roots: a null pointer"),
            std::string::npos);
  EXPECT_NE(
      error_with([](CDemands& c) { c.roots.front() = nullptr; }).find("software_roots: a null"),
      std::string::npos);
  EXPECT_NE(error_with([](CDemands& c) {
              c.demands.collateral = nullptr;
              c.demands.collateral_count = 2;
            }).find("collateral: a null pointer"),
            std::string::npos);
  const anchorhold_file empty = {"root.der", nullptr, nullptr, 7};
  EXPECT_NE(error_with([&](CDemands& c) {
              c.demands.anchors = &empty;
              c.demands.anchor_count = 1;
            }).find("anchors root.der: a null pointer"),
            std::string::npos);
  EXPECT_NE(ask(asked.evidence, nullptr).error().find("demands: a null pointer"),
            std::string::npos);
  char* text = nullptr;
  const anchorhold_demands none{};
  EXPECT_EQ(anchorhold_verify_evidence(nullptr, 3, &none, &text), ANCHORHOLD_REJECTED);
  EXPECT_NE(std::string(text).find("evidence: a null pointer"), std::string::npos);
  anchorhold_free(text);
}

TEST(VerifyInC, NothingOfNoSizeAndNoAnswerWantedAreFine) {
  const anchorhold_demands none{};
  EXPECT_EQ(anchorhold_verify_evidence(nullptr, 0, &none, nullptr), ANCHORHOLD_REJECTED);
  EXPECT_EQ(anchorhold_verify_evidence(nullptr, 0, nullptr, nullptr), ANCHORHOLD_REJECTED);
  const Asked asked = software_asked();
  const CDemands c(asked);
  EXPECT_EQ(
      anchorhold_verify_evidence(asked.evidence.data(), asked.evidence.size(), &c.demands, nullptr),
      ANCHORHOLD_ACCEPTED);
  anchorhold_free(nullptr);
}

TEST(JudgementJson, HoldsClaimsThatTheParserWouldNotTake) {
  JudgedEvidence judged;
  judged.claims.emplace();
  const json::Limits limits;
  for (size_t depth = 0; depth < limits.depth; ++depth) {
    Claims whole;
    whole.parts.emplace("part", std::move(*judged.claims));
    judged.claims = std::move(whole);
  }
  const json::Value value = judgement_json(judged);
  ASSERT_NE(value.find("claims"), nullptr);
  EXPECT_FALSE(json::parse("judgement", json::canonical(value)).ok());
}

}  // namespace
}  // namespace anchorhold::api

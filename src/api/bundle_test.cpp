#include "api/bundle.h"

#include <gtest/gtest.h>

#include "api/appraisal.h"
#include "base/hex.h"
#include "testkit/forged_nsm.h"

namespace anchorhold::api {
namespace {

const testkit::NsmForge& forge() {
  static const testkit::NsmForge instance;
  return instance;
}

Bytes evidence() {
  return forge().sign(forge().document());
}

std::string policy_text(std::string_view pcr0) {
  const auto root = std::get<nsm::SoftwareAnchor>(forge().anchor()).root;
  return "max_age_seconds = 300\n[[accept]]\ntee = \"software\"\nroots = [\"sha256:" +
         to_hex(root) + "\"]\n[accept.measurements]\npcr0 = \"" + std::string(pcr0) + "\"\n";
}

Question question() {
  Question out;
  out.at = testkit::NsmForge::at();
  out.software_roots = {std::get<nsm::SoftwareAnchor>(forge().anchor()).root};
  out.policy = policy_text(to_hex(forge().document().pcrs.at(0)));
  out.binding.nonce = forge().document().nonce;
  return out;
}

std::string bundle_text() {
  const auto judged = judge_evidence(evidence(), question());
  EXPECT_EQ(judged.value().verdict, Verdict::accepted);
  return make_bundle(evidence(), question(), "", judged.value());
}

TEST(Bundle, IsJudgedAgainByteForByte) {
  const auto bundle = read_bundle("bundle", bundle_text());
  ASSERT_TRUE(bundle.ok()) << bundle.error().to_string();
  EXPECT_EQ(bundle->evidence, evidence());
  EXPECT_EQ(bundle->question.at, question().at);
  const auto judged = judge_as_recorded(*bundle);
  ASSERT_TRUE(judged.ok()) << judged.error().to_string();
  EXPECT_EQ(judged->verdict, Verdict::unproven) << "the caller chose neither policy nor anchors";
}

TEST(Bundle, TheCallersPolicyAndAnchorsReplaceItsOwn) {
  const auto bundle = read_bundle("bundle", bundle_text());
  Question mine;
  mine.policy = question().policy;
  EXPECT_EQ(judge_bundle(*bundle, mine).value().verdict, Verdict::rejected)
      << "a root that only the bundle names is none";
  mine.software_roots = question().software_roots;
  EXPECT_EQ(judge_bundle(*bundle, mine).value().verdict, Verdict::accepted);
}

TEST(Bundle, AnAlteredOneDoesNotComeOutAsRecorded) {
  std::string text = bundle_text();
  const std::string accepted = "\"verdict\":\"accepted\"";
  text.replace(text.find(accepted), accepted.size(), "\"verdict\":\"rejected\"");
  const auto judged = judge_as_recorded(read_bundle("bundle", text).value());
  ASSERT_FALSE(judged.ok());
  EXPECT_EQ(judged.error().code, Code::conflict);
}

TEST(Bundle, EveryTruncationAndUnknownMemberIsRefused) {
  const std::string text = bundle_text();
  for (size_t size = 0; size < text.size(); size += 7)
    EXPECT_FALSE(read_bundle("bundle", text.substr(0, size)).ok()) << size;
  std::string unknown = text;
  unknown.insert(1, "\"extra\":1,");
  EXPECT_FALSE(read_bundle("bundle", unknown).ok());
  std::string version = text;
  version.replace(version.find("\"anchorhold_bundle\":1"), 21, "\"anchorhold_bundle\":2");
  EXPECT_FALSE(read_bundle("bundle", version).ok());
}

TEST(JudgeEvidence, APolicyAndAContractAtOnceAreRefusedAsAreUnreadableOnes) {
  Question bad = question();
  bad.policy = "max_age_seconds = ";
  EXPECT_FALSE(judge_evidence(evidence(), bad).ok());
  EXPECT_FALSE(judge_evidence(Bytes(100, 1), question()).ok()) << "no known format";
  EXPECT_FALSE(judge_evidence(Bytes((1 << 20) + 1, 1), question()).ok()) << "too large";
}

TEST(JudgeEvidence, WithoutAPolicyTheVerdictIsAtBestUnproven) {
  Question none = question();
  none.policy.clear();
  EXPECT_EQ(judge_evidence(evidence(), none).value().verdict, Verdict::unproven);
  none.binding.nonce->push_back(0);
  EXPECT_EQ(judge_evidence(evidence(), none).value().verdict, Verdict::rejected);
}

TEST(JudgeEvidence, ThePolicyDecides) {
  Question other = question();
  other.policy = policy_text(std::string(96, '1'));
  const auto judged = judge_evidence(evidence(), other);
  EXPECT_EQ(judged.value().verdict, Verdict::rejected);
  EXPECT_EQ(judged.value().findings.first_failure()->check, "appraise.measurements");
  EXPECT_TRUE(judged.value().claims.has_value()) << "authentic all the same";
}

}  // namespace
}  // namespace anchorhold::api

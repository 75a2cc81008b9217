// Judgements of forged evidence against appraisals/*.txt. After a change that is meant, run the
// program with ANCHORHOLD_WRITE_GOLDEN=1 in its environment and read the difference in review.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "cases.h"
#include "codec/json.h"
#include "verifier/format.h"

namespace anchorhold::golden {
namespace {

namespace fs = std::filesystem;

const fs::path folder = ANCHORHOLD_GOLDEN;

std::string verdict_word(Verdict verdict) {
  if (verdict == Verdict::accepted) return "accepted";
  return verdict == Verdict::unproven ? "authentic, not appraised" : "rejected";
}

void put(std::string& out, std::string_view label, const std::string& value) {
  if (!value.empty()) out += "    " + std::string(label) + ": " + value + "\n";
}

// One paragraph for each check; where it comes from and what to do only when it did not pass.
std::string paragraph(const CheckResult& check) {
  std::string out = check.outcome + ": " + check.id + ": " + check.subject;
  if (check.outcome == "not applicable") return out + "; " + check.observed + "\n";
  out += "\n";
  put(out, "expected", check.expected);
  put(out, "seen", check.observed);
  if (check.outcome == "pass") return out;
  put(out, "source", check.clause);
  put(out, "next", check.advice);
  return out;
}

std::string printed(const Judgement& judgement) {
  std::string out = "verdict: " + verdict_word(judgement.verdict) + "\n";
  if (!judgement.error.empty()) out += "error: " + judgement.error + "\n";
  if (!judgement.format.empty()) out += "format: " + judgement.format + "\n\n";
  for (const CheckResult& check : judgement.checks) out += paragraph(check);
  // What rejected evidence says differs from the accepted case's claims by what the findings show.
  if (judgement.verdict != Verdict::rejected)
    out += "\nclaims: " + json::pretty(json::parse("claims", judgement.claims).value());
  return out;
}

const std::map<std::string, std::string>& appraisals() {
  static const auto all = [] {
    std::map<std::string, std::string> texts;
    for (const Case& one : all_cases())
      texts.emplace(one.name, printed(verify_evidence(one.evidence, one.demands)));
    return texts;
  }();
  return all;
}

std::set<std::string> committed() {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".txt") names.insert(entry.path().stem().string());
  return names;
}

std::string read(const std::string& name) {
  std::ifstream in(folder / (name + ".txt"), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void rewrite() {
  for (const std::string& name : committed()) fs::remove(folder / (name + ".txt"));
  for (const auto& [name, text] : appraisals())
    std::ofstream(folder / (name + ".txt"), std::ios::binary) << text;
}

TEST(Golden, AppraisalsAreTheCommittedOnes) {
  if (std::getenv("ANCHORHOLD_WRITE_GOLDEN") != nullptr) {
    rewrite();
    GTEST_SKIP() << "rewritten; read the difference";
  }
  for (const auto& [name, text] : appraisals())
    EXPECT_EQ(text, read(name)) << name << ": if the change is meant, run this with "
                                << "ANCHORHOLD_WRITE_GOLDEN=1 and commit the difference";
  for (const std::string& name : committed())
    EXPECT_TRUE(appraisals().contains(name)) << name << ".txt is of no case";
}

// Each format: evidence that is authentic, and evidence that is refused.
TEST(Golden, EveryFormatIsThere) {
  for (const verifier::Format& format : verifier::formats()) {
    bool authentic = false;
    bool refused = false;
    for (const auto& [name, text] : appraisals()) {
      if (!name.starts_with(std::string(format.name) + ".")) continue;
      const bool rejected = text.starts_with("verdict: rejected");
      (rejected ? refused : authentic) = true;
    }
    EXPECT_TRUE(authentic && refused) << format.name;
  }
}

TEST(Golden, JudgementsDoNotChangeFromOneRunToTheNext) {
  const std::vector<Case> again = all_cases();
  EXPECT_EQ(again.size(), appraisals().size()) << "two cases have one name";
  for (const Case& one : again)
    EXPECT_EQ(printed(verify_evidence(one.evidence, one.demands)), appraisals().at(one.name))
        << one.name;
}

}  // namespace
}  // namespace anchorhold::golden

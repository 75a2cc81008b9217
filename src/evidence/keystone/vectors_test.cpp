// Reports under the published test key, and what must be made of each.

#include <gtest/gtest.h>

#include "evidence/keystone/verify.h"
#include "testkit/vector_case.h"

namespace anchorhold::keystone {
namespace {

using testkit::VectorCase;

TEST(Vectors, EachReportComesOutAsItsCaseSays) {
  const auto cases = testkit::vector_cases("keystone", ANCHORHOLD_VECTORS_DEFAULT);
  if (cases.empty()) GTEST_SKIP() << testkit::kNoVectors;
  for (const VectorCase& test : cases) {
    SCOPED_TRACE(test.name());
    const Bytes report = test.evidence();
    std::vector<GivenAnchor> anchors;
    for (const auto& path : test.anchor_files()) {
      anchors.push_back({testkit::vector_key(path).spki_sha256()});
    }
    const Options insecure = {.insecure_test_device_key = true};
    const Verification result = verify_report(report, insecure, anchors);
    EXPECT_EQ(result.claims.has_value(), test.authentic())
        << testkit::findings_text(result.findings);
    EXPECT_TRUE(looks_like_report(report));
    ASSERT_TRUE(result.said);
    testkit::expect_claims(test, result.said->claimed());
    EXPECT_FALSE(verify_report(report, {}, anchors).claims) << "the test key needs the option";
    EXPECT_FALSE(verify_report(report, insecure, {}).claims) << "the option names no anchor";
    if (!test.authentic()) {
      const bool length = test.expect().find("fails")->as_string() == "malformed";
      EXPECT_EQ(result.findings.first_failure()->stage,
                length ? Stage::structure : Stage::signature);
    }
  }
}

}  // namespace
}  // namespace anchorhold::keystone

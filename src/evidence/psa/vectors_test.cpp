// Published tokens, and what must be made of each.

#include <gtest/gtest.h>

#include "evidence/psa/verify.h"
#include "testkit/vector_case.h"

namespace anchorhold::psa {
namespace {

using testkit::VectorCase;

struct Trust {
  std::vector<crypto::SubjectKey> keys;
  std::vector<GivenAnchor> anchors;
};

Trust trust_of(const VectorCase& test) {
  Trust out;
  for (const auto& path : test.files("public_key")) out.keys.push_back(testkit::vector_key(path));
  for (const auto& path : test.anchor_files()) {
    out.anchors.push_back({testkit::vector_key(path).spki_sha256()});
  }
  return out;
}

Verification verify(ByteView token, const Trust& trust) {
  return verify_token(token, {.keys = trust.keys}, trust.anchors);
}

TEST(Vectors, EachTokenComesOutAsItsCaseSays) {
  const auto cases = testkit::vector_cases("psa", ANCHORHOLD_VECTORS_DEFAULT);
  if (cases.empty()) GTEST_SKIP() << testkit::kNoVectors;
  for (const VectorCase& test : cases) {
    SCOPED_TRACE(test.name());
    const Bytes token = test.evidence();
    const Trust trust = trust_of(test);
    EXPECT_TRUE(looks_like_token(token)) << "a refused one too";
    const Verification result = verify(token, trust);
    EXPECT_EQ(result.claims.has_value(), test.authentic())
        << testkit::findings_text(result.findings);
    if (!test.authentic()) {
      EXPECT_NE(result.findings.first_failure(), nullptr);
      continue;
    }
    testkit::expect_claims(test, **result.claims);
    EXPECT_FALSE((*result.claims)->hardware_rooted);
    EXPECT_EQ((*result.claims)->root, trust.anchors.front().spki_sha256);

    EXPECT_FALSE(verify(token, {}).claims);
    EXPECT_FALSE(verify(token, {.keys = trust.keys, .anchors = {}}).claims);
    EXPECT_FALSE(verify(token, {.keys = {}, .anchors = trust.anchors}).claims);
    EXPECT_FALSE(verify(ByteView(token).first(token.size() - 1), trust).claims);
    for (size_t position = 0; position < token.size(); position += 31) {
      Bytes damaged = token;
      damaged[position] ^= 1;
      EXPECT_FALSE(verify(damaged, trust).claims) << position;
    }
  }
}

}  // namespace
}  // namespace anchorhold::psa

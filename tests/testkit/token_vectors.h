#pragma once
// The external vectors of Arm's tokens, which one verifier's shape fits: a token, keys, anchors.

#include <gtest/gtest.h>

#include <vector>

#include "testkit/vector_case.h"

namespace anchorhold::testkit {

// TokenTrust: the keys beside a token, and those of them that are trusted.
struct TokenTrust {
  std::vector<crypto::SubjectKey> keys;
  std::vector<GivenAnchor> anchors;
};

inline TokenTrust trust_of(const VectorCase& test) {
  TokenTrust out;
  for (const auto& path : test.files("public_key")) out.keys.push_back(vector_key(path));
  for (const auto& path : test.anchor_files())
    out.anchors.push_back({vector_key(path).spki_sha256()});
  return out;
}

// expect_tokens: each case comes out as it says; an authentic token is refused without key or
// anchor, cut short, and damaged anywhere. `verify` takes a token and a TokenTrust.
template <class Verify, class LooksLike>
void expect_tokens(const std::vector<VectorCase>& cases, Verify verify, LooksLike looks_like) {
  for (const VectorCase& test : cases) {
    SCOPED_TRACE(test.name());
    const Bytes token = test.evidence();
    const TokenTrust trust = trust_of(test);
    const Verification result = verify(token, trust);
    EXPECT_TRUE(looks_like(token)) << "a refused one too";
    EXPECT_EQ(result.claims.has_value(), test.authentic()) << findings_text(result.findings);
    if (!test.authentic()) {
      EXPECT_NE(result.findings.first_failure(), nullptr);
      continue;
    }
    expect_claims(test, **result.claims);
    EXPECT_FALSE((*result.claims)->hardware_rooted);
    EXPECT_EQ((*result.claims)->root, trust.anchors.front().spki_sha256);

    EXPECT_FALSE(verify(token, TokenTrust{}).claims);
    EXPECT_FALSE(verify(token, TokenTrust{.keys = trust.keys, .anchors = {}}).claims);
    EXPECT_FALSE(verify(token, TokenTrust{.keys = {}, .anchors = trust.anchors}).claims);
    EXPECT_FALSE(verify(ByteView(token).first(token.size() - 1), trust).claims);
    for (size_t position = 0; position < token.size(); position += 31) {
      Bytes damaged = token;
      damaged[position] ^= 1;
      EXPECT_FALSE(verify(damaged, trust).claims) << position;
    }
  }
}

}  // namespace anchorhold::testkit

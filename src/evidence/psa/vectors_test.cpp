// Published tokens, and what must be made of each.

#include "evidence/psa/verify.h"
#include "testkit/token_vectors.h"

namespace anchorhold::psa {
namespace {

TEST(Vectors, EachTokenComesOutAsItsCaseSays) {
  const auto cases = testkit::vector_cases("psa", ANCHORHOLD_VECTORS_DEFAULT);
  if (cases.empty()) GTEST_SKIP() << testkit::kNoVectors;
  testkit::expect_tokens(
      cases,
      [](ByteView token, const testkit::TokenTrust& trust) {
        return verify_token(token, {.keys = trust.keys}, trust.anchors);
      },
      looks_like_token);
}

}  // namespace
}  // namespace anchorhold::psa

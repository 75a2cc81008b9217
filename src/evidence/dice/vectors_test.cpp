// Published certificates, and what must be made of each.

#include <gtest/gtest.h>

#include "evidence/dice/verify.h"
#include "testkit/vector_case.h"

namespace anchorhold::dice {
namespace {

using testkit::VectorCase;

crypto::SubjectKey key_at(const std::filesystem::path& path) {
  const Bytes bytes = testkit::read_bytes(path);
  if (path.extension() != ".der") return testkit::vector_key(path);
  if (auto request = request_key(bytes); request.ok()) return *request;
  return crypto::parse_certificate("anchor", bytes).value().key;
}

struct Trust {
  std::vector<crypto::Certificate> certificates;
  std::vector<crypto::SubjectKey> keys;
  std::vector<GivenAnchor> anchors;

  Verification verify(ByteView leaf, Time at) const {
    return verify_chain(leaf, {.certificates = certificates, .keys = keys}, anchors, at, nullptr);
  }
};

Trust trust_of(const VectorCase& test) {
  Trust out;
  for (const auto& path : test.anchor_files()) {
    out.keys.push_back(key_at(path));
    out.anchors.push_back({out.keys.back().spki_sha256()});
  }
  for (const auto& path : test.files("device_chain")) {
    auto parsed = crypto::parse_certificates("chain", testkit::read_bytes(path));
    if (!parsed.ok()) continue;
    out.certificates.insert(out.certificates.end(), parsed->begin(), parsed->end());
  }
  return out;
}

void expect_authentic(const Bytes& leaf, const Trust& trust, Time at) {
  const Verification result = trust.verify(leaf, at);
  ASSERT_TRUE(result.claims) << testkit::findings_text(result.findings);
  EXPECT_TRUE(looks_like_chain(leaf));
  EXPECT_FALSE((*result.claims)->measurements.empty());
  EXPECT_TRUE((*result.claims)->debug.has_value());
  EXPECT_FALSE(trust.verify(ByteView(leaf).first(leaf.size() - 1), at).claims);
  EXPECT_FALSE(
      verify_chain(leaf, {.certificates = {}, .keys = trust.keys}, {}, at, nullptr).claims);
  for (size_t position = 0; position < leaf.size(); position += 11) {
    Bytes damaged = leaf;
    damaged[position] ^= 1;
    EXPECT_FALSE(trust.verify(damaged, at).claims) << position;
  }
}

TEST(Vectors, EachCertificateComesOutAsItsCaseSays) {
  const auto cases = testkit::vector_cases("dice", ANCHORHOLD_VECTORS_DEFAULT);
  if (cases.empty()) GTEST_SKIP() << testkit::kNoVectors;
  for (const VectorCase& test : cases) {
    SCOPED_TRACE(test.name());
    const Trust trust = trust_of(test);
    const auto leaves = test.files("leaf_cert");
    const auto keys = test.files("public_key");
    for (size_t i = 0; i < leaves.size(); ++i) {
      SCOPED_TRACE(leaves[i].filename().string());
      Trust own;
      own.keys = {key_at(keys[i])};
      own.anchors = {{own.keys.front().spki_sha256()}};
      expect_authentic(testkit::read_bytes(leaves[i]), own, test.at());
    }
    if (!leaves.empty()) continue;
    const Bytes leaf = testkit::read_bytes(test.files("device_chain").front());
    const Verification result = trust.verify(leaf, test.at());
    EXPECT_EQ(result.claims.has_value(), test.authentic());
    ASSERT_NE(result.findings.first_failure(), nullptr);
    EXPECT_TRUE(result.findings.first_failure()->stage == Stage::chain ||
                result.findings.first_failure()->stage == Stage::structure)
        << result.findings.first_failure()->check;
  }
}

TEST(Vectors, TheFirstCaliptraLayerHoldsUnderTheKeyOfItsRequest) {
  for (const VectorCase& test : testkit::vector_cases("dice", ANCHORHOLD_VECTORS_DEFAULT)) {
    const auto chain = test.files("device_chain");
    const auto keys = test.files("public_key");
    if (chain.size() != 2 || keys.size() != 1) continue;
    const Trust trust = trust_of(test);
    const Verification result = trust.verify(testkit::read_bytes(chain.back()), test.at());
    ASSERT_TRUE(result.claims) << testkit::findings_text(result.findings);
    EXPECT_EQ((*result.claims)->platform, std::string(34, '0')) << "its UEID";
    const Verification leaf = trust.verify(testkit::read_bytes(chain.front()), test.at());
    EXPECT_EQ(leaf.findings.first_failure()->check, "dice.chain.links");
  }
}

}  // namespace
}  // namespace anchorhold::dice

// Intel's own collateral: every document reads, and is signed as its case says.

#include <gtest/gtest.h>

#include "codec/json.h"
#include "evidence/dcap/anchor.h"
#include "evidence/dcap/collateral.h"
#include "evidence/dcap/collateral_json.h"
#include "testkit/vector_case.h"

namespace anchorhold::dcap {
namespace {

using std::filesystem::path;
using testkit::text_at;

std::vector<crypto::Certificate> certificates(const path& file) {
  return crypto::parse_certificates(file.string(), testkit::read_bytes(file)).value();
}

// The folders with collateral, and what their cases say.
template <class F>
size_t for_each_case(const path& vectors, F f) {
  size_t cases = 0;
  for (const char* tee : {"sgx", "tdx"}) {
    for (const auto& entry : std::filesystem::directory_iterator(vectors / tee)) {
      if (!std::filesystem::exists(entry.path() / "case.json")) continue;
      const auto test = json::parse("case.json", testkit::read_text(entry.path() / "case.json"));
      const json::Value& inputs = *test->find("inputs");
      if (inputs.find("tcb_info") == nullptr) continue;
      SCOPED_TRACE(entry.path().string());
      ++cases;
      f(entry.path(), *test, inputs);
    }
  }
  return cases;
}

std::vector<Digest256> anchors_of(const path& folder, const json::Value& test) {
  std::vector<Digest256> out = {intel_root()};
  for (const json::Value& name : test.find("trust_anchors")->as_array()) {
    for (const auto& anchor : certificates(folder / name.as_string())) {
      out.push_back(anchor.key.spki_sha256());
    }
  }
  return out;
}

TEST(CollateralVectors, EveryDocumentIsSignedUnderItsRoot) {
  const auto vectors = testkit::vectors_dir();
  if (!vectors) GTEST_SKIP() << testkit::kNoVectors;
  const size_t cases = for_each_case(*vectors, [](const path& folder, const json::Value& test,
                                                  const json::Value& inputs) {
    const Bytes info = testkit::read_bytes(folder / text_at(inputs, "tcb_info"));
    const Bytes identity = testkit::read_bytes(folder / text_at(inputs, "qe_identity"));
    EXPECT_EQ(collateral_kind(info), CollateralKind::tcb_info);
    EXPECT_EQ(collateral_kind(identity), CollateralKind::enclave_identity);
    const std::vector<ByteView> documents = {info, identity};
    const auto pool = certificates(folder / text_at(inputs, "tcb_signing_chain"));
    const CollateralSet set = read_collateral(documents, pool, anchors_of(folder, test), nullptr);
    const json::Value& authentic = *test.find("expect")->find("authentic");
    if (authentic.is_bool() && !authentic.as_bool()) return;
    ASSERT_TRUE(set.unreadable.empty()) << set.unreadable.front();
    ASSERT_EQ(set.tcb_infos.size(), 1U);
    ASSERT_EQ(set.identities.size(), 1U);
    EXPECT_FALSE(set.tcb_infos.front().signers.empty());
    EXPECT_FALSE(set.identities.front().signers.empty());
  });
  EXPECT_GT(cases, 30U);
}

TEST(CollateralVectors, UnderIntelsRootAloneTestCollateralIsUnsigned) {
  const auto vectors = testkit::vectors_dir();
  if (!vectors) GTEST_SKIP() << testkit::kNoVectors;
  for_each_case(*vectors,
                [](const path& folder, const json::Value& test, const json::Value& inputs) {
                  const auto pool = certificates(folder / text_at(inputs, "tcb_signing_chain"));
                  const std::vector<Digest256> intel = {intel_root()};
                  const bool production = test.find("trust_anchors")->as_array().empty();
                  EXPECT_EQ(find_tcb_signers(pool, intel, nullptr).proven.empty(), !production);
                });
}

TEST(CollateralVectors, AnAlteredDocumentIsNeverSigned) {
  const auto vectors = testkit::vectors_dir();
  if (!vectors) GTEST_SKIP() << testkit::kNoVectors;
  const path folder = *vectors / "tdx" / "v5-td15-uptodate";
  const auto pool = certificates(folder / "tcb_signing_chain.pem");
  const std::vector<Digest256> intel = {intel_root()};
  const Bytes good = testkit::read_bytes(folder / "qe_identity.json");
  for (size_t i = 0; i < good.size(); ++i) {
    Bytes altered = good;
    altered[i] ^= 0x10;
    const std::vector<ByteView> documents = {altered};
    for (const auto& identity : read_collateral(documents, pool, intel, nullptr).identities) {
      EXPECT_TRUE(identity.signers.empty()) << i;
    }
  }
}

}  // namespace
}  // namespace anchorhold::dcap

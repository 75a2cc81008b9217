// Real documents, and what must be made of each.

#include <gtest/gtest.h>

#include "base/hex.h"
#include "codec/json.h"
#include "evidence/nsm/verify.h"
#include "testkit/vectors.h"

namespace anchorhold::nsm {
namespace {

std::string text_at(const json::Value& value, std::string_view key) {
  const json::Value* found = value.find(key);
  return found != nullptr && found->is_string() ? found->as_string() : std::string();
}

std::string hex_or_absent(const std::optional<Bytes>& value) {
  return value ? to_hex(*value) : "absent";
}

void expect_claims(const Document& document, const json::Value& claims) {
  for (const auto& [name, value] : claims.as_object()) {
    if (name == "timestamp_ms") {
      EXPECT_EQ(document.timestamp.time_since_epoch().count(), value.as_integer());
    } else if (name == "module_id") {
      EXPECT_EQ(document.module_id, value.as_string());
    } else if (name == "public_key") {
      EXPECT_EQ(hex_or_absent(document.public_key), value.as_string());
    } else if (name == "user_data") {
      EXPECT_EQ(hex_or_absent(document.user_data), value.as_string());
    } else if (name == "nonce") {
      EXPECT_EQ(hex_or_absent(document.nonce), value.as_string());
    } else {
      ASSERT_TRUE(name.starts_with("pcr")) << name;
      const auto found = document.pcrs.find(static_cast<unsigned>(std::stoul(name.substr(3))));
      ASSERT_NE(found, document.pcrs.end()) << name;
      EXPECT_EQ(to_hex(found->second), value.as_string()) << name;
    }
  }
}

TEST(NitroVectors, EachRealDocumentComesOutAsItsCaseSays) {
  const auto folder = testkit::vectors_dir(ANCHORHOLD_VECTORS_DEFAULT);
  if (!folder) GTEST_SKIP() << testkit::kNoVectors;
  crypto::CertificateCache cache;
  size_t cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(*folder / "nitro")) {
    if (!std::filesystem::exists(entry.path() / "case.json")) continue;
    SCOPED_TRACE(entry.path().filename().string());
    ++cases;
    const json::Value test =
        json::parse("case.json", testkit::read_text(entry.path() / "case.json")).value();
    const Bytes bytes =
        testkit::read_bytes(entry.path() / text_at(*test.find("inputs"), "evidence"));
    const Time at = parse_time("at", text_at(test, "at")).value();
    const std::vector<Anchor> anchors = {NitroAnchor{}};
    const json::Value& expect = *test.find("expect");
    const bool authentic = expect.find("authentic")->as_bool();

    // The second time through the cache must not change the answer.
    for (crypto::CertificateCache* used :
         {static_cast<crypto::CertificateCache*>(nullptr), &cache, &cache}) {
      const Verification result = verify_document(bytes, anchors, at, used);
      const Finding* failure = result.findings.first_failure();
      EXPECT_EQ(result.document.has_value(), authentic)
          << (failure != nullptr ? failure->check + ": " + failure->observed : "no failure");
      if (!authentic && text_at(expect, "fails") == "chain") {
        ASSERT_NE(failure, nullptr);
        EXPECT_TRUE(failure->check.starts_with("nsm.chain")) << failure->check;
      }
    }
    const auto parsed = parse_document(bytes);
    ASSERT_TRUE(parsed.ok());
    expect_claims(parsed->claimed().document, *test.find("claims"));

    if (!authentic) continue;
    const ByteView view(bytes);
    EXPECT_FALSE(verify_document(view.first(bytes.size() - 1), anchors, at, &cache).document);
    for (const size_t position : {bytes.size() / 2, bytes.size() - 1, size_t{400}}) {
      Bytes damaged = bytes;
      damaged[position] ^= 1;
      EXPECT_FALSE(verify_document(damaged, anchors, at, &cache).document) << position;
    }
    for (const Duration late :
         {Duration(std::chrono::hours(4)), Duration(std::chrono::hours(48))}) {
      EXPECT_FALSE(verify_document(bytes, anchors, at + late, &cache).document);
    }
    const Digest256 aws = nitro_root();
    EXPECT_FALSE(
        verify_document(bytes, std::vector<Anchor>{SoftwareAnchor{aws}}, at, &cache).document)
        << "the AWS root must not pass as a software root";
    EXPECT_FALSE(verify_document(bytes, {}, at, &cache).document);
  }
  EXPECT_GT(cases, 0U);
}

}  // namespace
}  // namespace anchorhold::nsm

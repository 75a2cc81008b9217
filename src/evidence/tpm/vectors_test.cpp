// Real quotes and certificates, and what must be made of each.

#include <gtest/gtest.h>

#include "base/hex.h"
#include "codec/json.h"
#include "codec/pem.h"
#include "evidence/tpm/public_area.h"
#include "evidence/tpm/verify.h"
#include "testkit/vectors.h"

namespace anchorhold::tpm {
namespace {

using std::filesystem::path;
using Files = std::vector<Bytes>;

// Case: a case.json with the files that it names.
class Case {
 public:
  explicit Case(path folder)
      : folder_(std::move(folder)),
        json_(json::parse("case.json", testkit::read_text(folder_ / "case.json")).value()) {}

  // The files of a role; none when the case has no such role.
  Files inputs(std::string_view role) const { return files(json_.find("inputs")->find(role)); }
  Files anchors() const { return files(json_.find("trust_anchors")); }
  const json::Value& expect(std::string_view key) const { return *json_.find("expect")->find(key); }
  const json::Object& claims() const { return json_.find("claims")->as_object(); }
  std::string kind() const { return json_.find("kind")->as_string(); }
  bool production() const { return json_.find("production")->as_bool(); }
  Time at() const {
    const json::Value& at = *json_.find("at");
    return at.is_string() ? parse_time("at", at.as_string()).value() : Time{};
  }

 private:
  Files files(const json::Value* value) const {
    Files out;
    if (value == nullptr) return out;
    if (value->is_string()) return {testkit::read_bytes(folder_ / value->as_string())};
    for (const json::Value& name : value->as_array()) {
      out.push_back(testkit::read_bytes(folder_ / name.as_string()));
    }
    return out;
  }

  path folder_;
  json::Value json_;
};

using Certificates = std::vector<crypto::Certificate>;

Certificates certificates_of(const Files& files) {
  Certificates out;
  for (const Bytes& file : files) {
    auto found = crypto::parse_certificates("certificate", file).value();
    out.insert(out.end(), found.begin(), found.end());
  }
  return out;
}

// Anchors are certificates, which join the pool, or bare keys.
std::vector<GivenAnchor> anchors_of(const Files& files, Certificates& pool) {
  std::vector<GivenAnchor> out;
  for (const Bytes& file : files) {
    if (text_of(file).find("BEGIN CERTIFICATE") != std::string_view::npos) {
      for (const auto& certificate : certificates_of({file})) {
        out.push_back({certificate.key.spki_sha256()});
        pool.push_back(certificate);
      }
    } else {
      out.push_back({read_attestation_key(file)->key.spki_sha256()});
    }
  }
  return out;
}

// Evidence: a case's quotes, ready to be altered and verified.
struct Evidence {
  explicit Evidence(const Case& test)
      : messages(test.inputs("quote_msg")),
        signatures(test.inputs("quote_sig")),
        pcrs(test.inputs("pcrs")),
        ak_public(test.inputs("ak_pub")),
        ak_certificate(certificates_of(test.inputs("ak_cert"))),
        pool(certificates_of(test.inputs("cert_chain"))),
        given(anchors_of(test.anchors(), pool)),
        at(test.at()) {}

  Verification verify(crypto::CertificateCache* cache = nullptr) const {
    std::vector<QuoteParts> parts;
    for (size_t i = 0; i < messages.size(); ++i) {
      parts.push_back({.message = messages[i], .signature = signatures[i]});
      if (i < pcrs.size()) parts.back().pcrs = pcrs[i];
    }
    QuoteInputs inputs{.quotes = parts, .certificates = pool};
    if (!ak_public.empty()) inputs.ak_public = ak_public.front();
    if (!ak_certificate.empty()) inputs.ak_certificate = &ak_certificate.front();
    return verify_quotes(inputs, given, at, cache);
  }
  bool accepted() const { return verify().claims.has_value(); }

  Files messages;
  Files signatures;
  Files pcrs;
  Files ak_public;
  Certificates ak_certificate;
  Certificates pool;
  std::vector<GivenAnchor> given;
  Time at;
};

Verification verify_certificate_case(const Case& test, bool swapped) {
  const Certificates ak = certificates_of(test.inputs(swapped ? "leaf_cert" : "ak_cert"));
  const Certificates ek = certificates_of(test.inputs(swapped ? "ak_cert" : "leaf_cert"));
  Certificates pool = certificates_of(test.inputs("cert_chain"));
  const auto given = anchors_of(test.anchors(), pool);
  return verify_certificates({.ak_certificates = ak, .ek_certificates = ek, .certificates = pool},
                             given, test.at(), nullptr);
}

std::string failing_check(const Verification& result) {
  const Finding* failure = result.findings.first_failure();
  return failure == nullptr ? "none" : failure->check + ": " + failure->observed;
}

void expect_claims(const Verification& result, const Case& test) {
  ASSERT_TRUE(result.said.has_value());
  const Claims& said = result.said->claimed();
  for (const auto& [name, value] : test.claims()) {
    SCOPED_TRACE(name);
    const auto found = said.vendor.find(name);
    ASSERT_NE(found, said.vendor.end());
    if (const auto* bytes = std::get_if<Bytes>(&found->second)) {
      EXPECT_EQ(to_hex(*bytes), value.as_string());
    } else if (const auto* number = std::get_if<uint64_t>(&found->second)) {
      EXPECT_EQ(*number, static_cast<uint64_t>(value.as_integer()));
    } else {
      EXPECT_EQ(std::get<std::string>(found->second), value.as_string());
    }
  }
}

std::vector<path> cases() {
  std::vector<path> out;
  const auto folder = testkit::vectors_dir();
  if (!folder) return out;
  for (const auto& entry : std::filesystem::directory_iterator(*folder / "tpm")) {
    if (!std::filesystem::exists(entry.path() / "case.json")) continue;
    if (Case(entry.path()).kind() != "event-log") out.push_back(entry.path());
  }
  return out;
}

TEST(TpmVectors, EachCaseComesOutAsItSays) {
  if (!testkit::vectors_dir()) GTEST_SKIP() << testkit::kNoVectors;
  crypto::CertificateCache cache;
  for (const path& folder : cases()) {
    SCOPED_TRACE(folder.filename().string());
    const Case test(folder);
    const bool evidence = test.kind() == "evidence";
    for (crypto::CertificateCache* used :
         {static_cast<crypto::CertificateCache*>(nullptr), &cache, &cache}) {
      const Verification result =
          evidence ? Evidence(test).verify(used) : verify_certificate_case(test, false);
      EXPECT_EQ(result.claims.has_value(), test.expect("authentic").as_bool())
          << failing_check(result);
      expect_claims(result, test);
      ASSERT_TRUE(result.said.has_value());
      EXPECT_EQ(result.said->claimed().hardware_rooted, test.production());
      EXPECT_EQ(result.said->claimed().tee, TeeKind::tpm);
    }
  }
  EXPECT_GE(cases().size(), 5U);
}

TEST(TpmVectors, NoAnchorTrustsNothingButCompiledInRoots) {
  if (!testkit::vectors_dir()) GTEST_SKIP() << testkit::kNoVectors;
  for (const path& folder : cases()) {
    const Case test(folder);
    if (test.kind() != "evidence") continue;
    SCOPED_TRACE(folder.filename().string());
    Evidence evidence(test);
    evidence.given.clear();
    EXPECT_EQ(evidence.accepted(), test.production());
  }
}

TEST(TpmVectors, AlteredQuotesAreRefused) {
  if (!testkit::vectors_dir()) GTEST_SKIP() << testkit::kNoVectors;
  for (const path& folder : cases()) {
    const Case test(folder);
    if (test.kind() != "evidence") continue;
    SCOPED_TRACE(folder.filename().string());
    const Evidence good(test);
    for (size_t i = 0; i < good.messages.front().size(); i += 3) {
      Evidence evidence = good;
      evidence.messages.front()[i] ^= 1;
      EXPECT_FALSE(evidence.accepted()) << i;
    }
    for (Files Evidence::*part : {&Evidence::messages, &Evidence::signatures, &Evidence::pcrs}) {
      Evidence longer = good;
      (longer.*part).front().push_back(0);
      EXPECT_FALSE(longer.accepted());
      Evidence shorter = good;
      (shorter.*part).front().pop_back();
      EXPECT_TRUE(!shorter.accepted() || text_of(good.pcrs.front()).ends_with('\n'));
    }
  }
}

TEST(TpmVectors, T11AnEndorsementKeysCertificateIsNoAttestationKeys) {
  const auto vectors = testkit::vectors_dir();
  if (!vectors) GTEST_SKIP() << testkit::kNoVectors;
  for (const path& folder : cases()) {
    const Case test(folder);
    if (test.kind() != "endorsement") continue;
    const Verification result = verify_certificate_case(test, true);
    EXPECT_FALSE(result.claims.has_value());
    EXPECT_TRUE(failing_check(result).starts_with("tpm.ak.usage")) << failing_check(result);
  }
}

}  // namespace
}  // namespace anchorhold::tpm

// Real quotes with their collateral, and what must be made of each; and quotes damaged in every way
// that other verifiers got wrong.

#include <gtest/gtest.h>

#include "base/hex.h"
#include "codec/json.h"
#include "evidence/dcap/verify.h"
#include "testkit/vector_case.h"

namespace anchorhold::dcap {
namespace {

using std::filesystem::path;
using testkit::text_at;

// Case: a case.json with its files read.
struct Case {
  path folder;
  json::Value test;
  Bytes quote = {};
  std::vector<Bytes> documents = {};
  std::vector<crypto::Certificate> certificates = {};
  std::vector<crypto::Crl> crls = {};
  std::vector<GivenAnchor> anchors = {};
  Time at{};

  const json::Value& expect() const { return *test.find("expect"); }

  PreparedCollateral prepare(crypto::CertificateCache* cache) const {
    const std::vector<ByteView> views(documents.begin(), documents.end());
    return prepare_collateral({views, certificates, crls}, anchors, cache);
  }
};

std::vector<path> files_of(const Case& of, std::string_view role) {
  const json::Value* found = of.test.find("inputs")->find(role);
  std::vector<path> out;
  if (found == nullptr) return out;
  if (found->is_string()) return {of.folder / found->as_string()};
  for (const json::Value& name : found->as_array()) out.push_back(of.folder / name.as_string());
  return out;
}

void read_certificates(Case& into) {
  for (const char* role : {"tcb_signing_chain", "pck_crl_chain", "pck_cert", "cert_chain"}) {
    for (const path& file : files_of(into, role)) {
      auto read = crypto::parse_certificates(role, testkit::read_bytes(file));
      ASSERT_TRUE(read.ok()) << read.error().to_string();
      for (auto& certificate : *read) into.certificates.push_back(std::move(certificate));
    }
  }
  for (const json::Value& name : into.test.find("trust_anchors")->as_array()) {
    auto read =
        crypto::parse_certificates("anchor", testkit::read_bytes(into.folder / name.as_string()));
    ASSERT_TRUE(read.ok()) << read.error().to_string();
    for (auto& certificate : *read) {
      into.anchors.push_back({certificate.key.spki_sha256()});
      into.certificates.push_back(std::move(certificate));
    }
  }
}

Case read_case(const path& folder) {
  Case out{.folder = folder,
           .test = json::parse("case.json", testkit::read_text(folder / "case.json")).value()};
  if (text_at(out.test, "kind") != "evidence") return out;
  out.at = parse_time("at", text_at(out.test, "at")).value();
  out.quote = testkit::read_bytes(files_of(out, "evidence").front());
  for (const char* role : {"qe_identity", "tcb_info"}) {
    for (const path& file : files_of(out, role)) out.documents.push_back(testkit::read_bytes(file));
  }
  for (const char* role : {"pck_crl", "root_crl"}) {
    for (const path& file : files_of(out, role)) {
      auto crl = crypto::parse_crl(role, testkit::read_bytes(file));
      EXPECT_TRUE(crl.ok()) << crl.error().to_string();
      if (crl.ok()) out.crls.push_back(std::move(*crl));
    }
  }
  read_certificates(out);
  return out;
}

std::vector<Case> all_cases() {
  std::vector<Case> out;
  const auto folder = testkit::vectors_dir(ANCHORHOLD_VECTORS_DEFAULT);
  if (!folder) return out;
  for (const char* tee : {"sgx", "tdx"}) {
    for (const auto& entry : std::filesystem::directory_iterator(*folder / tee)) {
      if (!std::filesystem::exists(entry.path() / "case.json")) continue;
      Case read = read_case(entry.path());
      if (!read.quote.empty()) out.push_back(std::move(read));
    }
  }
  return out;
}

// The stages whose name differs from the word that cases use.
std::string word_of(Stage stage) {
  if (stage == Stage::structure) return "malformed";
  if (stage == Stage::revocation) return "revoked";
  return std::string(stage_name(stage));
}

std::string text_of_claim(const VendorValue& value) {
  if (const auto* number = std::get_if<uint64_t>(&value)) return std::to_string(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return to_hex(std::get<Bytes>(value));
}

void expect_claims(const Claims& claims, const Case& of) {
  for (const auto& [name, value] : of.test.find("claims")->as_object()) {
    const auto found = claims.vendor.find(name);
    if (found == claims.vendor.end()) {
      EXPECT_TRUE(name == "fmspc" && !of.expect().find("authentic")->is_bool()) << name;
      continue;
    }
    const std::string wanted =
        value.is_string() ? value.as_string() : std::to_string(value.as_integer());
    EXPECT_EQ(text_of_claim(found->second), wanted) << name;
  }
  const json::Value& debug = *of.expect().find("debug");
  if (debug.is_bool()) {
    EXPECT_EQ(claims.debug, debug.as_bool());
  }
}

void expect_tcb(const Claims& claims, const Case& of) {
  const std::string status = text_at(of.expect(), "tcb_status");
  if (status.empty()) return;
  ASSERT_TRUE(claims.tcb);
  EXPECT_EQ(tcb_status_name(claims.tcb->status), status);
  std::vector<std::string> advisories;
  for (const json::Value& id : of.expect().find("advisories")->as_array())
    advisories.push_back(id.as_string());
  EXPECT_EQ(claims.tcb->advisories, advisories);
}

std::string failure_of(const Verification& result) {
  const Finding* failure = result.findings.first_failure();
  return failure == nullptr ? "none" : failure->check + ": " + failure->observed;
}

TEST(DcapVectors, EachCaseComesOutAsItSays) {
  const std::vector<Case> cases = all_cases();
  if (cases.empty()) GTEST_SKIP() << testkit::kNoVectors;
  crypto::CertificateCache cache;
  for (const Case& of : cases) {
    SCOPED_TRACE(of.folder.string());
    // The second time through the cache must not change the answer.
    for (int round = 0; round < 2; ++round) {
      const Verification result =
          verify_quote(of.quote, of.prepare(&cache), of.anchors, of.at, &cache);
      const json::Value& authentic = *of.expect().find("authentic");
      if (authentic.is_bool()) {
        EXPECT_EQ(result.claims.has_value(), authentic.as_bool()) << failure_of(result);
        const std::string fails = text_at(of.expect(), "fails");
        const Finding* failure = result.findings.first_failure();
        // A sample with several defects breaks where the first of them is met.
        const bool several =
            text_at(of.expect(), "note").find("is a fair answer") != std::string::npos;
        if (!fails.empty() && failure != nullptr && !several) {
          EXPECT_EQ(word_of(failure->stage), fails) << failure_of(result);
        }
      }
      if (result.said) expect_claims(result.said->claimed(), of);
      if (result.claims) {
        expect_tcb(**result.claims, of);
        EXPECT_EQ((*result.claims)->hardware_rooted, of.anchors.empty());
      }
    }
  }
}

TEST(DcapVectors, TestRootsCountOnlyWhenTheyAreGiven) {
  const std::vector<Case> cases = all_cases();
  if (cases.empty()) GTEST_SKIP() << testkit::kNoVectors;
  for (const Case& of : cases) {
    if (of.anchors.empty()) continue;
    SCOPED_TRACE(of.folder.string());
    EXPECT_FALSE(verify_quote(of.quote, of.prepare(nullptr), {}, of.at, nullptr).claims);
  }
}

TEST(DcapVectors, GoodQuotesAreRefusedWithoutAnyOneOfTheirInputs) {
  const std::vector<Case> cases = all_cases();
  if (cases.empty()) GTEST_SKIP() << testkit::kNoVectors;
  crypto::CertificateCache cache;
  for (const Case& of : cases) {
    const json::Value& authentic = *of.expect().find("authentic");
    if (!authentic.is_bool() || !authentic.as_bool()) continue;
    SCOPED_TRACE(of.folder.string());
    const auto refused = [&](const Case& altered) {
      return !verify_quote(altered.quote, altered.prepare(&cache), altered.anchors, altered.at,
                           &cache)
                  .claims;
    };
    for (size_t i = 0; i < of.documents.size(); ++i) {
      Case altered = of;
      altered.documents.erase(altered.documents.begin() + static_cast<std::ptrdiff_t>(i));
      EXPECT_TRUE(refused(altered)) << "document " << i;
    }
    for (size_t i = 0; i < of.crls.size(); ++i) {
      Case altered = of;
      altered.crls.erase(altered.crls.begin() + static_cast<std::ptrdiff_t>(i));
      EXPECT_TRUE(refused(altered)) << "revocation list " << i;
    }
    for (const auto days : {-4000, 4000}) {
      Case altered = of;
      altered.at += std::chrono::hours(24 * days);
      EXPECT_TRUE(refused(altered)) << days << " days";
    }
  }
}

// A mutation's operations: ["set" | "xor", offset, hex], ["append", hex], ["truncate", size].
void apply(const json::Value& op, Bytes& bytes) {
  const auto& parts = op.as_array();
  const std::string& verb = parts[0].as_string();
  if (verb == "append") {
    append(bytes, from_hex("hex", parts[1].as_string()).value());
    return;
  }
  const auto offset = static_cast<size_t>(parts[1].as_integer());
  if (verb == "truncate") {
    bytes.resize(offset);
    return;
  }
  const Bytes value = from_hex("hex", parts[2].as_string()).value();
  for (size_t i = 0; i < value.size(); ++i) {
    uint8_t& target = bytes.at(offset + i);
    target = verb == "xor" ? static_cast<uint8_t>(target ^ value[i]) : value[i];
  }
}

TEST(DcapVectors, EachKnownMutationIsRefused) {
  const auto folder = testkit::vectors_dir(ANCHORHOLD_VECTORS_DEFAULT);
  if (!folder) GTEST_SKIP() << testkit::kNoVectors;
  const path list = *folder / "negatives-intel-mutations.json";
  if (!std::filesystem::exists(list)) GTEST_SKIP() << testkit::kNoVectors;
  const json::Value all = json::parse("mutations", testkit::read_text(list)).value();
  crypto::CertificateCache cache;
  std::map<std::string, Case> bases;
  size_t count = 0;
  for (const json::Value& mutation : all.find("mutations")->as_array()) {
    SCOPED_TRACE(text_at(mutation, "id"));
    const std::string base = text_at(mutation, "base");
    const path place = folder->parent_path().parent_path() / path(base).parent_path();
    if (!bases.contains(base)) {
      bases.emplace(base, read_case(place));
      const Case& whole = bases.at(base);
      ASSERT_TRUE(
          verify_quote(whole.quote, whole.prepare(&cache), whole.anchors, whole.at, &cache).claims);
    }
    const Case& of = bases.at(base);
    Bytes bytes = of.quote;
    for (const json::Value& op : mutation.find("ops")->as_array()) apply(op, bytes);
    const Verification result = verify_quote(bytes, of.prepare(&cache), of.anchors, of.at, &cache);
    EXPECT_FALSE(result.claims);
    ++count;
  }
  EXPECT_GE(count, 101U);
}

}  // namespace
}  // namespace anchorhold::dcap

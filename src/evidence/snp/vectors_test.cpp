// Real reports, ID blocks and known launch digests, and what must be made of each.

#include <gtest/gtest.h>

#include <algorithm>

#include "base/hex.h"
#include "codec/json.h"
#include "evidence/snp/cert_table.h"
#include "evidence/snp/checks.h"
#include "evidence/snp/id_block.h"
#include "evidence/snp/launch_digest.h"
#include "evidence/snp/report.h"
#include "evidence/snp/verify.h"
#include "testkit/vectors.h"

namespace anchorhold::snp {
namespace {

using crypto::Certificate;
using std::filesystem::path;

// Case: one folder with its case.json.
struct Case {
  path folder;
  json::Value test;

  std::string text(std::string_view key) const {
    const json::Value* found = test.find(key);
    return found != nullptr && found->is_string() ? found->as_string() : std::string();
  }
  std::vector<Bytes> files(std::string_view role) const {
    std::vector<Bytes> out;
    const json::Value* found = test.find("inputs")->find(role);
    if (found == nullptr) return out;
    if (found->is_string()) return {testkit::read_bytes(folder / found->as_string())};
    for (const json::Value& name : found->as_array())
      out.push_back(testkit::read_bytes(folder / name.as_string()));
    return out;
  }
};

std::vector<Case> cases_of(std::string_view kind) {
  std::vector<Case> out;
  const auto root = testkit::vectors_dir(ANCHORHOLD_VECTORS_DEFAULT);
  if (!root) return out;
  for (const auto& entry : std::filesystem::directory_iterator(*root / "snp")) {
    const path file = entry.path() / "case.json";
    if (!std::filesystem::exists(file)) continue;
    Case found{entry.path(), json::parse("case.json", testkit::read_text(file)).value()};
    if (found.text("kind") == kind) out.push_back(std::move(found));
  }
  return out;
}

// Inputs: everything that a case gives beside the report.
struct Inputs {
  explicit Inputs(const Case& from) : report(from.files("report").at(0)) {
    for (const std::string_view role : {"leaf_cert", "cert_chain"})
      for (const Bytes& file : from.files(role))
        add(crypto::parse_certificates(role, file).value());
    for (const Bytes& file : from.files("cert_table")) add(certificates_in(file, nullptr).value());
    for (const Bytes& file : from.files("root_crl"))
      crls.push_back(crypto::parse_crl("root_crl", file).value());
    for (const Bytes& file : from.files("uvm_endorsement")) uvm = file;
    at = parse_time("at", from.text("at")).value();
  }

  void add(const std::vector<Certificate>& more) {
    pool.insert(pool.end(), more.begin(), more.end());
  }
  Endorsements endorsements() const {
    Endorsements out{.certificates = pool, .crls = crls};
    if (uvm) out.uvm_endorsement = ByteView(*uvm);
    return out;
  }
  Verification verify(crypto::CertificateCache* cache = nullptr) const {
    return verify_report(report, endorsements(), {}, at, cache);
  }

  Bytes report;
  std::vector<Certificate> pool;
  std::vector<crypto::Crl> crls;
  std::optional<Bytes> uvm;
  Time at;
};

std::string explanation(const Verification& result) {
  const Finding* failure = result.findings.first_failure();
  return failure == nullptr ? "none" : failure->check + ": " + failure->observed;
}

void expect_claims(const Claims& claims, const json::Value& expected) {
  for (const auto& [name, value] : expected.as_object()) {
    SCOPED_TRACE(name);
    const auto found = claims.vendor.find(name);
    ASSERT_NE(found, claims.vendor.end());
    if (const auto* number = std::get_if<uint64_t>(&found->second))
      EXPECT_EQ(*number, static_cast<uint64_t>(value.as_integer()));
    else if (const auto* text = std::get_if<std::string>(&found->second))
      EXPECT_EQ(*text, value.as_string());
    else
      EXPECT_EQ(to_hex(std::get<Bytes>(found->second)), value.as_string());
  }
}

TEST(SnpVectors, EachRealReportComesOutAsItsCaseSays) {
  const std::vector<Case> cases = cases_of("evidence");
  if (cases.empty()) GTEST_SKIP() << testkit::kNoVectors;
  crypto::CertificateCache cache;
  for (const Case& test : cases) {
    SCOPED_TRACE(test.folder.filename().string());
    const Inputs inputs(test);
    const json::Value& expect = *test.test.find("expect");
    for (crypto::CertificateCache* used :
         {static_cast<crypto::CertificateCache*>(nullptr), &cache, &cache}) {
      const Verification result = inputs.verify(used);
      ASSERT_EQ(result.claims.has_value(), expect.find("authentic")->as_bool())
          << explanation(result);
      ASSERT_TRUE(result.said.has_value());
      const Claims& claims = result.said->claimed();
      EXPECT_EQ(claims.debug, expect.find("debug")->as_bool());
      EXPECT_TRUE(claims.hardware_rooted);
      expect_claims(claims, *test.test.find("claims"));
    }
  }
}

const Case& named(const std::vector<Case>& cases, std::string_view folder) {
  return *std::ranges::find_if(cases,
                               [&](const Case& test) { return test.folder.filename() == folder; });
}

std::string failure(const Inputs& inputs) {
  static crypto::CertificateCache cache;
  const Verification result = inputs.verify(&cache);
  const Finding* found = result.findings.first_failure();
  EXPECT_EQ(result.claims.has_value(), found == nullptr);
  return found == nullptr ? "none" : found->check;
}

TEST(SnpVectors, NoAlterationOfARealReportIsAccepted) {
  for (const Case& test : cases_of("evidence")) {
    SCOPED_TRACE(test.folder.filename().string());
    Inputs inputs(test);
    for (const size_t place : {0x08U, 0x0aU, 0x30U, 0x38U, 0x50U, 0x90U, 0xc0U, 0x180U, 0x1a0U,
                               0x1e0U, 0x1f0U, 0x2a0U, 0x2e8U, 0x330U, 0x49fU}) {
      inputs.report[place] ^= 1;
      EXPECT_NE(failure(inputs), "none") << place;
      inputs.report[place] ^= 1;
    }
    inputs.at += std::chrono::hours(24 * 365 * 8);
    EXPECT_NE(failure(inputs), "none");
    inputs.at -= std::chrono::hours(24 * 365 * 16);
    EXPECT_NE(failure(inputs), "none");
  }
}

TEST(SnpVectors, S10S16NoReportIsAcceptedUnderTheCertificatesOfAnother) {
  const std::vector<Case> cases = cases_of("evidence");
  for (const Case& one : cases) {
    for (const Case& other : cases) {
      if (one.folder == other.folder) continue;
      Inputs mixed(one);
      mixed.pool = Inputs(other).pool;
      EXPECT_NE(failure(mixed), "none") << one.folder << other.folder;
      // Beside its own they do no harm.
      mixed.add(Inputs(one).pool);
      EXPECT_EQ(failure(mixed), "none") << one.folder << other.folder;
    }
  }
}

TEST(SnpVectors, S11CertificatesWithBrokenSignaturesAreRefused) {
  const std::vector<Case> cases = cases_of("evidence");
  if (cases.empty()) GTEST_SKIP() << testkit::kNoVectors;
  const Case& test = named(cases, "milan-v2-with-two-bad-vceks");
  for (const Bytes& file : test.files("other")) {
    Inputs inputs(test);
    inputs.pool[0] = crypto::parse_certificate("bad", file).value();
    EXPECT_EQ(failure(inputs), "snp.chain.links");
    inputs.add(Inputs(test).pool);
    EXPECT_EQ(failure(inputs), "none");
  }
}

TEST(SnpVectors, S18AStaleListIsRefusedAndOneOfAnotherLineDemandedInVain) {
  const std::vector<Case> cases = cases_of("evidence");
  if (cases.empty()) GTEST_SKIP() << testkit::kNoVectors;
  Inputs stale(named(cases, "milan-v2-virtee"));
  stale.at += std::chrono::hours(24 * 30);
  EXPECT_EQ(failure(stale), "snp.crl");
  Inputs genoa(named(cases, "genoa-v3-azure"));
  genoa.crls = stale.crls;
  EXPECT_EQ(failure(genoa), "none");
  Endorsements strict = genoa.endorsements();
  strict.require_crl = true;
  EXPECT_FALSE(verify_report(genoa.report, strict, {}, genoa.at, nullptr).claims);
}

TEST(SnpVectors, S28TheTableAloneIsEnough) {
  const std::vector<Case> cases = cases_of("evidence");
  if (cases.empty()) GTEST_SKIP() << testkit::kNoVectors;
  const Case& test = named(cases, "genoa-v3-tsm-report-auxblob");
  Inputs inputs(test);
  inputs.pool = certificates_in(test.files("cert_table").at(0), nullptr).value();
  EXPECT_EQ(inputs.pool.size(), 3U);
  EXPECT_EQ(failure(inputs), "none");
}

TEST(SnpVectors, S29TheEndorsementOfAnotherVmIsRefused) {
  const std::vector<Case> cases = cases_of("evidence");
  if (cases.empty()) GTEST_SKIP() << testkit::kNoVectors;
  const Inputs aci(named(cases, "milan-v2-azure-aci-thim-uvm"));
  Inputs other(named(cases, "milan-v2-virtee"));
  other.uvm = aci.uvm;
  EXPECT_EQ(failure(other), "snp.uvm.measurement");
  Inputs late = aci;
  late.crls.clear();
  late.at += std::chrono::hours(24 * 365);
  EXPECT_EQ(failure(late), "snp.uvm.validity");
  Inputs altered = aci;
  for (const size_t place : {20U, 4940U, 10330U, 10800U}) {
    (*altered.uvm)[place] ^= 1;
    EXPECT_NE(failure(altered), "none") << place;
    (*altered.uvm)[place] ^= 1;
  }
}

TEST(SnpVectors, EachRealIdBlockComesOutAsItsCaseSays) {
  const std::vector<Case> cases = cases_of("endorsement");
  if (cases.empty()) GTEST_SKIP() << testkit::kNoVectors;
  for (const Case& test : cases) {
    SCOPED_TRACE(test.folder.filename().string());
    const Verification result =
        verify_id_block(test.files("id_block").at(0), test.files("auth_info").at(0));
    ASSERT_TRUE(result.claims.has_value()) << explanation(result);
    EXPECT_FALSE((*result.claims)->hardware_rooted);
    expect_claims(**result.claims, *test.test.find("claims"));
  }
}

std::optional<Digest384> precomputed(const json::Value& inputs) {
  const json::Value* text = inputs.find("snp_ovmf_hash_str");
  if (text == nullptr || text->as_string().empty()) return std::nullopt;
  return fixed_from_hex<48>("snp_ovmf_hash_str", text->as_string()).value();
}

Monitor monitor_of(const std::string& name) {
  return name == "ec2" ? Monitor::ec2 : name == "gce" ? Monitor::gce : Monitor::qemu;
}

// The digest of one known answer, in the names of its origin.
std::string launch_digest_of(const json::Value& inputs, ByteView firmware) {
  const json::Value* mode = inputs.find("mode");
  if (mode == nullptr) return to_hex(snp_firmware_digest(firmware).value());
  Launch launch{.firmware = firmware,
                .firmware_digest = precomputed(inputs),
                .processors = static_cast<uint32_t>(inputs.find("vcpus")->as_integer()),
                .features = static_cast<uint64_t>(inputs.find("guest_features")->as_integer()),
                .monitor = monitor_of(inputs.find("vmm_type")->as_string())};
  if (const json::Value* signature = inputs.find("vcpu_sig"); !signature->is_null())
    launch.processor_signature = static_cast<uint32_t>(signature->as_integer());
  if (!inputs.find("kernel")->is_null()) {  // always the empty file
    const json::Value* append = inputs.find("append");
    launch.kernel = Kernel{};
    if (append->is_string()) launch.kernel->command_line = append->as_string();
  }
  if (mode->as_string() == "SEV") return to_hex(sev_launch_digest(launch).value());
  if (mode->as_string() == "SEV_ES") return to_hex(sev_es_launch_digest(launch).value());
  return to_hex(snp_launch_digest(launch).value());
}

TEST(SnpVectors, EachKnownLaunchDigestIsReproduced) {
  const std::vector<Case> cases = cases_of("measurement");
  if (cases.empty()) GTEST_SKIP() << testkit::kNoVectors;
  for (const Case& test : cases) {
    const std::string text = string_of(test.files("measurement_cases").at(0));
    const json::Value answers = json::parse("cases", text).value();
    for (const json::Value& answer : answers.find("cases")->as_array()) {
      SCOPED_TRACE(answer.find("test")->as_string());
      const json::Value& inputs = *answer.find("inputs");
      const Bytes firmware =
          testkit::read_bytes(test.folder / inputs.find("ovmf_file")->as_string());
      EXPECT_EQ(launch_digest_of(inputs, firmware), answer.find("expected_hex")->as_string());
    }
  }
}

}  // namespace
}  // namespace anchorhold::snp

// The test hierarchy of IBM's own tools, a signed and an encrypted record, and known measurements.

#include <gtest/gtest.h>

#include <map>

#include "base/hex.h"
#include "codec/json.h"
#include "evidence/ibmse/first_failure_test.h"
#include "evidence/ibmse/measurement.h"
#include "evidence/ibmse/record.h"
#include "evidence/ibmse/verify.h"
#include "testkit/vectors.h"

namespace anchorhold::ibmse {
namespace {

using Path = std::filesystem::path;

std::optional<Path> folder_of(const char* name) {
  const auto folder = testkit::vectors_dir(ANCHORHOLD_VECTORS_DEFAULT);
  if (!folder) return std::nullopt;
  return *folder / "ibmse" / name;
}

json::Value read_json(const Path& path) {
  return json::parse(path.string(), testkit::read_text(path)).value();
}

// One line of the expected answers: "A signed by B, CRL C".
struct Combination {
  std::string document, signer, list;
};
Combination parse_combination(const std::string& text) {
  const size_t by = text.find(" signed by ");
  const size_t crl = text.find(", CRL ");
  return {text.substr(0, by), text.substr(by + 11, crl - by - 11), text.substr(crl + 6)};
}

struct Hierarchy {
  Path folder;
  std::vector<crypto::Certificate> certificates;
  std::vector<crypto::Crl> crls;
  GivenAnchor root;
  Time at;

  crypto::Certificate certificate(const std::string& name) const {
    return crypto::parse_certificates(name, testkit::read_bytes(folder / name)).value().at(0);
  }
  crypto::Crl crl(const std::string& name) const {
    return crypto::parse_crl(name, testkit::read_bytes(folder / name)).value();
  }
  explicit Hierarchy(Path where) : folder(std::move(where)) {
    certificates = {certificate("inter_ca.crt"), certificate("root_ca.crt")};
    crls = {crl("root_ca.crl"), crl("inter_ca.crl")};
    root = {certificates[1].key.spki_sha256()};
    at = parse_time("at", read_json(folder / "case.json").find("at")->as_string()).value();
  }
  Verification verify(const Combination& names) const {
    std::vector<crypto::Certificate> pool = certificates;
    pool.insert(pool.begin(), certificate(names.signer));
    std::vector<crypto::Crl> lists = crls;
    lists.push_back(crl(names.list));
    crypto::CertificateCache cache;
    const Endorsements endorsements{.certificates = pool, .crls = lists};
    return verify_host_key(certificate(names.document), endorsements, std::span(&root, 1), at,
                           &cache);
  }
};

TEST(HostKeyVectors, EachCombinationComesOutAsExpected) {
  const auto folder = folder_of("hkd-test-pki");
  if (!folder) GTEST_SKIP() << testkit::kNoVectors;
  const std::map<std::string, std::string> checks = {
      {"valid", "none"},
      {"host key document revoked", "ibmse.document.revocation"},
      {"host key document validity", "ibmse.document.validity"},
      {"host key document signature", "ibmse.document.signature"},
      {"CRL validity", "ibmse.document.lists"},
      {"CRL signature", "ibmse.document.lists"},
      {"signing certificate: error 10", "ibmse.signer.validity"},
      {"signing certificate: error 20", "ibmse.signer.links"},
      {"signing certificate: error 23", "ibmse.signer.revocation"}};
  const Hierarchy hierarchy(*folder);
  const json::Value expected = *read_json(*folder / "vector.json").find("expected")->find("cases");
  for (const auto& [name, reasons] : expected.as_object()) {
    SCOPED_TRACE(name);
    const Verification result = hierarchy.verify(parse_combination(name));
    const std::string reason = reasons.as_array().at(0).as_string().substr(0, 29);
    const auto check = checks.find(reason.substr(0, reason.find(" at ")));
    ASSERT_NE(check, checks.end()) << reason;
    EXPECT_EQ(failure(result), check->second);
    EXPECT_EQ(result.claims.has_value(), check->second == "none");
  }
}

TEST(HostKeyVectors, WrongNamesAndMissingListsAreRefused) {
  const auto folder = folder_of("hkd-test-pki");
  if (!folder) GTEST_SKIP() << testkit::kNoVectors;
  Hierarchy hierarchy(*folder);
  EXPECT_EQ(failure(hierarchy.verify({"host.crt", "ibm_wrong_subject.crt", "ibm.crl"})),
            "ibmse.signer.certificate");
  EXPECT_EQ(failure(hierarchy.verify({"host.crt", "ibm.crt", "ibm_wrong_issuer.crl"})),
            "ibmse.document.lists");
  // IBM spells the same issuer with both of its towns.
  EXPECT_EQ(failure(hierarchy.verify({"host.crt", "ibm_armonk.crt", "ibm.crl"})), "none");
  EXPECT_EQ(failure(hierarchy.verify({"host.crt", "ibm.crt", "ibm_armonk.crl"})), "none");
  hierarchy.crls.pop_back();
  EXPECT_EQ(failure(hierarchy.verify({"host.crt", "ibm.crt", "ibm.crl"})), "ibmse.signer.lists");
  hierarchy.root.spki_sha256[0] ^= 1;
  EXPECT_EQ(failure(hierarchy.verify({"host.crt", "ibm.crt", "ibm.crl"})), "ibmse.signer.root");
}

TEST(RecordVectors, TheSignedRecordHoldsUnderItsAnchorOnly) {
  const auto folder = folder_of("hpcr-signed-record");
  if (!folder) GTEST_SKIP() << testkit::kNoVectors;
  const json::Value test = read_json(*folder / "case.json");
  Bytes record = testkit::read_bytes(*folder / "se-checksums.txt");
  const Bytes signature = testkit::read_bytes(*folder / "se-signature.bin");
  const std::vector<crypto::Certificate> pool =
      crypto::parse_certificates("leaf", testkit::read_bytes(*folder / "attestation.crt")).value();
  const Time at = parse_time("at", test.find("at")->as_string()).value();
  const GivenAnchor anchor{pool.at(0).key.spki_sha256()};
  const auto verify = [&](std::span<const GivenAnchor> given, Time when) {
    return verify_record(record, signature, {.certificates = pool}, given, when, nullptr);
  };
  EXPECT_TRUE(looks_like_evidence(record));
  const Verification good = verify(std::span(&anchor, 1), at);
  ASSERT_TRUE(good.claims) << failure(good);
  EXPECT_FALSE((*good.claims)->hardware_rooted);
  for (const auto& [name, value] : test.find("claims")->as_object()) {
    EXPECT_EQ(to_hex(std::get<Bytes>((*good.claims)->vendor.at(name))), value.as_string()) << name;
  }
  EXPECT_EQ(failure(verify({}, at)), "ibmse.signer.certificate");
  EXPECT_EQ(failure(verify(std::span(&anchor, 1), at - std::chrono::days(100))),
            "ibmse.document.validity");
  record.push_back('\n');
  EXPECT_EQ(failure(verify(std::span(&anchor, 1), at)), "ibmse.record.signature");
  record.pop_back();
  record[record.size() - 90] ^= 1;
  EXPECT_FALSE(verify(std::span(&anchor, 1), at).claims);
}

TEST(RecordVectors, TheEncryptedRecordIsReadButNeverAuthentic) {
  const auto folder = folder_of("hpcr-encrypted-record-8562");
  if (!folder) GTEST_SKIP() << testkit::kNoVectors;
  const Bytes record = testkit::read_bytes(*folder / "se-checksums.txt.enc");
  EXPECT_TRUE(looks_like_evidence(record));
  const auto parsed = parse_encrypted_record("record", record);
  ASSERT_TRUE(parsed.ok()) << parsed.error().to_string();
  EXPECT_EQ(parsed->password.size(), 512U);
  const Verification result = verify_record(record, {}, {}, {}, Time(), nullptr);
  EXPECT_EQ(failure(result), "ibmse.record.signature");
  const auto plain =
      parse_record("record", testkit::read_bytes(*folder / "expected_plaintext.txt"));
  ASSERT_TRUE(plain.ok()) << plain.error().to_string();
  EXPECT_EQ(plain->checksums.size(),
            read_json(*folder / "case.json").find("claims")->as_object().size());
}

TEST(MeasurementVectors, KnownAnswersAreReproduced) {
  const auto folder = folder_of("uv-measurement-kat");
  if (!folder) GTEST_SKIP() << testkit::kNoVectors;
  const json::Value known = read_json(*folder / "kat.json");
  for (const json::Value& answer : known.as_array()) {
    const auto bytes = [&](const char* key) {
      return from_hex(key, answer.find(key)->as_string()).value();
    };
    MeasuredGuest guest;
    guest.page_list_digest =
        fixed_from_hex<64>("pld", answer.find("page_list_digest")->as_string()).value();
    guest.address_list_digest =
        fixed_from_hex<64>("ald", answer.find("address_list_digest")->as_string()).value();
    guest.tweak_list_digest =
        fixed_from_hex<64>("tld", answer.find("tweak_list_digest")->as_string()).value();
    guest.header_tag = fixed_from_hex<16>("tag", answer.find("se_header_tag")->as_string()).value();
    guest.config_uid = fixed_from_hex<16>("uid", answer.find("config_uid")->as_string()).value();
    guest.user_data = bytes("user_data");
    guest.nonce = bytes("nonce");
    guest.additional_data = bytes("additional_data");
    Bytes measurement = bytes("measurement");
    const Bytes key = bytes("measurement_key");
    EXPECT_TRUE(measurement_holds(key, guest, measurement)) << answer.find("name")->as_string();
    measurement[7] ^= 1;
    EXPECT_FALSE(measurement_holds(key, guest, measurement));
  }
}

}  // namespace
}  // namespace anchorhold::ibmse

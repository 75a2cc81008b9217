// RA-TLS certificates whose quotes are forged under a test root: each binding, right and wrong.

#include <gtest/gtest.h>

#include "crypto/hash.h"
#include "evidence/cmw/message.h"
#include "evidence/ratls/certificate.h"
#include "evidence/ratls/checks.h"
#include "testkit/attack.h"
#include "testkit/composite_world.h"
#include "testkit/forged_ratls.h"
#include "testkit/vector_case.h"

namespace anchorhold::verifier {
namespace {

using testkit::CertificateSpec;
using testkit::first_failure;
using testkit::RatlsClaims;
using testkit::RatlsForge;
using testkit::report_data_of;
using testkit::world;

const RatlsForge& forge() {
  static const RatlsForge instance;
  return instance;
}

Bytes certificate(std::vector<Bytes> extensions) {
  return forge().forge(forge().spec(world().at, std::move(extensions)));
}

Bytes key_quote() {
  return world().enclave(report_data_of(forge().key().spki()));
}
Bytes gramine() {
  return certificate({RatlsForge::gramine(key_quote())});
}

Bytes interoperable(const RatlsClaims& wanted = {}) {
  const Bytes claims = forge().claims(wanted);
  return certificate({RatlsForge::interoperable(world().enclave(report_data_of(claims)), claims)});
}

std::string failure_of(ByteView evidence) {
  return first_failure(world().verify(evidence));
}

std::string text_of_claim(const Claims& claims, const char* name) {
  const auto found = claims.vendor.find(name);
  return found == claims.vendor.end() ? "" : std::get<std::string>(found->second);
}

TEST(Ratls, GraminesFormBindsTheKeyAndSpeaksForTheEnclave) {
  const Answer answer = world().verify(gramine());
  EXPECT_EQ(answer.format->name, "ratls");
  ASSERT_TRUE(answer.verification.claims) << first_failure(answer);
  const Claims& claims = **answer.verification.claims;
  EXPECT_EQ(claims.tee, TeeKind::sgx);
  EXPECT_FALSE(claims.hardware_rooted);
  EXPECT_EQ(claims.public_key, forge().key().spki());
  EXPECT_NE(claims.measurement("mrenclave"), nullptr);
  EXPECT_EQ(text_of_claim(claims, "binding"), "key");
  EXPECT_EQ(text_of_claim(claims, "carrier"), "gramine");
}

TEST(Ratls, TheInteroperableFormBindsThroughItsClaims) {
  for (const uint64_t hash : {1U, 7U, 8U}) {
    const Answer answer = world().verify(interoperable({.hash = hash, .unknown_claim = true}));
    ASSERT_TRUE(answer.verification.claims) << first_failure(answer);
    EXPECT_EQ(text_of_claim(**answer.verification.claims, "binding"), "key");
  }
  const Bytes nonce(32, 0x77);
  const Answer answer = world().verify(interoperable({.nonce = nonce}));
  ASSERT_TRUE(answer.verification.claims) << first_failure(answer);
  EXPECT_EQ(text_of_claim(**answer.verification.claims, "binding"), "key+nonce");
  EXPECT_EQ((*answer.verification.claims)->nonce, nonce);
}

TEST(Ratls, TheFindingSaysHowStrongTheBindingIs) {
  const Answer answer = world().verify(gramine());
  for (const Finding& finding : answer.verification.findings.list()) {
    if (finding.check == ratls::binding_check.id) {
      EXPECT_NE(finding.observed.find("session binding is stronger"), std::string::npos);
    }
  }
}

TEST(Ratls, AQuoteAboutAnotherKeyIsRefused) {
  const RatlsForge other(41);
  EXPECT_EQ(failure_of(other.forge(other.spec(world().at, {RatlsForge::gramine(key_quote())}))),
            "ratls.binding");
  const Bytes claims = forge().claims({});
  EXPECT_EQ(failure_of(other.forge(other.spec(
                world().at,
                {RatlsForge::interoperable(world().enclave(report_data_of(claims)), claims)}))),
            "ratls.binding");
}

TEST(Ratls, ReportDataMustBeTheDigestAndZeros) {
  ByteArray<64> data = report_data_of(forge().key().spki());
  data[63] = 1;
  EXPECT_EQ(failure_of(certificate({RatlsForge::gramine(world().enclave(data))})), "ratls.binding");
  // The claims name the key, and the quote speaks of other claims.
  const Bytes claims = forge().claims({});
  EXPECT_EQ(failure_of(certificate({RatlsForge::interoperable(key_quote(), claims)})),
            "ratls.binding");
}

TEST(Ratls, ClaimsMustHoldAHashOfTheWholeKey) {
  EXPECT_EQ(failure_of(interoperable({.hash = std::nullopt})), "ratls.structure");
  EXPECT_EQ(failure_of(interoperable({.hash = 2})), "ratls.structure");
  EXPECT_EQ(failure_of(interoperable({.key_hash = Bytes(31, 1)})), "ratls.structure");
  const Bytes point = copy_of(crypto::sha256(forge().key().subject_key().raw()));
  EXPECT_EQ(failure_of(interoperable({.key_hash = point})), "ratls.binding");
}

TEST(Ratls, LocalReportsAndUnknownTagsAreNamed) {
  const Bytes claims = forge().claims({});
  for (const uint64_t tag : {60001U, 60002U, 60003U}) {
    EXPECT_EQ(failure_of(certificate({RatlsForge::interoperable(key_quote(), claims, tag)})),
              "ratls.structure");
  }
  EXPECT_EQ(failure_of(certificate({RatlsForge::interoperable_value(Bytes{0x80})})),
            "ratls.structure");
  EXPECT_EQ(failure_of(certificate({RatlsForge::gramine(Bytes(100, 7))})), "ratls.evidence");
}

TEST(Ratls, TheProperSpellingOfGraminesIdentifierIsTheSameForm) {
  const Answer answer = world().verify(certificate({RatlsForge::proper_gramine(key_quote())}));
  ASSERT_TRUE(answer.verification.claims) << first_failure(answer);
  EXPECT_EQ(text_of_claim(**answer.verification.claims, "carrier"), "gramine");
  EXPECT_EQ(failure_of(certificate({RatlsForge::proper_gramine(world().enclave({}))})),
            "ratls.binding");
  const Bytes claims = forge().claims({});
  const Bytes first = RatlsForge::interoperable(world().enclave(report_data_of(claims)), claims);
  const Bytes old = RatlsForge::gramine(key_quote());
  const Bytes proper = RatlsForge::proper_gramine(key_quote());
  EXPECT_EQ(failure_of(certificate({first, proper})), "none");
  EXPECT_EQ(failure_of(certificate({old, proper})), "ratls.structure");
  EXPECT_EQ(failure_of(certificate({first, old, proper})), "ratls.structure");
}

TEST(Ratls, BothOfGraminesExtensionsMustAgreeOnTheEnclave) {
  const Bytes claims = forge().claims({});
  const Bytes first = RatlsForge::interoperable(world().enclave(report_data_of(claims)), claims);
  const auto with = [&](const Bytes& quote) {
    return world().verify(certificate({RatlsForge::gramine(quote), first}));
  };
  const Answer bound = with(key_quote());
  ASSERT_TRUE(bound.verification.claims) << first_failure(bound);
  EXPECT_EQ(text_of_claim(**bound.verification.claims, "carrier"), "interoperable");
  EXPECT_EQ(text_of_claim(**bound.verification.claims, "gramine_binding"), "key");
  const Answer unbound = with(world().enclave({}));
  ASSERT_TRUE(unbound.verification.claims) << first_failure(unbound);
  EXPECT_EQ(text_of_claim(**unbound.verification.claims, "gramine_binding"), "none");
  EXPECT_EQ(first_failure(with(world().enclave(report_data_of(forge().key().spki()), true))),
            "ratls.agreement");
}

TEST(Ratls, ACmwInTheCertificateBindsTheKeyToo) {
  const cmw::Message record =
      cmw::Record{.type = std::string("application/octet-stream"), .value = key_quote()};
  for (const Bytes& extension : {RatlsForge::cmw_cbor(cmw::encode_cbor(record)),
                                 RatlsForge::cmw_json(cmw::encode_json(record).value())}) {
    const Answer answer = world().verify(certificate({extension}));
    ASSERT_TRUE(answer.verification.claims) << first_failure(answer);
    EXPECT_EQ((*answer.verification.claims)->tee, TeeKind::sgx);
  }
  const cmw::Message other = cmw::Record{.type = uint16_t{42}, .value = world().enclave({})};
  EXPECT_EQ(failure_of(certificate({RatlsForge::cmw_cbor(cmw::encode_cbor(other))})),
            "ratls.binding");
  const Bytes claims = forge().claims({});
  EXPECT_EQ(failure_of(certificate(
                {RatlsForge::cmw_cbor(cmw::encode_cbor(record)),
                 RatlsForge::interoperable(world().enclave(report_data_of(claims)), claims)})),
            "ratls.structure");
}

TEST(Ratls, TheCertificateIsSignedByItsOwnKeyAndInItsDates) {
  Bytes altered = gramine();
  altered.back() ^= 1;
  EXPECT_EQ(failure_of(altered), "ratls.signature");
  CertificateSpec spec = forge().spec(world().at, {RatlsForge::gramine(key_quote())});
  EXPECT_EQ(failure_of(testkit::forge_certificate(spec, RatlsForge(42).key())), "ratls.signature");
  spec.issuer = testkit::name_of("somebody else");
  EXPECT_EQ(failure_of(forge().forge(spec)), "ratls.signature");
  spec = forge().spec(world().at, {RatlsForge::gramine(key_quote())});
  spec.not_after = world().at - std::chrono::hours(1);
  EXPECT_EQ(failure_of(forge().forge(spec)), "ratls.validity");
}

// Somebody else's quote, and beside it a module of one's own that names one's own key.
TEST(Ratls, APieceThatTheLeadDoesNotVouchForBindsNoKey) {
  const Bytes key_hash = copy_of(crypto::sha256(forge().key().spki()));
  const auto failure_beside = [&](const Bytes& quote, const Bytes& module) {
    const cmw::Message pair = cmw::Collection{
        .type = {},
        .entries = {{std::string("cpu"), cmw::Record{.type = uint16_t{42}, .value = quote}},
                    {std::string("module"), cmw::Record{.type = uint16_t{42}, .value = module}}}};
    return failure_of(certificate({RatlsForge::cmw_cbor(cmw::encode_cbor(pair))}));
  };
  const Bytes captured = world().enclave({});
  const Bytes own = world().module(copy_of(crypto::sha256(captured)), key_hash);
  EXPECT_EQ(failure_beside(captured, own), "ratls.binding");
  const Bytes approved = world().module(std::nullopt, key_hash);
  EXPECT_EQ(failure_beside(world().enclave(report_data_of(approved)), approved), "none");
}

TEST(Ratls, AnUnknownCriticalExtensionIsRefused) {
  const der::Oid oid = der::Oid::of({1, 3, 6, 1, 4, 1, 99999, 1});
  EXPECT_EQ(failure_of(certificate(
                {RatlsForge::gramine(key_quote()), testkit::extension(oid, true, Bytes{5, 0})})),
            "ratls.structure");
}

TEST(Ratls, AForgedQuoteInTheCertificateIsRefused) {
  Bytes quote = key_quote();
  quote[48] ^= 1;  // in the enclave report
  EXPECT_EQ(failure_of(certificate({RatlsForge::gramine(quote)})), "dcap.signature");
  EXPECT_NE(first_failure(world().verify(gramine(), {})), "none");
}

TEST(Ratls, NothingShorterAndNothingAlteredIsAccepted) {
  const Bytes good = interoperable();
  testkit::for_each_truncation(
      good, [](ByteView cut) { EXPECT_FALSE(ratls::parse_certificate(cut, nullptr).ok()); });
  Bytes mutant = good;
  for (size_t i = 0; i < good.size(); i += 23) {
    mutant[i] ^= static_cast<uint8_t>(1U << (i % 8));
    const auto material = Material::sort(world().files, nullptr).value();
    const auto answer = verify(
        {.evidence = mutant, .material = material, .anchors = world().anchors, .at = world().at});
    EXPECT_FALSE(answer.ok() && answer->verification.claims) << i;
    mutant[i] = good[i];
  }
}

TEST(RatlsVectors, RealCertificatesBindTheirKeys) {
  const auto cases = testkit::vector_cases("sgx", ANCHORHOLD_VECTORS_DEFAULT);
  if (cases.empty()) GTEST_SKIP() << testkit::kNoVectors;
  for (const auto& test : cases) {
    if (test.files("leaf_cert").empty()) continue;
    std::vector<File> files;
    for (const char* role :
         {"tcb_info", "qe_identity", "tcb_signing_chain", "pck_crl", "pck_crl_chain", "root_crl"})
      for (const auto& path : test.files(role))
        files.push_back({role, "", testkit::read_bytes(path)});
    const auto material = Material::sort(std::move(files), nullptr);
    ASSERT_TRUE(material.ok()) << material.error().to_string();
    const Bytes evidence = testkit::read_bytes(test.files("leaf_cert").front());
    const auto answer = verify(
        {.evidence = evidence, .material = *material, .anchors = Anchors(), .at = test.at()});
    ASSERT_TRUE(answer.ok()) << answer.error().to_string();
    ASSERT_TRUE(answer->verification.claims)
        << testkit::findings_text(answer->verification.findings);
    const Claims& claims = **answer->verification.claims;
    EXPECT_TRUE(claims.hardware_rooted);
    EXPECT_EQ(text_of_claim(claims, "binding"), "key");
    testkit::expect_claims(test, claims);
  }
}

}  // namespace
}  // namespace anchorhold::verifier

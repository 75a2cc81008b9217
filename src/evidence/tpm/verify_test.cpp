#include "evidence/tpm/verify.h"

#include <gtest/gtest.h>

#include "codec/pem.h"
#include "evidence/tpm/gce_instance.h"
#include "testkit/attack.h"
#include "testkit/forged_tpm.h"

namespace anchorhold::tpm {
namespace {

using crypto::HashKind;
using crypto::KeyKind;
using crypto::KeyUsage;
using crypto::SignatureKind;
using testkit::QuoteSpec;
using testkit::TestKey;
using testkit::TpmForge;

const TpmForge& forge() {
  static const TpmForge instance;
  return instance;
}

crypto::Certificate parsed(const Bytes& der) {
  return crypto::parse_certificate("forged", der).value();
}

// Given: everything that one verification is given. As it stands it is good.
struct Given {
  explicit Given(const TpmForge& maker = forge(), std::vector<QuoteSpec> specs = {{}}) {
    for (const QuoteSpec& spec : specs) {
      messages.push_back(TpmForge::attest(spec));
      signatures.push_back(maker.sign(messages.back()));
      pcrs.push_back(copy_of(bytes_of(TpmForge::pcr_json(TpmForge::values(spec)))));
    }
    ak_public = maker.ak_public();
    ak_certificate = parsed(maker.issue(maker.ak_spec()));
    pool = {parsed(maker.root()), parsed(maker.issue_intermediate(maker.intermediate_spec()))};
    anchors = {maker.anchor()};
  }

  Verification verify(crypto::CertificateCache* cache = nullptr) const {
    std::vector<QuoteParts> parts;
    for (size_t i = 0; i < messages.size(); ++i) {
      parts.push_back({.message = messages[i], .signature = signatures[i]});
      if (i < pcrs.size()) parts.back().pcrs = pcrs[i];
    }
    QuoteInputs inputs{.quotes = parts,
                       .form = form,
                       .certificates = pool,
                       .crls = crls,
                       .allow_insecure_sha1 = allow_insecure_sha1};
    if (ak_public) inputs.ak_public = *ak_public;
    if (ak_certificate) inputs.ak_certificate = &*ak_certificate;
    return verify_quotes(inputs, anchors, at, cache);
  }
  bool accepted() const { return verify().claims.has_value(); }
  // The first failing check; "none" when all passed.
  std::string failure() const {
    const Verification result = verify();
    const Finding* finding = result.findings.first_failure();
    EXPECT_EQ(result.claims.has_value(), finding == nullptr);
    return finding == nullptr ? "none" : finding->check;
  }

  std::vector<Bytes> messages;
  std::vector<Bytes> signatures;
  std::vector<Bytes> pcrs;
  SignatureForm form = SignatureForm::tpmt;
  std::optional<Bytes> ak_public;
  std::optional<crypto::Certificate> ak_certificate;
  std::vector<crypto::Certificate> pool;
  std::vector<crypto::Crl> crls;
  std::vector<GivenAnchor> anchors;
  Time at = TpmForge::at();
  bool allow_insecure_sha1 = false;
};

// The first failing check of good evidence with one thing changed.
template <class Edit>
std::string failure_of(Edit edit) {
  Given given;
  edit(given);
  return given.failure();
}

// The same for a well-signed quote with one thing wrong in it.
template <class Edit>
std::string failure_of_quote(Edit edit) {
  QuoteSpec spec;
  edit(spec);
  return Given(forge(), {spec}).failure();
}

// The same for an AK certificate that says something else.
template <class Edit>
std::string failure_of_certificate(Edit edit) {
  testkit::CertificateSpec spec = forge().ak_spec();
  edit(spec);
  return failure_of([&](Given& g) { g.ak_certificate = parsed(forge().issue(spec)); });
}

TEST(TpmVerify, AcceptsAGoodQuoteAndClaimsItsRegisters) {
  crypto::CertificateCache cache;
  for (crypto::CertificateCache* used :
       {static_cast<crypto::CertificateCache*>(nullptr), &cache, &cache}) {
    const Verification result = Given().verify(used);
    ASSERT_TRUE(result.claims.has_value()) << result.findings.first_failure()->observed;
    const Claims& claims = **result.claims;
    EXPECT_EQ(claims.tee, TeeKind::tpm);
    EXPECT_FALSE(claims.hardware_rooted) << "a given anchor is no vendor's";
    EXPECT_EQ(claims.nonce, (Bytes{0x90, 0x09}));
    ASSERT_NE(claims.measurement("sha256_pcr7"), nullptr);
    EXPECT_EQ(*claims.measurement("sha256_pcr7"), Bytes(32, 0x17));
    EXPECT_EQ(claims.measurements.size(), 9U);
    EXPECT_EQ(claims.measurement("sha256_pcr8"), nullptr) << "not quoted, so not claimed";
    EXPECT_EQ(std::get<uint64_t>(claims.vendor.at("reset_count")), 7U);
    EXPECT_EQ(std::get<uint64_t>(claims.vendor.at("safe")), 1U);
  }
}

TEST(TpmVerify, EveryKindOfKeyAndScheme) {
  const crypto::SignatureScheme pss = {SignatureKind::rsa_pss, HashKind::sha256};
  for (const TestKey& key : {TestKey::of(KeyKind::p384, 40), TestKey::rsa(2048)}) {
    const TpmForge maker(key);
    QuoteSpec spec;
    spec.hash = key.default_scheme().hash;
    Given given(maker, {spec});
    EXPECT_EQ(given.failure(), "none");
    if (key.subject_key().kind() != KeyKind::rsa) continue;
    given.signatures = {maker.sign(given.messages[0], pss)};
    EXPECT_EQ(given.failure(), "tpm.scheme") << "the key's own scheme is RSASSA";
    given.ak_public = key.spki();
    EXPECT_EQ(given.failure(), "none");
    given.signatures[0][1] = 0x14;
    EXPECT_EQ(given.failure(), "tpm.signature") << "T4: RSAPSS labelled RSASSA";
  }
}

TEST(TpmVerify, BareRsaValuesOnlyWhereTheyAreNamed) {
  const TpmForge maker(TestKey::rsa(2048, 1));
  Given given(maker);
  const Bytes with_header = given.signatures[0];
  given.signatures[0].erase(given.signatures[0].begin(), given.signatures[0].begin() + 6);
  EXPECT_EQ(given.failure(), "tpm.signature.form") << "T4";
  given.form = SignatureForm::rsassa_sha256;
  EXPECT_EQ(given.failure(), "none");
  given.signatures[0] = with_header;
  EXPECT_EQ(given.failure(), "tpm.signature") << "T4, the other way";
}

TEST(TpmVerify, T3EveryBitOfTheQuoteAndTheSignatureCounts) {
  const Given good;
  testkit::for_each_bit_flip(good.messages[0], [&](ByteView mutant, size_t bit) {
    Given given = good;
    given.messages[0] = copy_of(mutant);
    EXPECT_FALSE(given.accepted()) << bit;
  });
  testkit::for_each_bit_flip(good.signatures[0], [&](ByteView mutant, size_t bit) {
    Given given = good;
    given.signatures[0] = copy_of(mutant);
    EXPECT_FALSE(given.accepted()) << bit;
  });
  testkit::for_each_truncation(good.signatures[0], [&](ByteView prefix) {
    Given given = good;
    given.signatures[0] = copy_of(prefix);
    EXPECT_EQ(given.failure(), "tpm.signature.form") << prefix.size();
  });
}

TEST(TpmVerify, T3T7EveryBitOfTheValuesCounts) {
  QuoteSpec spec;
  Given good(forge(), {spec});
  good.pcrs = {TpmForge::pcr_file(spec.banks, TpmForge::values(spec))};
  ASSERT_EQ(good.failure(), "none");
  for (size_t i = 0; i < good.pcrs[0].size(); ++i) {
    Given given = good;
    given.pcrs[0][i] ^= static_cast<uint8_t>(1U << (i % 8));
    EXPECT_FALSE(given.accepted()) << i;
  }
}

TEST(TpmVerify, T5TheNonceIsClaimedAsItStands) {
  for (const Bytes& nonce : {Bytes{}, Bytes{0x90}, Bytes(64, 0)}) {
    QuoteSpec spec;
    spec.nonce = nonce;
    const Verification result = Given(forge(), {spec}).verify();
    ASSERT_TRUE(result.claims.has_value());
    EXPECT_EQ((*result.claims)->nonce, nonce);
  }
}

TEST(TpmVerify, T6T7ValuesThatTheQuoteDoesNotCover) {
  QuoteSpec narrow;
  narrow.banks = {{.bitmap = {0x01, 0, 0}}};
  EXPECT_EQ(Given(forge(), {narrow}).failure(), "none");
  Given given(forge(), {narrow});
  given.pcrs[0] = copy_of(bytes_of(TpmForge::pcr_json(TpmForge::values({}))));
  EXPECT_EQ(given.failure(), "tpm.pcr.form");
  const Claims said = given.verify().said->claimed();
  EXPECT_EQ(said.measurement("sha256_pcr7"), nullptr);

  // The same digest under another selection, signed anew by the key.
  QuoteSpec moved = narrow;
  moved.banks[0].bitmap = {0x02, 0, 0};
  QuoteSpec wide;
  Given other(forge(), {wide});
  moved.digest = crypto::hash(HashKind::sha256, TpmForge::values(narrow).begin()->second);
  Given moved_given(forge(), {moved});
  EXPECT_EQ(moved_given.failure(), "tpm.pcr.digest");
}

TEST(TpmVerify, T7ValuesThatDoNotHash) {
  EXPECT_EQ(failure_of([](Given& g) {
              auto values = TpmForge::values({});
              values[{HashKind::sha256, 0}][31] ^= 1;
              g.pcrs[0] = copy_of(bytes_of(TpmForge::pcr_json(values)));
            }),
            "tpm.pcr.digest");
  EXPECT_EQ(failure_of([](Given& g) {
              auto values = TpmForge::values({});
              values.erase({HashKind::sha256, 3});
              g.pcrs[0] = copy_of(bytes_of(TpmForge::pcr_json(values)));
            }),
            "tpm.pcr.form");
  EXPECT_EQ(failure_of([](Given& g) { g.pcrs[0].clear(); }), "tpm.pcr.form");
}

TEST(TpmVerify, WithoutValuesNoRegisterIsClaimed) {
  Given given;
  given.pcrs.clear();
  const Verification result = given.verify();
  ASSERT_TRUE(result.claims.has_value());
  EXPECT_TRUE((*result.claims)->measurements.empty());
}

TEST(TpmVerify, T8TheDigestIsByTheSchemesHashNotTheBanks) {
  QuoteSpec spec;
  spec.banks = {{.algorithm = 0x0004}};
  EXPECT_EQ(Given(forge(), {spec}).failure(), "none");
  spec.hash = HashKind::sha1;
  EXPECT_EQ(Given(forge(), {spec}).failure(), "tpm.pcr.digest");
  spec.banks = {{.algorithm = 0x000c}};
  spec.hash = HashKind::sha384;
  EXPECT_EQ(Given(forge(), {spec}).failure(), "tpm.pcr.digest");
}

TEST(TpmVerify, T9AQuoteOfNothingIsRefused) {
  EXPECT_EQ(failure_of_quote([](QuoteSpec& s) { s.banks = {}; }), "tpm.selection");
  EXPECT_EQ(failure_of_quote([](QuoteSpec& s) {
              s.banks = {{.bitmap = {0, 0, 0}}};
            }),
            "tpm.selection");
}

TEST(TpmVerify, T10Sha1SignaturesNeedTheKnob) {
  const crypto::SignatureScheme sha1 = {SignatureKind::ecdsa, HashKind::sha1};
  QuoteSpec spec;
  spec.hash = HashKind::sha1;
  Given given(forge(), {spec});
  given.signatures = {forge().sign(given.messages[0], sha1)};
  given.ak_public = forge().ak().spki();
  EXPECT_EQ(given.failure(), "tpm.scheme");
  given.allow_insecure_sha1 = true;
  EXPECT_EQ(given.failure(), "none");
}

TEST(TpmVerify, T11T13CertificatesOfOtherKeysAndPurposes) {
  const TpmForge other(TestKey::of(KeyKind::p256, 41));
  EXPECT_EQ(failure_of([&](Given& g) { g.ak_certificate = parsed(other.issue(other.ak_spec())); }),
            "tpm.ak.key");
  EXPECT_EQ(
      failure_of([](Given& g) { g.ak_certificate = parsed(forge().issue(forge().ek_spec())); }),
      "tpm.ak.usage");
  const auto with_usage = [](std::initializer_list<KeyUsage> usages) {
    return failure_of_certificate([&](testkit::CertificateSpec& s) {
      s.key_usage = {};
      for (const KeyUsage usage : usages) s.key_usage.add(usage);
    });
  };
  EXPECT_EQ(with_usage({}), "tpm.ak.usage");
  EXPECT_EQ(with_usage({KeyUsage::digital_signature}), "none");
  EXPECT_EQ(with_usage({KeyUsage::digital_signature, KeyUsage::content_commitment}), "none");
  for (const KeyUsage usage : {KeyUsage::key_encipherment, KeyUsage::data_encipherment,
                               KeyUsage::key_agreement, KeyUsage::key_cert_sign}) {
    EXPECT_EQ(with_usage({KeyUsage::digital_signature, usage}), "tpm.ak.usage");
  }
  EXPECT_EQ(failure_of_certificate([](testkit::CertificateSpec& s) {
              s.basic_constraints = crypto::BasicConstraints{.ca = true};
            }),
            "tpm.ak.usage");
}

TEST(TpmVerify, PurposesOfAnAttestationKeysCertificate) {
  const auto with_purpose = [](uint64_t last) {
    return failure_of_certificate([&](testkit::CertificateSpec& s) {
      const der::Oid purpose = der::Oid::of({2, 23, 133, 8, last});
      s.more_extensions = {testkit::extension(der::Oid::of({2, 5, 29, 37}), false,
                                              der::sequence({der::oid(purpose)}))};
    });
  };
  EXPECT_EQ(with_purpose(1), "none") << "Google's attestation keys have the EK's";
  EXPECT_EQ(with_purpose(3), "none");
  EXPECT_EQ(with_purpose(2), "tpm.ak.usage") << "a platform certificate";
}

TEST(TpmVerify, T11PathsThatDoNotHold) {
  EXPECT_EQ(failure_of([](Given& g) { g.anchors.clear(); }), "tpm.ak.root");
  EXPECT_EQ(failure_of([](Given& g) { g.pool.pop_back(); }), "tpm.ak.root");
  EXPECT_EQ(failure_of([](Given& g) { g.pool.erase(g.pool.begin()); }), "tpm.ak.root");
  EXPECT_EQ(failure_of([](Given& g) { std::swap(g.pool[0], g.pool[1]); }), "none");
  EXPECT_EQ(failure_of([](Given& g) { g.at += std::chrono::hours(24 * 365 * 20); }),
            "tpm.ak.validity");
  EXPECT_EQ(failure_of([](Given& g) { g.at -= std::chrono::hours(24 * 365 * 20); }),
            "tpm.ak.validity");
  EXPECT_EQ(failure_of_certificate([](testkit::CertificateSpec& s) {
              s.not_after = TpmForge::at() - std::chrono::hours(1);
            }),
            "tpm.ak.validity");
  // Signed by the attestation key itself, under the intermediate's name.
  EXPECT_EQ(failure_of([](Given& g) {
              g.ak_certificate =
                  parsed(testkit::forge_certificate(forge().ak_spec(), forge().ak()));
            }),
            "tpm.ak.chain");
  testkit::CertificateSpec no_ca = forge().intermediate_spec();
  no_ca.basic_constraints = crypto::BasicConstraints{.ca = false};
  no_ca.key_usage = crypto::KeyUsages().add(KeyUsage::digital_signature);
  EXPECT_EQ(failure_of([&](Given& g) { g.pool[1] = parsed(forge().issue_intermediate(no_ca)); }),
            "tpm.ak.chain");
}

TEST(TpmVerify, RevocationListsOfThePathAreAsked) {
  const auto with_list = [](const Bytes& der, Duration late = {}) {
    return failure_of([&](Given& g) {
      g.crls = {crypto::parse_crl("forged", der).value()};
      g.at += late;
    });
  };
  EXPECT_EQ(with_list(forge().revocation_list({{0x04}})), "none");
  EXPECT_EQ(with_list(forge().revocation_list({{0x03}})), "tpm.ak.revocation");
  EXPECT_EQ(with_list(forge().revocation_list({}), std::chrono::hours(24 * 60)), "tpm.ak.crl");
  testkit::RevocationSpec forged =
      testkit::revocation_spec(forge().intermediate_spec(), TpmForge::at());
  EXPECT_EQ(with_list(testkit::forge_revocation_list(forged, forge().ak())), "tpm.ak.crl");
}

TEST(TpmVerify, AKeyThatIsItselfAnAnchor) {
  const auto only_key = [](Given& g) {
    g.ak_certificate.reset();
    g.pool.clear();
  };
  EXPECT_EQ(failure_of(only_key), "tpm.ak.root");
  EXPECT_EQ(failure_of([&](Given& g) {
              only_key(g);
              g.anchors = {forge().anchor_of_key()};
            }),
            "none");
  EXPECT_EQ(failure_of([](Given& g) {
              g.pool.push_back(*g.ak_certificate);
              g.ak_certificate.reset();
            }),
            "none")
      << "its certificate stands among the others";
}

TEST(TpmVerify, TheKeyMayComeFromItsCertificateAlone) {
  EXPECT_EQ(failure_of([](Given& g) { g.ak_public.reset(); }), "none");
  EXPECT_EQ(failure_of([](Given& g) {
              g.ak_public.reset();
              g.ak_certificate.reset();
            }),
            "tpm.ak.form");
  EXPECT_EQ(failure_of([](Given& g) { g.ak_public = Bytes{1, 2, 3}; }), "tpm.ak.form");
}

TEST(TpmVerify, T12EveryAttributeOfTheKey) {
  for (const unsigned bit : {1U, 4U, 5U, 16U, 17U, 18U}) {
    EXPECT_EQ(failure_of([&](Given& g) {
                g.ak_public = forge().ak_public(testkit::good_attributes ^ (1U << bit));
              }),
              "tpm.ak.attributes")
        << bit;
  }
}

TEST(TpmVerify, QuotesOfSeveralBanksBelongToOneBoot) {
  QuoteSpec first;
  QuoteSpec second;
  second.banks = {{.algorithm = 0x000c}};
  second.clock += 70;
  const Given good(forge(), {first, second});
  ASSERT_EQ(good.failure(), "none");
  EXPECT_EQ(good.verify().said->claimed().measurements.size(), 18U);
  const auto with = [&](auto edit) {
    QuoteSpec other = second;
    edit(other);
    return Given(forge(), {first, other}).failure();
  };
  EXPECT_EQ(with([](QuoteSpec& s) { s.nonce = {1}; }), "tpm.same_boot");
  EXPECT_EQ(with([](QuoteSpec& s) { s.reset_count += 1; }), "tpm.same_boot");
  EXPECT_EQ(with([](QuoteSpec& s) { s.restart_count += 1; }), "tpm.same_boot");
  EXPECT_EQ(with([](QuoteSpec& s) { s.firmware_version += 1; }), "tpm.same_boot");
  EXPECT_EQ(with([](QuoteSpec& s) { s.qualified_signer[0] += 1; }), "tpm.same_boot");
  Given swapped = good;
  std::swap(swapped.pcrs[0], swapped.pcrs[1]);
  EXPECT_EQ(swapped.failure(), "tpm.pcr.form");
}

TEST(TpmVerify, NoQuoteIsNoEvidence) {
  Given given;
  given.messages.clear();
  EXPECT_EQ(given.failure(), "tpm.quote");
  EXPECT_FALSE(given.verify().said.has_value());
}

TEST(TpmVerify, GoogleSaysWhichMachineItIs) {
  const auto with_instance = [](const Bytes& value) {
    Given given;
    testkit::CertificateSpec spec = forge().ak_spec();
    spec.more_extensions = {
        testkit::extension(der::Oid::of({1, 3, 6, 1, 4, 1, 11129, 2, 1, 21}), false, value)};
    given.ak_certificate = parsed(forge().issue(spec));
    return given;
  };
  const Verification result = with_instance(testkit::gce_instance()).verify();
  ASSERT_TRUE(result.claims.has_value());
  const auto& vendor = (*result.claims)->vendor;
  EXPECT_EQ(std::get<std::string>(vendor.at("zone")), "test-zone1-a");
  EXPECT_EQ(std::get<uint64_t>(vendor.at("instance_id")), 5780156274199835632U);
  EXPECT_EQ(std::get<uint64_t>(vendor.at("is_production")), 1U);
  EXPECT_EQ(with_instance({0x30, 0x00}).failure(), "tpm.instance");
  testkit::for_each_truncation(testkit::gce_instance(), [](ByteView prefix) {
    EXPECT_FALSE(parse_gce_instance(prefix).ok());
  });
}

TEST(TpmCertificates, AreJudgedByTheirKind) {
  const std::vector<crypto::Certificate> ak = {parsed(forge().issue(forge().ak_spec()))};
  const std::vector<crypto::Certificate> ek = {parsed(forge().issue(forge().ek_spec()))};
  const Given given;
  const auto failure = [&](const auto& ak_list, const auto& ek_list) {
    const Verification result = verify_certificates(
        {.ak_certificates = ak_list, .ek_certificates = ek_list, .certificates = given.pool},
        given.anchors, given.at, nullptr);
    const Finding* finding = result.findings.first_failure();
    return finding == nullptr ? "none" : finding->check;
  };
  const std::vector<crypto::Certificate> none;
  EXPECT_EQ(failure(ak, ek), "none");
  EXPECT_EQ(failure(ak, none), "none");
  EXPECT_EQ(failure(none, ek), "none");
  EXPECT_EQ(failure(ek, none), "tpm.ak.usage");
  EXPECT_EQ(failure(none, ak), "tpm.ek.usage");
  EXPECT_EQ(failure(none, none), "tpm.ak.root");
}

}  // namespace
}  // namespace anchorhold::tpm

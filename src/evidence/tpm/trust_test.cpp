// Who vouches for an attestation key.

#include "evidence/tpm/gce_instance.h"
#include "evidence/tpm/given_test.h"
#include "testkit/attack.h"

namespace anchorhold::tpm {
namespace {

using namespace test;

// The same for an AK certificate that says something else.
template <class Edit>
std::string failure_of_certificate(Edit edit) {
  testkit::CertificateSpec spec = forge().ak_spec();
  edit(spec);
  return failure_of([&](Given& g) { g.ak_certificate = parsed(forge().issue(spec)); });
}

TEST(TpmTrust, T11T13CertificatesOfOtherKeysAndPurposes) {
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

TEST(TpmTrust, PurposesOfAnAttestationKeysCertificate) {
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

TEST(TpmTrust, T11PathsThatDoNotHold) {
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

TEST(TpmTrust, ARootKnownByItsKeyMustHaveSignedItself) {
  const crypto::Certificate forged =
      parsed(testkit::forge_certificate(forge().root_spec(), forge().ak()));
  EXPECT_EQ(failure_of([&](Given& g) { g.pool[0] = forged; }), "tpm.ak.chain");
  EXPECT_EQ(failure_of([&](Given& g) { g.pool.insert(g.pool.begin(), forged); }), "none");
}

TEST(TpmTrust, ANamesakeThatIssuedNothingHidesNoIssuer) {
  testkit::CertificateSpec namesake = forge().intermediate_spec();
  namesake.spki = forge().ak().spki();
  const crypto::Certificate bogus = parsed(forge().issue_intermediate(namesake));
  EXPECT_EQ(failure_of([&](Given& g) { g.pool.insert(g.pool.begin(), bogus); }), "none");
  EXPECT_EQ(failure_of([&](Given& g) { g.pool[1] = bogus; }), "tpm.ak.chain");
}

TEST(TpmTrust, RevocationListsOfThePathAreAsked) {
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

TEST(TpmTrust, ARequiredListMustBeThereForEachCertificate) {
  const crypto::Crl below = crypto::parse_crl("forged", forge().revocation_list({})).value();
  const crypto::Crl above =
      crypto::parse_crl("forged", testkit::forge_revocation_list(
                                      testkit::revocation_spec(forge().root_spec(), TpmForge::at()),
                                      TestKey::of(KeyKind::p384, 31)))
          .value();
  const auto with_lists = [](std::vector<crypto::Crl> lists) {
    return failure_of([&](Given& g) {
      g.require_crl = true;
      g.crls = std::move(lists);
    });
  };
  EXPECT_EQ(with_lists({}), "tpm.ak.crl");
  EXPECT_EQ(with_lists({below}), "tpm.ak.crl");
  EXPECT_EQ(with_lists({above}), "tpm.ak.crl");
  EXPECT_EQ(with_lists({below, above}), "none");
}

TEST(TpmTrust, AGoodListMayHaveStaleAndForeignOnesBesideIt) {
  const auto parse = [](const Bytes& der) { return crypto::parse_crl("forged", der).value(); };
  const crypto::Crl good = parse(forge().revocation_list({{0x04}}));
  const crypto::Crl revoking = parse(forge().revocation_list({{0x03}}));
  const testkit::CertificateSpec issuer = forge().intermediate_spec();
  const crypto::Crl foreign = parse(testkit::forge_revocation_list(
      testkit::revocation_spec(issuer, TpmForge::at(), {{0x03}}), forge().ak()));
  const auto with_lists = [](std::vector<crypto::Crl> lists) {
    return failure_of([&](Given& g) { g.crls = std::move(lists); });
  };
  EXPECT_EQ(with_lists({foreign, good}), "none") << "what nobody signed revokes nothing";
  EXPECT_EQ(with_lists({foreign}), "tpm.ak.crl");
  EXPECT_EQ(with_lists({foreign, good, revoking}), "tpm.ak.revocation");
}

TEST(TpmTrust, AKeyThatIsItselfAnAnchor) {
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
  EXPECT_EQ(failure_of([](Given& g) {
              g.pool.clear();
              g.anchors = {forge().anchor_of_key()};
            }),
            "none")
      << "its certificate leads nowhere, and need not";
  const TpmForge other(TestKey::of(KeyKind::p256, 41));
  EXPECT_EQ(failure_of([&](Given& g) {
              g.ak_certificate = parsed(other.issue(other.ak_spec()));
              g.anchors = {forge().anchor_of_key()};
            }),
            "tpm.ak.key");
}

TEST(TpmTrust, TheKeyMayComeFromItsCertificateAlone) {
  EXPECT_EQ(failure_of([](Given& g) { g.ak_public.reset(); }), "none");
  EXPECT_EQ(failure_of([](Given& g) {
              g.ak_public.reset();
              g.ak_certificate.reset();
            }),
            "tpm.ak.form");
  EXPECT_EQ(failure_of([](Given& g) { g.ak_public = Bytes{1, 2, 3}; }), "tpm.ak.form");
}

TEST(TpmTrust, ARememberedKeyIsTrustedNoMoreThanAnother) {
  crypto::CertificateCache cache;
  const auto accepted = [&](auto edit) {
    Given given;
    edit(given);
    return given.verify(&cache).claims.has_value();
  };
  EXPECT_FALSE(accepted([](Given& g) { g.anchors.clear(); }));
  EXPECT_EQ(cache.facts(), 0U) << "a key that was refused is not remembered";
  EXPECT_TRUE(accepted([](Given&) {}));
  EXPECT_TRUE(accepted([](Given&) {}));
  EXPECT_EQ(cache.facts(), 1U);
  EXPECT_FALSE(accepted([](Given& g) { g.anchors.clear(); }));
  EXPECT_FALSE(accepted([](Given& g) { g.at += std::chrono::hours(24 * 365 * 20); }));
  EXPECT_FALSE(accepted([](Given& g) { g.signatures[0].back() ^= 1; }));
  EXPECT_FALSE(accepted(
      [](Given& g) { g.ak_public = forge().ak_public(testkit::good_attributes ^ (1U << 16)); }));
}

TEST(TpmTrust, T12EveryAttributeOfTheKey) {
  for (const unsigned bit : {1U, 4U, 5U, 16U, 17U, 18U}) {
    EXPECT_EQ(failure_of([&](Given& g) {
                g.ak_public = forge().ak_public(testkit::good_attributes ^ (1U << bit));
              }),
              "tpm.ak.attributes")
        << bit;
  }
}

TEST(TpmTrust, GoogleSaysWhichMachineItIs) {
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

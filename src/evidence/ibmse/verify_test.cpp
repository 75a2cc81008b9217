// Each check once held and once broken, under a forged hierarchy.
#include "evidence/ibmse/verify.h"

#include <gtest/gtest.h>

#include "evidence/ibmse/first_failure_test.h"
#include "testkit/attack.h"
#include "testkit/forged_ibmse.h"

namespace anchorhold::ibmse {
namespace {

using std::chrono::days;
using testkit::IbmForge;

// World: good as it stands; a test changes one thing.
struct World {
  IbmForge forge;
  std::vector<GivenAnchor> anchors = {forge.anchor()};
  Time at = IbmForge::at();
  crypto::CertificateCache cache = crypto::CertificateCache();

  Verification host_key() {
    const std::vector<crypto::Certificate> certificates = forge.certificates();
    const std::vector<crypto::Crl> lists = forge.lists();
    return verify_host_key(forge.host_certificate(), {.certificates = certificates, .crls = lists},
                           anchors, at, &cache);
  }
  Verification record(const std::string& text, ByteView signature) {
    const std::vector<crypto::Certificate> certificates = forge.certificates();
    const std::vector<crypto::Crl> lists = forge.lists();
    return verify_record(bytes_of(text), signature, {.certificates = certificates, .crls = lists},
                         anchors, at, &cache);
  }
  Verification record() {
    const std::string text = IbmForge::record();
    return record(text, IbmForge::sign(bytes_of(text)));
  }
};

TEST(HostKey, AGoodDocumentIsIbms) {
  World world;
  const Verification result = world.host_key();
  ASSERT_EQ(failure(result), "none") << result.findings.first_failure()->observed;
  EXPECT_EQ((*result.claims)->tee, TeeKind::ibmse);
  EXPECT_FALSE((*result.claims)->hardware_rooted);
  EXPECT_EQ((*result.claims)->platform, "IBM Z Host Key");
  EXPECT_EQ((*result.claims)->public_key, IbmForge::host_key().spki());
}

TEST(HostKey, NamesakesHideNoIssuer) {
  World world;
  const auto with = [&](const testkit::CertificateSpec& spec, const testkit::TestKey& key) {
    std::vector<crypto::Certificate> pool = world.forge.certificates();
    pool.insert(
        pool.begin(),
        crypto::parse_certificate("namesake", testkit::forge_certificate(spec, key)).value());
    const std::vector<crypto::Crl> lists = world.forge.lists();
    return failure(verify_host_key(world.forge.host_certificate(),
                                   {.certificates = pool, .crls = lists}, world.anchors, world.at,
                                   &world.cache));
  };
  testkit::CertificateSpec bogus = world.forge.intermediate;
  bogus.spki = IbmForge::attestation_key().spki();
  EXPECT_EQ(with(bogus, IbmForge::root_key()), "none");
  testkit::CertificateSpec cross = world.forge.root;
  cross.issuer = testkit::ibm_name("A root of somebody else");
  EXPECT_EQ(with(cross, IbmForge::attestation_key()), "none");
  EXPECT_EQ(with(world.forge.root, IbmForge::attestation_key()), "none");
}

TEST(HostKey, ARootKnownByItsKeyMustHaveSignedItself) {
  World world;
  std::vector<crypto::Certificate> pool = world.forge.certificates();
  pool.front() =
      crypto::parse_certificate(
          "root", testkit::forge_certificate(world.forge.root, IbmForge::attestation_key()))
          .value();
  const std::vector<crypto::Crl> lists = world.forge.lists();
  EXPECT_EQ(
      failure(verify_host_key(world.forge.host_certificate(), {.certificates = pool, .crls = lists},
                              world.anchors, world.at, &world.cache)),
      "ibmse.signer.links");
}

TEST(HostKey, TheSignerMustBeNamedAsIbmsIs) {
  World unit;
  unit.forge.signer.subject = testkit::ibm_name("Somebody's Service");
  EXPECT_EQ(failure(unit.host_key()), "ibmse.signer.certificate");
  World place;
  place.forge.signer.subject = testkit::ibm_name("IBM Z Host Key Signing Service", "Boeblingen");
  EXPECT_EQ(failure(place.host_key()), "ibmse.signer.certificate");
  World ca;
  ca.forge.signer.basic_constraints = crypto::BasicConstraints{.ca = true};
  EXPECT_EQ(failure(ca.host_key()), "ibmse.signer.certificate");
  World town;
  town.forge.signer.subject = testkit::ibm_name("IBM Z Host Key Signing Service", "Armonk");
  EXPECT_EQ(failure(town.host_key()), "none");
}

TEST(HostKey, TheSignersChainIsProven) {
  World root;
  root.anchors.clear();
  EXPECT_EQ(failure(root.host_key()), "ibmse.signer.root");
  World link;
  link.forge.intermediate.spki = IbmForge::attestation_key().spki();
  EXPECT_EQ(failure(link.host_key()), "ibmse.signer.links");
  World no_ca;
  no_ca.forge.intermediate.basic_constraints.reset();
  EXPECT_EQ(failure(no_ca.host_key()), "ibmse.signer.links");
  World expired;
  expired.forge.signer.not_after = expired.at - days(1);
  EXPECT_EQ(failure(expired.host_key()), "ibmse.signer.validity");
}

TEST(HostKey, EveryIssuerMustGiveACurrentList) {
  World stale;
  stale.forge.root_list.next_update = stale.at - days(1);
  EXPECT_EQ(failure(stale.host_key()), "ibmse.signer.lists");
  World foreign;
  foreign.forge.intermediate_list.issuer = foreign.forge.root.subject;
  EXPECT_EQ(failure(foreign.host_key()), "ibmse.signer.lists");
  World early;
  early.forge.signer_list.this_update = early.at + days(1);
  EXPECT_EQ(failure(early.host_key()), "ibmse.document.lists");
  World endless;
  endless.forge.signer_list.next_update.reset();
  EXPECT_EQ(failure(endless.host_key()), "ibmse.document.lists");
}

TEST(HostKey, RevokedOnesAreRefused) {
  World intermediate;
  intermediate.forge.root_list.serials = {intermediate.forge.intermediate.serial};
  EXPECT_EQ(failure(intermediate.host_key()), "ibmse.signer.revocation");
  World signer;
  signer.forge.intermediate_list.serials = {signer.forge.signer.serial};
  EXPECT_EQ(failure(signer.host_key()), "ibmse.signer.revocation");
  World document;
  document.forge.signer_list.serials = {document.forge.host.serial};
  EXPECT_EQ(failure(document.host_key()), "ibmse.document.revocation");
}

TEST(HostKey, TheDocumentIsTheSigners) {
  World name;
  name.forge.host.issuer = testkit::ibm_name("Other Key Signing Service", "Poughkeepsie");
  EXPECT_EQ(failure(name.host_key()), "ibmse.document.signature");
  World town;
  town.forge.host.issuer = testkit::ibm_name("IBM Z Host Key Signing Service", "Armonk");
  EXPECT_EQ(failure(town.host_key()), "none");
  World key;
  key.forge.host.authority_key_id = IbmForge::root_key().identifier();
  EXPECT_EQ(failure(key.host_key()), "ibmse.document.signature");
  World expired;
  expired.forge.host.not_after = expired.at - days(1);
  EXPECT_EQ(failure(expired.host_key()), "ibmse.document.validity");
}

TEST(HostKey, ADocumentBySomebodyElsesKeyIsRefused) {
  World world;
  const std::vector<crypto::Certificate> certificates = world.forge.certificates();
  const std::vector<crypto::Crl> lists = world.forge.lists();
  const Bytes forged = testkit::forge_certificate(world.forge.host, IbmForge::attestation_key());
  const auto document = crypto::parse_certificate("document", forged);
  EXPECT_EQ(failure(verify_host_key(*document, {.certificates = certificates, .crls = lists},
                                    world.anchors, world.at, nullptr)),
            "ibmse.document.signature");
}

TEST(Record, AGoodOneIsTheAttestationKeys) {
  World world;
  const Verification result = world.record();
  ASSERT_EQ(failure(result), "none") << result.findings.first_failure()->observed;
  const Claims& claims = **result.claims;
  EXPECT_EQ(claims.platform, "9175/02/ABCDE");
  ASSERT_NE(claims.measurement("root.tar.gz"), nullptr);
  EXPECT_EQ(*claims.measurement("root.tar.gz"), Bytes(32, 0xaa));
  EXPECT_EQ(std::get<std::string>(claims.vendor.at("version")), "25.11.0");
}

TEST(Record, EveryBitAndTheEndOfTheTextAreSigned) {
  World world;
  const std::string text = IbmForge::record();
  const Bytes signature = IbmForge::sign(bytes_of(text));
  const std::vector<crypto::Certificate> certificates = world.forge.certificates();
  const std::vector<crypto::Crl> lists = world.forge.lists();
  const auto accepted = [&](ByteView record, ByteView with) {
    return verify_record(record, with, {.certificates = certificates, .crls = lists}, world.anchors,
                         world.at, &world.cache)
        .claims.has_value();
  };
  EXPECT_TRUE(accepted(bytes_of(text), signature));
  EXPECT_FALSE(accepted(bytes_of(text + "\n"), signature));
  EXPECT_FALSE(accepted(bytes_of(text), {}));
  testkit::for_each_truncation(bytes_of(text),
                               [&](ByteView prefix) { EXPECT_FALSE(accepted(prefix, signature)); });
  testkit::for_each_bit_flip(bytes_of(text), [&](ByteView mutant, size_t bit) {
    EXPECT_FALSE(accepted(mutant, signature)) << bit;
  });
}

TEST(Record, TheKeysCertificateIsIbmsOrTheCallersOwn) {
  World stranger;
  stranger.anchors.clear();
  EXPECT_EQ(failure(stranger.record()), "ibmse.signer.root");
  World revoked;
  revoked.forge.signer_list.serials = {revoked.forge.attestation.serial};
  EXPECT_EQ(failure(revoked.record()), "ibmse.document.revocation");
  World given;
  given.anchors = {{IbmForge::attestation_key().subject_key().spki_sha256()}};
  given.forge.signer_list.serials = {given.forge.attestation.serial};
  EXPECT_EQ(failure(given.record()), "none");
  given.at += days(20 * 365);
  EXPECT_EQ(failure(given.record()), "ibmse.document.validity");
  World unsigned_one;
  EXPECT_EQ(failure(unsigned_one.record(IbmForge::record(), {})), "ibmse.record.signature");
  World broken;
  EXPECT_EQ(failure(broken.record("not a record", {})), "ibmse.record.structure");
}

}  // namespace
}  // namespace anchorhold::ibmse

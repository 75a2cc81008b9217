// Revocation lists, given in every way that must not pass.

#include <gtest/gtest.h>

#include "evidence/dcap/collateral_world_test.h"
#include "evidence/dcap/verify.h"
#include "testkit/forged_dcap_world.h"

namespace anchorhold::dcap {
namespace {

using std::chrono::hours;
using testkit::DcapForge;
using testkit::DcapWorld;
using testkit::RevocationSpec;

std::string failure_of(const DcapWorld& world) {
  const Verification result = world.verify(world.forge.sign(world.forge.tdx_1_0(4)));
  const Finding* first = result.findings.first_failure();
  return first == nullptr ? "none" : first->check;
}

// The world with one of its lists made from this.
std::string failure_with_ca_list(const RevocationSpec& spec) {
  DcapWorld world;
  world.crls[1] = testkit::forge_revocation_list(spec, world.forge.ca_key());
  return failure_of(world);
}
std::string failure_with_root_list(const RevocationSpec& spec) {
  DcapWorld world;
  world.crls[0] = testkit::forge_revocation_list(spec, world.forge.root_key());
  return failure_of(world);
}

TEST(DcapRevocation, BothListsAreNeeded) {
  DcapWorld world;
  EXPECT_EQ(failure_of(world), "none");
  world.crls.erase(world.crls.begin());
  EXPECT_EQ(failure_of(world), "dcap.crl.root");
  world = DcapWorld();
  world.crls.pop_back();
  EXPECT_EQ(failure_of(world), "dcap.crl.pck");
}

TEST(DcapRevocation, TheOrderOfListsDoesNotMatter) {
  DcapWorld world;
  std::swap(world.crls[0], world.crls[1]);
  EXPECT_EQ(failure_of(world), "none");
}

TEST(DcapRevocation, RevokedCertificatesAreRefused) {
  RevocationSpec spec = forge().ca_crl();
  spec.serials = {Bytes(20, 0x01), forge().pck_fields().serial};
  EXPECT_EQ(failure_with_ca_list(spec), "dcap.revocation");
  spec.serials = {Bytes(20, 0x01)};
  EXPECT_EQ(failure_with_ca_list(spec), "none") << "another certificate";
  spec = forge().root_crl();
  spec.serials = {forge().ca_fields().serial};
  EXPECT_EQ(failure_with_root_list(spec), "dcap.revocation");
  spec.serials = {forge().pck_fields().serial};
  EXPECT_EQ(failure_with_root_list(spec), "none") << "the root did not issue the leaf";
}

TEST(DcapRevocation, TheListOfAnotherCaDoesNotCount) {
  RevocationSpec spec = forge().ca_crl();
  spec.issuer = crypto::encode_name({.common_name = "Intel SGX PCK Processor CA"});
  EXPECT_EQ(failure_with_ca_list(spec), "dcap.crl.pck");
  DcapWorld world;
  const DcapForge other(99);
  world.crls[1] = testkit::forge_revocation_list(other.ca_crl(), other.ca_key());
  EXPECT_EQ(failure_of(world), "dcap.crl.pck") << "the same name, another key";
}

TEST(DcapRevocation, ListsMustBeSignedByTheirIssuer) {
  DcapWorld world;
  world.crls[1] = testkit::forge_revocation_list(forge().ca_crl(), world.forge.root_key());
  EXPECT_EQ(failure_of(world), "dcap.crl.pck");
  world = DcapWorld();
  world.crls[0] = testkit::forge_revocation_list(forge().root_crl(), world.forge.ca_key());
  EXPECT_EQ(failure_of(world), "dcap.crl.root");
}

TEST(DcapRevocation, ListsMustBeCurrent) {
  for (const RevocationSpec& spec : {forge().root_crl(), forge().ca_crl()}) {
    const bool root = spec.issuer == forge().root_fields().subject;
    const std::string check = root ? "dcap.crl.root" : "dcap.crl.pck";
    const auto failure = [&](const RevocationSpec& list) {
      return root ? failure_with_root_list(list) : failure_with_ca_list(list);
    };
    RevocationSpec stale = spec;
    stale.next_update = DcapForge::at() - hours(1);
    EXPECT_EQ(failure(stale), check);
    RevocationSpec future = spec;
    future.this_update = DcapForge::at() + hours(1);
    EXPECT_EQ(failure(future), check);
    RevocationSpec endless = spec;
    endless.next_update.reset();
    EXPECT_EQ(failure(endless), check);
  }
}

TEST(DcapRevocation, OfSeveralListsTheNewestGoodOneCounts) {
  DcapWorld world;
  RevocationSpec newer = forge().ca_crl();
  newer.this_update = DcapForge::at() - hours(1);
  newer.serials = {forge().pck_fields().serial};
  world.crls.push_back(testkit::forge_revocation_list(newer, world.forge.ca_key()));
  EXPECT_EQ(failure_of(world), "dcap.revocation");
  world = DcapWorld();
  RevocationSpec stale = forge().ca_crl();
  stale.next_update = DcapForge::at() - hours(1);
  world.crls.insert(world.crls.begin(),
                    testkit::forge_revocation_list(stale, world.forge.ca_key()));
  EXPECT_EQ(failure_of(world), "none") << "a stale list beside a good one does no harm";
}

}  // namespace
}  // namespace anchorhold::dcap

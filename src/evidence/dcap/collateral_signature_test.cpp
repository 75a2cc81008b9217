// Collateral under a test root: who may sign it, and what the signature covers.

#include "evidence/dcap/collateral_signature.h"

#include <gtest/gtest.h>

#include "evidence/dcap/collateral_world_test.h"

namespace anchorhold::dcap {
namespace {

using std::chrono::hours;

Bytes issue(const crypto::CertificateFields& fields) {
  return crypto::build_certificate(fields, forge().root_key()).value();
}

TEST(CollateralSignature, AnyBitOfTheValueOrSignatureCounts) {
  const World good(TeeType::sgx);
  for (const std::string& text : good.documents()) {
    // One bit of each byte is enough here: the frame's and the parser's tests flip the others.
    for (size_t i = 0; i < text.size(); i += 7) {
      World world(TeeType::sgx);
      world.more = good.documents();
      std::string& altered = text == world.more[0] ? world.more[0] : world.more[1];
      altered[i] = static_cast<char>(altered[i] ^ 1);
      world.with_info = world.with_identity = false;
      EXPECT_FALSE(world.accepted()) << i;
    }
  }
}

TEST(CollateralSignature, AReformattedDocumentFailsItsSignature) {
  World world;
  const json::Value value = testkit::tcb_info_json(world.info);
  std::string text = testkit::sign_collateral(world.info, forge().tcb_signing_key());
  const std::string compact = json::canonical(value);
  text.replace(text.find(compact), compact.size(), json::pretty(value));
  world.more = {text};
  world.with_info = false;
  EXPECT_EQ(world.first(), collateral_signature_check.id);
}

TEST(CollateralSignature, SignedByAnotherKeyFailsItsSignature) {
  for (const crypto::PrivateKey* key :
       {&forge().ca_key(), &forge().root_key(), &forge().pck_key()}) {
    World world;
    world.key = key;
    EXPECT_EQ(world.first(), collateral_signature_check.id);
  }
}

TEST(CollateralSignature, SignedByThePckCaIsRefused) {
  World world;
  world.key = &forge().ca_key();
  world.pool = {forge().ca(), forge().root()};
  EXPECT_EQ(world.first(), tcb_signer_check.id);
}

TEST(CollateralSignature, ASignerMustBearTheNameOfTcbSigning) {
  World world;
  auto fields = forge().tcb_signing_fields();
  fields.subject = forge().pck_fields().subject;
  world.pool.back() = issue(fields);
  EXPECT_EQ(world.first(), tcb_signer_check.id);
}

TEST(CollateralSignature, ASignerMayNotBeACa) {
  World world;
  auto fields = forge().tcb_signing_fields();
  fields.basic_constraints = {.ca = true, .path_length = 0};
  world.pool.back() = issue(fields);
  EXPECT_EQ(world.first(), tcb_signer_check.id);
  fields.basic_constraints = {.ca = false};
  world.pool.back() = issue(fields);
  EXPECT_TRUE(world.accepted());
}

TEST(CollateralSignature, ASignersKeyMustBeForSignatures) {
  World world;
  auto fields = forge().tcb_signing_fields();
  fields.key_usage = crypto::KeyUsages().add(crypto::KeyUsage::key_agreement);
  world.pool.back() = issue(fields);
  EXPECT_EQ(world.first(), tcb_signer_check.id);
}

TEST(CollateralSignature, ASignerUnderAForeignRootIsRefused) {
  const testkit::DcapForge other(99);  // the same names, other keys
  World world;
  world.pool.back() = other.tcb_signing();
  world.key = &other.tcb_signing_key();
  EXPECT_EQ(world.first(), tcb_signer_check.id);
  world.pool.push_back(other.root());
  EXPECT_EQ(world.first(), tcb_signer_check.id) << "its root is no anchor";
  world.anchors.push_back(other.anchor().spki_sha256);
  EXPECT_EQ(world.first(), tcb_signer_check.id) << "an anchor, but not the one of the PCK chain";
  world.anchor = other.anchor().spki_sha256;
  EXPECT_TRUE(world.accepted());
}

TEST(CollateralSignature, AForeignDocumentOfAHigherEvaluationIsNotPreferred) {
  const testkit::DcapForge other(99);
  World world;
  world.pool.push_back(other.tcb_signing());
  world.pool.push_back(other.root());
  world.anchors.push_back(other.anchor().spki_sha256);
  TcbInfo info = world.info;
  info.evaluation = 99;
  world.more = {testkit::sign_collateral(info, other.tcb_signing_key())};
  EXPECT_TRUE(world.accepted());
}

TEST(CollateralSignature, ASignerIssuedByThePckCaIsRefused) {
  World world;
  auto fields = forge().tcb_signing_fields();
  fields.issuer = forge().ca_fields().subject;
  world.pool.back() = crypto::build_certificate(fields, forge().ca_key()).value();
  EXPECT_EQ(world.first(), tcb_signer_check.id);
}

TEST(CollateralSignature, ARootMustHaveSignedItself) {
  World world;
  world.pool[1] = crypto::build_certificate(forge().root_fields(), forge().ca_key()).value();
  EXPECT_EQ(world.first(), tcb_signer_check.id);
}

TEST(CollateralSignature, ARootThatIsNoCaIssuesNothing) {
  World world;
  auto fields = forge().root_fields();
  fields.basic_constraints = {.ca = false};
  world.pool[1] = issue(fields);
  EXPECT_EQ(world.first(), tcb_signer_check.id);
}

TEST(CollateralSignature, LookAlikesDoNotHideTheSigner) {
  World world;
  for (Bytes look_alike : {forge().tcb_signing(), forge().root(), forge().root()}) {
    look_alike.back() ^= 1;  // its signature
    world.pool.insert(world.pool.begin(), look_alike);
  }
  EXPECT_TRUE(world.accepted());
}

TEST(CollateralSignature, AnExpiredSignerIsItsOwnFinding) {
  World world;
  auto fields = forge().tcb_signing_fields();
  fields.not_after = world.at - hours(1);
  world.pool.back() = issue(fields);
  EXPECT_TRUE(world.only(tcb_signer_validity_check));
}

TEST(CollateralSignature, OfSeveralCertificatesForOneKeyTheValidOneCounts) {
  World world;
  auto fields = forge().tcb_signing_fields();
  fields.not_after = world.at - hours(1);
  world.pool.insert(world.pool.begin(), issue(fields));
  EXPECT_TRUE(world.accepted());
}

TEST(CollateralSignature, ARevokedSignerIsItsOwnFinding) {
  World world;
  world.crl.serials = {forge().tcb_signing_fields().serial};
  EXPECT_TRUE(world.only(tcb_signer_revocation_check));
}

TEST(CollateralSignature, WithoutARootCrlRevocationIsNotJudged) {
  World world;
  world.with_crl = false;
  EXPECT_TRUE(world.only(tcb_signer_revocation_check));
}

}  // namespace
}  // namespace anchorhold::dcap

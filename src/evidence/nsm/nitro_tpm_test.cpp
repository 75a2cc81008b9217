// NitroTPM documents, and that nobody takes them for an enclave's or the reverse. All of them are
// forged under a test root.

#include <gtest/gtest.h>

#include "codec/cbor.h"
#include "evidence/nsm/build.h"
#include "evidence/nsm/nitro_tpm_checks.h"
#include "evidence/nsm/nitro_tpm_document.h"
#include "evidence/nsm/nitro_tpm_verify.h"
#include "evidence/nsm/verify.h"
#include "testkit/attack.h"
#include "testkit/forged_nitro_tpm.h"
#include "testkit/forged_nsm.h"

namespace anchorhold::nsm {
namespace {

using testkit::ChainSpec;
using testkit::NitroTpmForge;
using testkit::NsmForge;

const NitroTpmForge& tpm_forge() {
  static const NitroTpmForge instance;
  return instance;
}

anchorhold::Verification verify(ByteView bytes, const NitroTpmForge& by = tpm_forge(),
                                Time at = NitroTpmForge::at()) {
  const Anchor anchors[] = {NitroAnchor{}, by.anchor()};
  return verify_tpm_document(bytes, anchors, at, nullptr);
}

std::string failure(const anchorhold::Verification& result) {
  const Finding* first = result.findings.first_failure();
  return first == nullptr ? "none" : first->check;
}

std::string failure_with(const ChainSpec& spec) {
  const NitroTpmForge other(spec);
  return failure(verify(other.good(), other));
}

TEST(NitroTpm, AGoodDocumentIsAuthenticAndNotHardware) {
  const auto result = verify(tpm_forge().good());
  ASSERT_TRUE(result.claims) << failure(result);
  const Claims& claims = **result.claims;
  EXPECT_EQ(claims.tee, TeeKind::nitro_tpm);
  EXPECT_FALSE(claims.hardware_rooted);
  EXPECT_EQ(claims.root, tpm_forge().chain().root());
  EXPECT_EQ(claims.platform, NitroTpmForge::module_id());
  EXPECT_EQ(claims.nonce, Bytes(32, 0xcc));
  EXPECT_EQ(*claims.measurement("pcr4"), Bytes(48, 0x44));
  EXPECT_EQ(*claims.measurement("pcr7"), Bytes(48, 0x47));
  EXPECT_EQ(*claims.measurement("pcr12"), Bytes(48, 0));
  EXPECT_FALSE(claims.debug);
  EXPECT_FALSE(claims.user_data);
}

TEST(NitroTpm, EachVerifierRefusesTheOthersDocument) {
  const NsmForge enclave;
  const Anchor anchors[] = {enclave.anchor(), tpm_forge().anchor()};
  EXPECT_EQ(failure(verify_tpm_document(enclave.good(), anchors, NsmForge::at(), nullptr)),
            "nitro_tpm.structure");
  const auto reverse = verify_document(tpm_forge().good(), anchors, NitroTpmForge::at(), nullptr);
  ASSERT_NE(reverse.findings.first_failure(), nullptr);
  EXPECT_EQ(reverse.findings.first_failure()->check, "nsm.structure");
  EXPECT_FALSE(reverse.document);
  EXPECT_TRUE(looks_like_tpm_document(tpm_forge().good()));
  EXPECT_FALSE(looks_like_tpm_document(enclave.good()));
}

TEST(NitroTpm, AnEnclavesLeafCannotSignForATpmNorTheReverse) {
  const NsmForge enclave;
  TpmDocument document = tpm_forge().document();
  document.certificate = enclave.chain().leaf();
  document.cabundle = enclave.chain().cabundle();
  const Bytes signed_by_enclave = enclave.sign_payload(encode_payload(document));
  const Anchor anchors[] = {enclave.anchor()};
  EXPECT_EQ(failure(verify_tpm_document(signed_by_enclave, anchors, NsmForge::at(), nullptr)),
            "nitro_tpm.module_id");

  Document other = enclave.document();
  other.certificate = tpm_forge().chain().leaf();
  other.cabundle = tpm_forge().chain().cabundle();
  const Bytes signed_by_tpm = tpm_forge().sign_payload(encode_payload(other));
  const Anchor of_tpm[] = {tpm_forge().anchor()};
  const auto reverse = verify_document(signed_by_tpm, of_tpm, NitroTpmForge::at(), nullptr);
  EXPECT_FALSE(reverse.document);
  EXPECT_EQ(reverse.findings.first_failure()->check, "nsm.module_id");
}

TEST(NitroTpm, BothKindsOfRegistersInOneDocumentAreRefusedByBoth) {
  const Bytes payload = encode_payload(tpm_forge().document());
  const cbor::Value map = cbor::decode("payload", payload).value();
  cbor::Encoder both;
  both.map(map.map_size() + 1);
  for (size_t i = 0; i < map.map_size(); ++i) both.value(map.key(i)).value(map.value(i));
  both.text("pcrs").map(0);
  const Bytes document = tpm_forge().sign_payload(both.view());
  EXPECT_EQ(failure(verify(document)), "nitro_tpm.structure");
  EXPECT_FALSE(parse_document(document).ok());
}

TEST(NitroTpm, TheIdMustBeAVirtualTpmsAndTheLeafs) {
  for (const char* id :
       {"i-0123456789abcdef0-enc0000000000000000", "i-0123456789abcdef0-tpm000000000000000",
        "i-0123456789abcdef0-tpm00000000000000000", "i--tpm0000000000000000",
        "x-0123456789abcdef0-tpm0000000000000000", "i-0123456789abcdef1-tpm0000000000000000",
        "-tpm0000000000000000"}) {
    TpmDocument document = tpm_forge().document();
    document.module_id = id;
    EXPECT_EQ(failure(verify(tpm_forge().sign(document))), "nitro_tpm.module_id") << id;
  }
}

TEST(NitroTpm, LeafAndIssuerMustBearTheNames) {
  ChainSpec spec = NitroTpmForge::chain_spec();
  spec.back().common_name = NitroTpmForge::module_id() + "0.eu-central-1.aws";
  EXPECT_EQ(failure_with(spec), "nitro_tpm.module_id");
  spec = NitroTpmForge::chain_spec();
  spec[spec.size() - 2].common_name = "i-0123456789abcdef1.eu-central-1.aws.nitro-enclaves";
  EXPECT_EQ(failure_with(spec), "nitro_tpm.module_id");
}

TEST(NitroTpm, ChainRootDatesAndSignatureAreJudged) {
  const Anchor nobody[] = {NitroAnchor{}};
  EXPECT_EQ(failure(verify_tpm_document(tpm_forge().good(), nobody, NitroTpmForge::at(), nullptr)),
            "nsm.chain.root");
  EXPECT_EQ(
      failure(verify(tpm_forge().good(), tpm_forge(), NitroTpmForge::at() + std::chrono::hours(4))),
      "nsm.chain.validity");
  ChainSpec spec = NitroTpmForge::chain_spec();
  spec.back().foreign_signature = true;
  EXPECT_EQ(failure_with(spec), "nsm.chain.links");
  spec = NitroTpmForge::chain_spec();
  spec.back().rsa_key = true;
  EXPECT_EQ(failure_with(spec), "nsm.chain.certificates");
  Bytes altered = tpm_forge().good();
  altered.back() ^= 1;
  EXPECT_EQ(failure(verify(altered)), "nsm.signature");
}

TEST(NitroTpm, RegistersAreCountedAndOfTheirSize) {
  TpmDocument document = tpm_forge().document();
  document.tpm_registers.clear();
  EXPECT_EQ(failure(verify(tpm_forge().sign(document))), "nitro_tpm.structure");
  document.tpm_registers[32] = {};
  EXPECT_EQ(failure(verify(tpm_forge().sign(document))), "nitro_tpm.structure");
}

TEST(NitroTpm, NothingShorterIsReadAndNothingAlteredIsAccepted) {
  const Bytes good = tpm_forge().good();
  testkit::for_each_truncation(good,
                               [](ByteView cut) { EXPECT_FALSE(parse_tpm_document(cut).ok()); });
  Bytes longer = good;
  longer.push_back(0);
  EXPECT_FALSE(parse_tpm_document(longer).ok());
  // A signature check for each bit of the document is slow: every byte, a bit in turn.
  for (size_t i = 0; i < good.size(); i += 7) {
    Bytes mutant = good;
    mutant[i] ^= static_cast<uint8_t>(1U << (i % 8));
    EXPECT_FALSE(verify(mutant).claims) << i;
  }
}

TEST(NitroTpm, EveryCheckOfTheTableGetsAFinding) {
  const auto result = verify(tpm_forge().good());
  EXPECT_EQ(result.findings.list().size(), tpm_check_table().size());
}

}  // namespace
}  // namespace anchorhold::nsm

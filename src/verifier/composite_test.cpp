// Composite evidence: pieces that are bound to one another, and genuine ones that are not.

#include <gtest/gtest.h>

#include <algorithm>

#include "crypto/hash.h"
#include "evidence/cmw/message.h"
#include "testkit/composite_world.h"
#include "testkit/forged_nvgpu.h"
#include "testkit/forged_ratls.h"
#include "verifier/cross_binding.h"
#include "verifier/role.h"

namespace anchorhold::verifier {
namespace {

using cmw::Collection;
using cmw::Message;
using cmw::Record;
using testkit::first_failure;
using testkit::world;

Record evidence(Bytes bytes, std::optional<uint8_t> indicators = {}) {
  return {.type = std::string("application/octet-stream"),
          .value = std::move(bytes),
          .indicators = indicators};
}

Answer verify_message(const Message& message) {
  return world().verify(cmw::encode_cbor(message));
}

Answer verify_pair(Bytes cpu, Bytes module) {
  return verify_message(
      Collection{.type = {},
                 .entries = {{std::string("cpu0"), evidence(std::move(cpu))},
                             {std::string("module"), evidence(std::move(module))}}});
}

ByteArray<64> filled(ByteView start) {
  ByteArray<64> out{};
  std::ranges::copy(start, out.begin());
  return out;
}

std::string binding_of(const Answer& answer) {
  if (!answer.verification.claims) return first_failure(answer);
  return std::get<std::string>((*answer.verification.claims)->vendor.at("cmw_binding"));
}

const Bytes challenge(32, 0x5a);

TEST(Composite, ARecordIsItsEvidence) {
  const Bytes quote = world().enclave({});
  for (const Bytes& bytes :
       {cmw::encode_cbor(evidence(quote)),
        copy_of(bytes_of(cmw::encode_json(evidence(quote, uint8_t{4})).value()))}) {
    const Answer answer = world().verify(bytes);
    EXPECT_EQ(answer.format->name, "cmw");
    ASSERT_TRUE(answer.verification.claims) << first_failure(answer);
    EXPECT_EQ((*answer.verification.claims)->tee, TeeKind::sgx);
    EXPECT_TRUE((*answer.verification.claims)->parts.empty());
  }
}

TEST(Composite, OneChallengeBindsAndTheTeeSpeaksForTheWhole) {
  const Answer answer = verify_pair(world().enclave(filled(challenge)), world().module(challenge));
  EXPECT_EQ(binding_of(answer), "challenge");
  const Claims& claims = **answer.verification.claims;
  EXPECT_EQ(claims.tee, TeeKind::sgx);
  EXPECT_EQ(claims.nonce, challenge);
  ASSERT_EQ(claims.parts.size(), 1U);
  EXPECT_EQ(claims.parts.at("module").nonce, challenge);
}

TEST(Composite, AHashOfTheChallengeBindsToo) {
  for (const auto kind :
       {crypto::HashKind::sha256, crypto::HashKind::sha384, crypto::HashKind::sha512}) {
    const Bytes cpu = world().enclave(filled(crypto::hash(kind, challenge)));
    EXPECT_EQ(binding_of(verify_pair(cpu, world().module(challenge))), "challenge");
  }
}

// Anybody can have a module of his own answer the digest of somebody's quote.
TEST(Composite, ADigestVouchesOnlyAwayFromTheLead) {
  for (const auto kind :
       {crypto::HashKind::sha256, crypto::HashKind::sha384, crypto::HashKind::sha512}) {
    const Bytes module = world().module(std::nullopt);
    EXPECT_EQ(binding_of(verify_pair(world().enclave(filled(crypto::hash(kind, module))), module)),
              "digest");
    const Bytes cpu = world().enclave({});
    EXPECT_EQ(binding_of(verify_pair(cpu, world().module(std::nullopt, crypto::hash(kind, cpu)))),
              "challenge");
    EXPECT_EQ(binding_of(verify_pair(cpu, world().module(crypto::hash(kind, cpu)))), "challenge");
  }
}

TEST(Composite, GenuinePiecesWithoutABondAreRefused) {
  EXPECT_EQ(binding_of(verify_pair(world().enclave({}), world().module(challenge))), "cmw.binding");
  EXPECT_EQ(binding_of(verify_pair(world().enclave({}), world().module(std::nullopt))),
            "cmw.binding");
  const Bytes other(32, 0x5b);
  EXPECT_EQ(binding_of(verify_pair(world().enclave(filled(other)), world().module(challenge))),
            "cmw.binding");
  // Zeros are no challenge, and neither is what anyone could guess.
  EXPECT_EQ(binding_of(verify_pair(world().enclave({}), world().module(Bytes(32, 0)))),
            "cmw.binding");
  const Bytes few(15, 0x5a);
  EXPECT_EQ(binding_of(verify_pair(world().enclave(filled(few)), world().module(few))),
            "cmw.binding");
  // Data that both show and that nobody asked for binds nothing.
  EXPECT_EQ(binding_of(verify_pair(world().enclave({}), world().module(std::nullopt, challenge))),
            "cmw.binding");
}

TEST(Composite, APieceThatNothingBindsFailsAmongBoundOnes) {
  const Answer answer = verify_message(
      Collection{.type = {},
                 .entries = {{std::string("a"), evidence(world().enclave(filled(challenge)))},
                             {std::string("b"), evidence(world().module(challenge))},
                             {std::string("c"), evidence(world().module(Bytes(32, 1)))}}});
  EXPECT_FALSE(answer.verification.claims);
  const Finding* first = answer.verification.findings.first_failure();
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(first->check, "cmw.binding");
  EXPECT_EQ(first->subject, "c");
}

TEST(Composite, APieceIsCountedOnce) {
  const Answer answer = verify_message(
      Collection{.type = {},
                 .entries = {{std::string("a"), evidence(world().enclave(filled(challenge)))},
                             {std::string("b"), evidence(world().module(challenge))},
                             {std::string("c"), evidence(world().module(challenge))}}});
  EXPECT_FALSE(answer.verification.claims);
  const Finding* first = answer.verification.findings.first_failure();
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(first->check, "cmw.distinct");
  EXPECT_EQ(first->subject, "c");
  EXPECT_EQ(first->observed, "the same evidence as b");
}

// One GPU under two of its certificates: only the UEID in them tells.
TEST(Composite, AGpuIsCountedOnceUnderAllItsCertificates) {
  using testkit::NvidiaForge;
  NvidiaForge forge;
  const auto observed = [&](const std::string& first_ueid, const std::string& second_ueid) {
    const auto named = [](const std::string& ueid) {
      return NvidiaForge::device_name("GH100 A01 GSP FMC LF", ueid);
    };
    forge.device[0].subject = named(first_ueid);
    const std::string first = forge.as_json({forge.report()});
    forge.device[0].subject = named(second_ueid);
    const std::string second = forge.json_of_another(
        testkit::TestKey::of(crypto::KeyKind::p384, 71), NvidiaForge::measurements());
    const Bytes both = cmw::encode_cbor(
        Collection{.type = {},
                   .entries = {{std::string("gpu0"), evidence(copy_of(bytes_of(first)))},
                               {std::string("gpu1"), evidence(copy_of(bytes_of(second)))}}});
    const Answer answer = verify({.evidence = both,
                                  .material = Material(),
                                  .anchors = {.keys = forge.anchors()},
                                  .at = NvidiaForge::at()})
                              .value();
    const Finding* failure = answer.verification.findings.first_failure();
    return failure == nullptr ? "none" : failure->check + ": " + failure->observed;
  };
  EXPECT_EQ(observed("4A3F", "4A3F"), "cmw.distinct: the same device as gpu0");
  EXPECT_EQ(observed("4A3F", "4A40"), "none");
}

TEST(Composite, BondsAreTransitive) {
  const Bytes last = world().module(std::nullopt, Bytes(4, 9));
  const Bytes middle = world().module(challenge, copy_of(crypto::sha256(last)));
  const Answer answer = verify_message(
      Collection{.type = {},
                 .entries = {{std::string("a"), evidence(world().enclave(filled(challenge)))},
                             {std::string("b"), evidence(middle)},
                             {std::string("c"), evidence(last)}}});
  EXPECT_EQ(binding_of(answer), "challenge");
  EXPECT_FALSE((*answer.verification.claims)->nonce.has_value());
}

TEST(Composite, APieceThatIsNotAuthenticFailsTheWhole) {
  Bytes module = world().module(challenge);
  module.back() ^= 1;
  const Answer answer = verify_pair(world().enclave(filled(challenge)), module);
  EXPECT_EQ(first_failure(answer), "nsm.signature");
  const Bytes unread = world().module(challenge);
  EXPECT_FALSE(
      verify_pair(world().enclave(filled(challenge)), Bytes(unread.begin(), unread.end() - 1))
          .verification.claims);
}

TEST(Composite, EndorsementsInTheWrapperServeTheirOwnLevel) {
  Collection platform{
      .type = {}, .entries = {{std::string("quote"), evidence(world().enclave({}), uint8_t{4})}}};
  int64_t label = 0;
  for (const File& file : world().files)
    platform.entries.push_back({label++, evidence(file.bytes, uint8_t{2})});
  EXPECT_TRUE(world().verify(cmw::encode_cbor(platform), {}).verification.claims);
  // From a collection beside it nothing is taken.
  Collection apart{.type = {}, .entries = {platform.entries.front(), {std::string("x"), platform}}};
  EXPECT_NE(first_failure(world().verify(cmw::encode_cbor(apart), {})), "none");
}

TEST(Composite, OnlyEvidenceAndEndorsementsAreTaken) {
  const Bytes quote = world().enclave({});
  for (const uint8_t indicators : {uint8_t{8}, uint8_t{16}, uint8_t{12}, uint8_t{20}})
    EXPECT_EQ(first_failure(verify_message(evidence(quote, indicators))), "cmw.types");
  EXPECT_EQ(first_failure(verify_message(evidence(quote, uint8_t{2}))), "cmw.types");
  EXPECT_EQ(first_failure(verify_message(evidence(Bytes(50, 1)))), "cmw.types");
  EXPECT_EQ(first_failure(verify_message(evidence(Bytes(50, 1), uint8_t{4}))), "cmw.types");
  // A wrapper in a wrapper, and a certificate that carries evidence.
  EXPECT_EQ(first_failure(verify_message(evidence(cmw::encode_cbor(evidence(quote))))),
            "cmw.types");
  const testkit::RatlsForge forge;
  const Bytes certificate =
      forge.forge(forge.spec(world().at, {testkit::RatlsForge::gramine(world().enclave(
                                             testkit::report_data_of(forge.key().spki())))}));
  EXPECT_FALSE(verify_message(evidence(certificate, uint8_t{4})).verification.claims);
}

TEST(Composite, TheTypeMustBeTheEvidences) {
  EXPECT_EQ(
      first_failure(verify_message(Record{.type = uint16_t{10572}, .value = world().enclave({})})),
      "cmw.types");
  EXPECT_EQ(first_failure(verify_message(Record{.type = std::string("application/vnd.example"),
                                                .value = world().enclave({})})),
            "none");
}

TEST(Composite, EndorsementsThatAreCutOffAreNoneToBeIgnored) {
  for (const File& file : world().files) {
    if (!role::looks_signed(file.bytes)) continue;
    const ByteView cut = ByteView(file.bytes).first(file.bytes.size() - 1);
    const Answer answer = verify_message(
        Collection{.type = {},
                   .entries = {{std::string("cpu0"), evidence(world().enclave({}))},
                               {std::string("cut"), evidence(copy_of(cut), uint8_t{2})}}});
    EXPECT_EQ(first_failure(answer), "cmw.endorsements");
  }
}

TEST(Composite, UnreadableEndorsementsAreNamed) {
  const Answer answer = verify_message(Collection{
      .type = {},
      .entries = {{std::string("cpu0"), evidence(world().enclave({}))},
                  {std::string("bad"),
                   evidence(copy_of(bytes_of("-----BEGIN CERTIFICATE-----\nx")), uint8_t{2})}}});
  EXPECT_EQ(first_failure(answer), "cmw.endorsements");
}

TEST(CrossBinding, NothingIsBoundToNothing) {
  EXPECT_TRUE(cross_bind({}).bonds.empty());
  const Claims empty;
  const Bytes bytes(4, 1);
  const Piece pieces[] = {{"a", bytes, &empty}, {"b", bytes, &empty}};
  EXPECT_FALSE(cross_bind(pieces).complete());
}

}  // namespace
}  // namespace anchorhold::verifier

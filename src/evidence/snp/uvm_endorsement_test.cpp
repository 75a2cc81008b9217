#include "evidence/snp/uvm_endorsement.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/hex.h"
#include "evidence/snp/did_x509.h"
#include "evidence/snp/snp_world_test.h"
#include "testkit/attack.h"
#include "testkit/forged_snp_uvm.h"

namespace anchorhold::snp {
namespace {

using testkit::CertificateSpec;
using testkit::did_x509;
using testkit::SnpForge;
using testkit::UvmForge;
using testkit::UvmSpec;

const UvmForge& uvm_forge() {
  static const UvmForge instance(SnpForge::at());
  return instance;
}

Digest384 measured() {
  Digest384 out;
  out.fill(0x3e);
  return out;
}

Verification verify_at(ByteView endorsement, Time at, bool named = true) {
  static const std::vector<crypto::Certificate> pool = forge().pool(forge().vcek());
  std::vector<GivenAnchor> anchors = {forge().anchor()};
  if (named) anchors.push_back(uvm_forge().anchor());
  return verify_report(forge().good(), {.certificates = pool, .uvm_endorsement = endorsement},
                       anchors, at, nullptr);
}

std::string verify(ByteView endorsement) {
  return first_failure(verify_at(endorsement, SnpForge::at()));
}

template <class Change>
std::string changed(Change change) {
  UvmSpec spec = uvm_forge().spec(measured());
  change(spec);
  return verify(UvmForge::sign(spec));
}

TEST(UvmEndorsement, AddsWhatItsSignerSays) {
  const Bytes good = UvmForge::sign(uvm_forge().spec(measured()));
  const Verification result = verify_at(good, SnpForge::at());
  ASSERT_EQ(first_failure(result), "none");
  const auto& vendor = (*result.claims)->vendor;
  EXPECT_EQ(std::get<std::string>(vendor.at("uvm_feed")), "ContainerPlat-AMD-UVM");
  EXPECT_EQ(std::get<std::string>(vendor.at("uvm_guest_svn")), "22");
  EXPECT_EQ(std::get<Bytes>(vendor.at("uvm_measurement")), copy_of(measured()));
}

TEST(UvmEndorsement, ARootIsTrustedOnlyWhenItIsNamed) {
  const Bytes good = UvmForge::sign(uvm_forge().spec(measured()));
  EXPECT_EQ(first_failure(verify_at(good, SnpForge::at(), false)), "snp.uvm.chain");
}

TEST(UvmEndorsement, S29AnotherAlgorithmOrContent) {
  for (const int64_t alg : {-37, -39, -35, -7, -257, 5})
    EXPECT_EQ(changed([&](UvmSpec& spec) { spec.alg = alg; }), "snp.uvm.structure") << alg;
  EXPECT_EQ(changed([](UvmSpec& spec) { spec.content_type = "text/plain"; }), "snp.uvm.structure");
}

TEST(UvmEndorsement, S29TheIssuerIsTheChains) {
  EXPECT_EQ(
      changed([](UvmSpec& spec) { spec.issuer = did_x509(spec.x5chain[1], testkit::uvm_usage); }),
      "snp.uvm.chain");
  EXPECT_EQ(changed([](UvmSpec& spec) { spec.issuer = did_x509(spec.x5chain[2], "1.2.3"); }),
            "snp.uvm.chain");
  EXPECT_EQ(changed([](UvmSpec& spec) { spec.x5chain.pop_back(); }), "snp.uvm.chain");
  EXPECT_EQ(changed([](UvmSpec& spec) { spec.x5chain.resize(1); }), "snp.uvm.structure");
  EXPECT_EQ(changed([](UvmSpec& spec) { std::swap(spec.x5chain[0], spec.x5chain[1]); }),
            "snp.uvm.chain");
  EXPECT_EQ(changed([](UvmSpec& spec) {
              spec.x5chain[0] =
                  uvm_forge().signer([](CertificateSpec& leaf) { leaf.more_extensions.clear(); });
            }),
            "snp.uvm.chain");
}

TEST(UvmEndorsement, S29AnExpiredSigner) {
  UvmSpec spec = uvm_forge().spec(measured());
  spec.x5chain[0] = uvm_forge().signer(
      [](CertificateSpec& leaf) { leaf.not_after = SnpForge::at() - std::chrono::hours(1); });
  EXPECT_EQ(verify(UvmForge::sign(spec)), "snp.uvm.validity");
}

TEST(UvmEndorsement, S29TheMeasurementIsTheReports) {
  const std::string upper = "3E" + to_hex(measured()).substr(2);
  const auto payload = [](const std::string& measurement) {
    return R"({"x-ms-sevsnpvm-guestsvn":"1","x-ms-sevsnpvm-launchmeasurement":")" + measurement +
           "\"}";
  };
  Digest384 other = measured();
  other[0] ^= 1;
  EXPECT_EQ(changed([&](UvmSpec& spec) { spec.payload = payload(to_hex(measured())); }), "none");
  EXPECT_EQ(changed([&](UvmSpec& spec) { spec.payload = payload(to_hex(other)); }),
            "snp.uvm.measurement");
  EXPECT_EQ(changed([&](UvmSpec& spec) { spec.payload = payload(upper); }), "snp.uvm.structure");
  EXPECT_EQ(changed([&](UvmSpec& spec) { spec.payload = payload(to_hex(measured()) + "3e"); }),
            "snp.uvm.structure");
  for (const char* text : {"{}", "[]", "", R"({"x-ms-sevsnpvm-guestsvn":22})"})
    EXPECT_EQ(changed([&](UvmSpec& spec) { spec.payload = text; }), "snp.uvm.structure") << text;
}

TEST(UvmEndorsement, S29WhatWasSignedCannotBeAltered) {
  Bytes mutant = UvmForge::sign(uvm_forge().spec(measured()));
  // Every seventeenth byte, in turn another bit: the whole takes seconds and shows no more.
  for (size_t i = 0; i < mutant.size(); i += 17) {
    const auto mask = static_cast<uint8_t>(1U << (i % 8));
    mutant[i] ^= mask;
    EXPECT_FALSE(verify_at(mutant, SnpForge::at()).claims) << "byte " << i;
    mutant[i] ^= mask;
  }
  EXPECT_EQ(verify(ByteView(mutant).first(mutant.size() - 1)), "snp.uvm.structure");
}

TEST(DidX509, NamesAFingerprintAndUsages) {
  const std::string print = "I__iuL25oXEVFdTP_aBLx_eT1RPHbCQ_ECBQfYZpt9s";
  const auto did = parse_did_x509("did", "did:x509:0:sha256:" + print + "::eku:1.2::eku:1.3.4");
  ASSERT_TRUE(did.ok());
  EXPECT_EQ(did->fingerprint[0], 0x23);
  EXPECT_EQ(did->usages, (std::vector<std::string>{"1.2", "1.3.4"}));
  const std::vector<std::string> all_wrong = {"",
                                              "did:x509:0:sha256:" + print,
                                              "did:x509:0:sha256:" + print + "::",
                                              "did:x509:1:sha256:" + print + "::eku:1.2",
                                              "did:x509:0:sha384:" + print + "::eku:1.2",
                                              "did:x509:0:sha256:" + print + "A::eku:1.2",
                                              "did:x509:0:sha256:AAAA::eku:1.2",
                                              "did:x509:0:sha256:" + print + "::eku:",
                                              "did:x509:0:sha256:" + print + "::subject:CN:x",
                                              "did:x509:0:sha256:" + print + "::eku:1.2::san:dns:x",
                                              "did:web:example.com"};
  for (const std::string& wrong : all_wrong)
    EXPECT_FALSE(parse_did_x509("did", wrong).ok()) << wrong;
}

}  // namespace
}  // namespace anchorhold::snp

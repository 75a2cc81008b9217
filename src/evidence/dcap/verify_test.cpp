// Whole verifications of forged quotes: good ones of every form, and one thing spoilt at a time.

#include "evidence/dcap/verify.h"
#include "evidence/dcap/checks.h"
#include "evidence/dcap/collateral_world_test.h"

#include <gtest/gtest.h>

#include "testkit/forged_dcap_world.h"

namespace anchorhold::dcap {
namespace {

using std::chrono::hours;
using testkit::DcapForge;
using testkit::DcapWorld;
using testkit::QuoteParts;

const DcapWorld& good_world() {
  static const DcapWorld world;
  return world;
}

// The same names under other keys.
const DcapForge& stranger() {
  static const DcapForge instance(99);
  return instance;
}

std::string failure(const Verification& result) {
  const Finding* first = result.findings.first_failure();
  return first == nullptr ? "none" : first->check;
}

std::string failure_of(const QuoteParts& parts, const DcapWorld& world = good_world()) {
  return failure(world.verify(forge().sign(parts)));
}

Bytes build(const crypto::CertificateFields& fields, const crypto::PrivateKey& issuer_key) {
  return crypto::build_certificate(fields, issuer_key).value();
}

QuoteParts with_chain(const std::vector<Bytes>& certificates) {
  QuoteParts parts = forge().tdx_1_0(4);
  parts.inner = copy_of(bytes_of(DcapForge::chain_pem(certificates)));
  return parts;
}

QuoteParts with_leaf(const crypto::CertificateFields& fields) {
  const Bytes extension = testkit::encode_pck_extension(DcapForge::pck_extension());
  return with_chain({forge().pck_with(fields, extension), forge().ca(), forge().root()});
}

QuoteParts with_ca(const crypto::CertificateFields& fields) {
  return with_chain({forge().pck(), build(fields, forge().root_key()), forge().root()});
}

TEST(DcapVerify, EveryFormIsAuthenticUnderAGivenRootAndNotHardware) {
  for (const QuoteParts& parts : {forge().sgx(3), forge().sgx(4), forge().tdx_1_0(4),
                                  forge().sgx(5), forge().tdx_1_0(5), forge().tdx_1_5()}) {
    SCOPED_TRACE(parts.version);
    const Verification result = good_world().verify(forge().sign(parts));
    ASSERT_TRUE(result.claims) << failure(result);
    const Claims& claims = **result.claims;
    EXPECT_EQ(claims.tee, parts.tee == 0 ? TeeKind::sgx : TeeKind::tdx);
    EXPECT_FALSE(claims.hardware_rooted);
    EXPECT_EQ(claims.root, forge().anchor().spki_sha256);
    EXPECT_EQ(claims.debug, false);
    ASSERT_TRUE(claims.tcb);
    EXPECT_EQ(claims.tcb->status, TcbStatus::up_to_date);
  }
}

TEST(DcapVerify, ClaimsBearTheNamesOfIntelsDocuments) {
  const auto td = good_world().verify(forge().sign(forge().tdx_1_5()));
  for (const char* name : {"quote_version",
                           "mrtd",
                           "rtmr0",
                           "rtmr3",
                           "mrconfigid",
                           "mrowner",
                           "mrownerconfig",
                           "mrseam",
                           "mrsignerseam",
                           "seam_attributes",
                           "td_attributes",
                           "xfam",
                           "tee_tcb_svn",
                           "tee_tcb_svn2",
                           "mrservicetd",
                           "report_data",
                           "fmspc",
                           "pce_id",
                           "ppid",
                           "qe_isv_svn",
                           "platform_instance_id",
                           "td_sept_ve_disable"}) {
    EXPECT_TRUE((*td.claims)->vendor.contains(name)) << name;
  }
  EXPECT_EQ((*td.claims)->vendor.at("td_sept_ve_disable"), VendorValue(uint64_t{1}));
  EXPECT_EQ((*td.claims)->vendor.at("td_reserved_attributes"), VendorValue(uint64_t{0}));
  EXPECT_EQ((*td.claims)->vendor.at("td_irregular_xfam"), VendorValue(uint64_t{0}));
  EXPECT_EQ(*(*td.claims)->measurement("rtmr2"), Bytes(48, 0xa2));
  const auto enclave = good_world().verify(forge().sign(forge().sgx(3)));
  for (const char* name : {"mrenclave", "mrsigner", "isv_prod_id", "isv_svn", "attributes",
                           "config_id", "isv_family_id", "sgx_provision_key", "fmspc"}) {
    EXPECT_TRUE((*enclave.claims)->vendor.contains(name)) << name;
  }
  EXPECT_EQ((*enclave.claims)->security_version, 4U);
}

TEST(DcapVerify, DebugIsAuthenticAndSaid) {
  QuoteParts parts = forge().sgx(3);
  EnclaveReport enclave = DcapForge::enclave();
  enclave.attributes[0] |= 2;
  parts.body = testkit::encode_enclave_report(enclave);
  EXPECT_EQ((*good_world().verify(forge().sign(parts)).claims)->debug, true);
  for (unsigned bit = 0; bit < 8; ++bit) {
    TdReport td = DcapForge::td(TdVersion::v1_0);
    td.td_attributes[0] = static_cast<uint8_t>(1U << bit);
    parts = forge().tdx_1_0(4);
    parts.body = testkit::encode_td_report(td);
    EXPECT_EQ((*good_world().verify(forge().sign(parts)).claims)->debug, true) << bit;
  }
}

TEST(DcapVerify, IrregularBitsAreSaid) {
  TdReport td = DcapForge::td(TdVersion::v1_0);
  td.td_attributes = {0, 1, 0, 0x20};
  td.xfam = {0xe5, 0x02, 0x06, 0x80};
  QuoteParts parts = forge().tdx_1_0(4);
  parts.body = testkit::encode_td_report(td);
  const auto result = good_world().verify(forge().sign(parts));
  const auto& vendor = (*result.claims)->vendor;
  EXPECT_EQ(vendor.at("td_migratable"), VendorValue(uint64_t{1}));
  EXPECT_EQ(vendor.at("td_reserved_attributes"), VendorValue(uint64_t{0x100}));
  EXPECT_EQ(vendor.at("td_irregular_xfam"), VendorValue(uint64_t{0x80000002}));
}

TEST(DcapVerify, AnUnreadableQuoteHasNoClaims) {
  const Verification result = good_world().verify(Bytes(2000));
  EXPECT_EQ(failure(result), "dcap.structure");
  EXPECT_FALSE(result.said);
}

TEST(DcapVerify, OnlyPinnedRootKeysAreTrusted) {
  DcapWorld world;
  world.anchors = {};
  EXPECT_EQ(failure_of(forge().tdx_1_0(4), world), "dcap.chain.root");
  world.anchors = {stranger().anchor()};
  EXPECT_EQ(failure_of(forge().tdx_1_0(4), world), "dcap.chain.root");
  const auto result = world.verify(forge().sign(forge().tdx_1_0(4)));
  ASSERT_TRUE(result.said) << "refused evidence is explained";
  EXPECT_TRUE(result.said->claimed().vendor.contains("fmspc"));
}

TEST(DcapVerify, TheChainMustHangTogether) {
  EXPECT_EQ(failure_of(with_chain({forge().pck(), stranger().ca(), forge().root()})),
            "dcap.chain.links");
  EXPECT_EQ(failure_of(with_chain({stranger().pck(), forge().ca(), forge().root()})),
            "dcap.chain.links");
  EXPECT_EQ(failure_of(with_chain({forge().pck(), forge().ca(), stranger().root()})),
            "dcap.chain.root");
  EXPECT_EQ(failure_of(with_chain({forge().pck(), forge().tcb_signing(), forge().root()})),
            "dcap.chain.links");
}

TEST(DcapVerify, CertificatesMayStandInAnyOrder) {
  EXPECT_EQ(failure_of(with_chain({forge().root(), forge().ca(), forge().pck()})), "none");
  EXPECT_EQ(failure_of(with_chain({forge().pck(), forge().root(), forge().ca()})), "none");
  QuoteParts parts = forge().tdx_1_0(4);
  parts.inner.clear();
  for (const Bytes& der : {forge().root(), forge().ca(), forge().pck()}) append(parts.inner, der);
  EXPECT_EQ(failure_of(parts), "none") << "DER one after another";
}

TEST(DcapVerify, TheCaMustBeACaOfThatName) {
  auto fields = forge().ca_fields();
  fields.basic_constraints = {};
  EXPECT_EQ(failure_of(with_ca(fields)), "dcap.chain.links");
  fields = forge().ca_fields();
  fields.key_usage = crypto::KeyUsages().add(crypto::KeyUsage::crl_sign);
  EXPECT_EQ(failure_of(with_ca(fields)), "dcap.chain.links");
  fields = forge().ca_fields();
  fields.subject = crypto::encode_name({.common_name = "Intel SGX Other CA"});
  EXPECT_EQ(failure_of(with_ca(fields)), "dcap.chain.links");
}

TEST(DcapVerify, TheLeafMustBeAPckCertificate) {
  auto fields = forge().pck_fields();
  fields.basic_constraints = {.ca = true, .path_length = {}};
  EXPECT_EQ(failure_of(with_leaf(fields)), "dcap.chain.links");
  fields = forge().pck_fields();
  fields.key_usage = crypto::KeyUsages().add(crypto::KeyUsage::key_agreement);
  EXPECT_EQ(failure_of(with_leaf(fields)), "dcap.chain.links");
  fields = forge().pck_fields();
  fields.subject = crypto::encode_name({.common_name = "Intel SGX TCB Signing"});
  EXPECT_EQ(failure_of(with_leaf(fields)), "dcap.chain.links");
}

TEST(DcapVerify, DatesFailByThemselves) {
  auto fields = forge().pck_fields();
  fields.not_after = DcapForge::at() - hours(1);
  EXPECT_EQ(failure_of(with_leaf(fields)), "dcap.chain.validity");
  fields = forge().pck_fields();
  fields.not_before = DcapForge::at() + hours(1);
  EXPECT_EQ(failure_of(with_leaf(fields)), "dcap.chain.validity");
  fields = forge().ca_fields();
  fields.not_after = DcapForge::at() - hours(1);
  EXPECT_EQ(failure_of(with_ca(fields)), "dcap.chain.validity");
}

TEST(DcapVerify, ChainsOfAnotherLengthAreRefused) {
  const Bytes pck = forge().pck();
  const Bytes ca = forge().ca();
  const Bytes root = forge().root();
  for (const std::vector<Bytes>& chain :
       {std::vector<Bytes>{}, {pck}, {pck, ca}, {pck, ca, root, root}}) {
    EXPECT_EQ(failure_of(with_chain(chain)), "dcap.certification") << chain.size();
  }
  QuoteParts parts = forge().tdx_1_0(4);
  parts.inner.push_back(0);
  EXPECT_EQ(failure_of(parts), "none") << "real chains end in a zero octet";
  parts.inner = copy_of(bytes_of("-----END CERTIFICATE-----\n-----BEGIN CERTIFICATE-----\n"));
  EXPECT_EQ(failure_of(parts), "dcap.certification");
}

TEST(DcapVerify, ThePckExtensionMustBeThereAndWellFormed) {
  EXPECT_EQ(failure_of(with_chain(
                {build(forge().pck_fields(), forge().ca_key()), forge().ca(), forge().root()})),
            "dcap.pck.extension");
  const Bytes spoilt = forge().pck_with(forge().pck_fields(), Bytes{0x30, 0x00});
  EXPECT_EQ(failure_of(with_chain({spoilt, forge().ca(), forge().root()})), "dcap.pck.extension");
}

TEST(DcapVerify, TheQeReportMustBeSignedByThePckKey) {
  const Bytes quote = stranger().sign(forge().tdx_1_0(4));
  EXPECT_EQ(failure(good_world().verify(quote)), "dcap.qe_report.signature");
}

TEST(DcapVerify, TheQeReportMustBindTheAttestationKey) {
  QuoteParts parts = forge().tdx_1_0(4);
  parts.bind_key = false;
  EXPECT_EQ(failure_of(parts), "dcap.qe_report.binding");
}

TEST(DcapVerify, TheUpperHalfOfTheQeReportDataMustBeZero) {
  // The right hash below, signed by the PCK key, with one more byte above.
  const QuoteParts good = forge().tdx_1_0(4);
  const Bytes bytes = forge().sign(good);
  const auto quote = parse_quote(bytes);
  QuoteParts parts = good;
  parts.bind_key = false;
  parts.qe_report = quote->claimed().qe.report;
  EXPECT_EQ(failure_of(parts), "none");
  parts.qe_report.report_data[63] = 1;
  EXPECT_EQ(failure_of(parts), "dcap.qe_report.binding");
}

TEST(DcapVerify, AuthenticationDataMayBeEmpty) {
  QuoteParts parts = forge().sgx(3);
  parts.auth_data.clear();
  EXPECT_EQ(failure_of(parts), "none");
}

// Quotes that only name their PCK certificate, which is then given.
TEST(DcapVerify, NamedCertificatesMustBeGiven) {
  for (const uint16_t type : std::initializer_list<uint16_t>{1, 2, 3}) {
    QuoteParts parts = forge().sgx(3);
    parts.inner_type = type;
    parts.inner = Bytes(36, 0x11);
    EXPECT_EQ(failure_of(parts), "dcap.certification") << type;
    DcapWorld world;
    world.certificates.push_back(forge().ca());
    world.certificates.insert(world.certificates.begin(), stranger().pck());
    EXPECT_NE(failure_of(parts, world), "none") << "another platform's";
    world.certificates.push_back(forge().pck());
    EXPECT_EQ(failure_of(parts, world), "none") << type;
  }
}

TEST(DcapVerify, ALoneLeafNeedsItsChainGiven) {
  QuoteParts parts = forge().tdx_1_0(4);
  parts.inner_type = 4;
  EXPECT_EQ(failure_of(parts), "dcap.certification") << "a chain in the place of a certificate";
  parts.inner = forge().pck();
  EXPECT_EQ(failure_of(parts), "dcap.certification");
  DcapWorld world;
  world.certificates.push_back(forge().ca());
  EXPECT_EQ(failure_of(parts, world), "none");
}

// Verification with a cache, under these anchors.
std::string failure_with(crypto::CertificateCache& cache, const QuoteParts& parts,
                         std::span<const GivenAnchor> anchors = good_world().anchors) {
  const Bytes quote = forge().sign(parts);
  return failure(verify_quote(quote, good_world().prepare(), anchors, good_world().at, &cache));
}

QuoteParts with_text_before_the_chain(size_t size) {
  QuoteParts parts = forge().tdx_1_0(4);
  parts.inner.insert(parts.inner.begin(), size, '#');
  parts.inner[size - 1] = '\n';
  return parts;
}

TEST(DcapVerify, OnlyAChainOfATrustedRootIsRemembered) {
  crypto::CertificateCache cache;
  EXPECT_EQ(failure_with(cache, forge().tdx_1_0(4), {}), root_check.id);
  EXPECT_EQ(cache.facts(), 0U);
  EXPECT_EQ(failure_with(cache, forge().tdx_1_0(4)), "none");
  EXPECT_EQ(cache.facts(), 1U);
  EXPECT_EQ(failure_with(cache, forge().tdx_1_0(4), {}), root_check.id) << "trust is not kept";
  EXPECT_EQ(failure_with(cache, forge().tdx_1_0(4)), "none");
  EXPECT_EQ(cache.facts(), 1U);
}

TEST(DcapVerify, NoChainIsRememberedWithMuchTextAroundIt) {
  crypto::CertificateCache cache;
  EXPECT_EQ(failure_with(cache, with_text_before_the_chain(8192)), "none");
  EXPECT_EQ(cache.facts(), 0U);
  EXPECT_EQ(failure_with(cache, with_text_before_the_chain(100)), "none");
  EXPECT_EQ(cache.facts(), 1U);
}

}  // namespace
}  // namespace anchorhold::dcap

#include "verifier/collateral_needs.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "evidence/cmw/message.h"
#include "testkit/forged_dcap_collateral.h"
#include "testkit/forged_dcap_world.h"
#include "testkit/forged_snp.h"
#include "verifier/collateral_answer.h"
#include "verifier/format.h"
#include "verifier/role.h"

namespace anchorhold::verifier {
namespace {

using testkit::DcapWorld;
using testkit::SnpForge;

CollateralNeeds ask(ByteView evidence, std::vector<File> files, Time at,
                    std::string_view format = {}) {
  auto material = Material::sort(std::move(files), nullptr);
  EXPECT_TRUE(material.ok());
  auto needs = collateral_needs({.evidence = evidence, .material = *material, .at = at}, format);
  EXPECT_TRUE(needs.ok()) << needs.error().to_string();
  return *std::move(needs);
}

const Need& need_of(const CollateralNeeds& needs, std::string_view id) {
  const Need* need = needs.find(id);
  EXPECT_NE(need, nullptr) << id;
  return *need;
}

File file(std::string name, ByteView bytes) {
  return {std::move(name), "", copy_of(bytes)};
}

std::vector<File> snp_files(const SnpForge& forge) {
  return {file("vcek", forge.certify(forge.vcek()).der), file("ask", forge.ask().der),
          file("crl", forge.revoke(forge.revocation()).der)};
}

TEST(SnpNeeds, NamesWhatIsMissingAndWhereItIs) {
  const SnpForge forge;
  const CollateralNeeds needs = ask(forge.good(), {}, SnpForge::at());
  EXPECT_EQ(needs.format, find_format("snp"));
  EXPECT_FALSE(needs.satisfied());
  const Need& key = need_of(needs, "snp.key_certificate");
  EXPECT_EQ(key.state, NeedState::missing);
  ASSERT_EQ(key.origins.size(), 1u);
  EXPECT_TRUE(key.origins[0].url.starts_with("https://kdsintf.amd.com/vcek/v1/Milan/"));
  EXPECT_EQ(need_of(needs, "snp.issuer").origins[0].url,
            "https://kdsintf.amd.com/vcek/v1/Milan/cert_chain");
  EXPECT_EQ(need_of(needs, "snp.crl").origins[0].url, "https://kdsintf.amd.com/vcek/v1/Milan/crl");
  EXPECT_TRUE(need_of(needs, "snp.crl").satisfied()) << "a list is not required";
}

TEST(SnpNeeds, AreSatisfiedByTheChipsOwnCertificates) {
  const SnpForge forge;
  const CollateralNeeds needs = ask(forge.good(), snp_files(forge), SnpForge::at());
  for (const Need& need : needs.needs) EXPECT_EQ(need.state, NeedState::current) << need.id;
  EXPECT_TRUE(needs.satisfied());
}

TEST(SnpNeeds, AskBothProductsOfAReportThatNamesNone) {
  const SnpForge forge;
  const Bytes report = SnpForge::sign(forge.body(2));
  EXPECT_EQ(need_of(ask(report, {}, SnpForge::at()), "snp.key_certificate").origins.size(), 2u);
  const CollateralNeeds known = ask(report, snp_files(forge), SnpForge::at());
  EXPECT_EQ(need_of(known, "snp.issuer").origins.size(), 1u);
}

TEST(SnpNeeds, TellAnotherChipsCertificateFromAMissingOne) {
  const SnpForge forge;
  Bytes body = forge.body();
  body[testkit::snp_at::chip_id] ^= 1;
  const CollateralNeeds needs = ask(SnpForge::sign(body), snp_files(forge), SnpForge::at());
  EXPECT_EQ(need_of(needs, "snp.key_certificate").state, NeedState::other_platform);
  EXPECT_FALSE(needs.satisfied());
}

TEST(SnpNeeds, TellAnotherTcbsCertificate) {
  const SnpForge forge;
  Bytes body = forge.body();
  body[testkit::snp_at::reported_tcb] ^= 1;
  const CollateralNeeds needs = ask(SnpForge::sign(body), snp_files(forge), SnpForge::at());
  const Need& need = need_of(needs, "snp.key_certificate");
  EXPECT_EQ(need.state, NeedState::other_platform);
  EXPECT_NE(need.detail.find("of another TCB"), std::string::npos);
}

TEST(SnpNeeds, AskNobodyForAVlek) {
  const SnpForge forge;
  const CollateralNeeds needs = ask(SnpForge::sign(forge.vlek_body()), {}, SnpForge::at());
  EXPECT_TRUE(need_of(needs, "snp.key_certificate").origins.empty());
  EXPECT_EQ(need_of(needs, "snp.issuer").origins[0].url,
            "https://kdsintf.amd.com/vlek/v1/Milan/cert_chain");
}

TEST(SnpNeeds, FindListsStaleAndSuperseded) {
  const SnpForge forge;
  std::vector<File> files = snp_files(forge);
  const Time later = SnpForge::at() + std::chrono::hours(24 * 60);
  const CollateralNeeds stale = ask(forge.good(), files, later);
  EXPECT_EQ(need_of(stale, "snp.crl").state, NeedState::stale);
  EXPECT_FALSE(stale.satisfied()) << "a stale list stands in the way of a verification";
  testkit::RevocationSpec newer = forge.revocation();
  newer.this_update += std::chrono::hours(1);
  files.push_back(file("newer", forge.revoke(newer).der));
  const CollateralNeeds needs = ask(forge.good(), files, SnpForge::at());
  const Need& list = need_of(needs, "snp.crl");
  EXPECT_EQ(list.state, NeedState::current);
  ASSERT_EQ(list.offers.size(), 2u);
  EXPECT_EQ(list.offers[0].state, NeedState::superseded);
}

struct Dcap {
  DcapWorld world;
  Bytes quote = world.forge.sign(world.forge.tdx_1_5());

  std::vector<File> files() const {
    std::vector<File> out;
    for (const auto* list : {&world.documents, &world.certificates, &world.crls})
      for (const Bytes& bytes : *list) out.push_back(file("f" + std::to_string(out.size()), bytes));
    return out;
  }
};

TEST(DcapNeeds, NameIntelsAddressesForThePlatform) {
  const Dcap dcap;
  const CollateralNeeds needs = ask(dcap.quote, {}, dcap.world.at);
  EXPECT_EQ(need_of(needs, "dcap.pck").state, NeedState::current) << "inside the quote";
  EXPECT_EQ(need_of(needs, "dcap.pck_ca").state, NeedState::current);
  const std::string fmspc = to_hex(testkit::DcapForge::pck_extension().fmspc);
  const std::string base = "https://api.trustedservices.intel.com/";
  EXPECT_EQ(need_of(needs, "dcap.tcb_info").origins.at(0).url,
            base + "tdx/certification/v4/tcb?fmspc=" + fmspc);
  EXPECT_EQ(need_of(needs, "dcap.qe_identity").origins.at(0).url,
            base + "tdx/certification/v4/qe/identity");
  EXPECT_EQ(need_of(needs, "dcap.tcb_signer").origins.at(0).header,
            "SGX-Enclave-Identity-Issuer-Chain");
  EXPECT_EQ(need_of(needs, "dcap.pck_crl").origins.at(0).url,
            base + "sgx/certification/v4/pckcrl?ca=platform&encoding=der");
  EXPECT_EQ(need_of(needs, "dcap.root_crl").origins.at(0).url,
            "https://certificates.trustedservices.intel.com/IntelSGXRootCA.der");
  EXPECT_FALSE(needs.satisfied());
}

TEST(DcapNeeds, AreSatisfiedByTheWholeCollateral) {
  const Dcap dcap;
  const CollateralNeeds needs = ask(dcap.quote, dcap.files(), dcap.world.at);
  for (const Need& need : needs.needs) EXPECT_EQ(need.state, NeedState::current) << need.id;
  EXPECT_TRUE(needs.satisfied());
}

TEST(DcapNeeds, EachOfThemIsMissedAlone) {
  const Dcap dcap;
  const std::vector<File> all = dcap.files();
  size_t missed = 0;
  for (size_t left_out = 0; left_out < all.size(); ++left_out) {
    std::vector<File> files = all;
    files.erase(files.begin() + static_cast<std::ptrdiff_t>(left_out));
    missed += ask(dcap.quote, files, dcap.world.at).satisfied() ? 0u : 1u;
  }
  EXPECT_GE(missed, 5u) << "TCB info, identity, signer, two lists";
}

TEST(DcapNeeds, TellStaleAndNotYetValidCollateral) {
  const Dcap dcap;
  const CollateralNeeds late =
      ask(dcap.quote, dcap.files(), dcap.world.at + std::chrono::hours(24 * 90));
  EXPECT_EQ(need_of(late, "dcap.tcb_info").state, NeedState::stale);
  EXPECT_EQ(need_of(late, "dcap.root_crl").state, NeedState::stale);
  const CollateralNeeds early =
      ask(dcap.quote, dcap.files(), dcap.world.at - std::chrono::hours(24 * 30));
  EXPECT_EQ(need_of(early, "dcap.tcb_info").state, NeedState::not_yet_valid);
}

TEST(DcapNeeds, TellSupersededAndForeignTcbInfos) {
  const Dcap dcap;
  const auto& key = dcap.world.forge.tcb_signing_key();
  dcap::TcbInfo info = testkit::current_tcb_info(dcap::TeeType::tdx);
  info.evaluation += 1;
  std::vector<File> files = dcap.files();
  files.push_back(file("higher", bytes_of(testkit::sign_collateral(info, key))));
  info.fmspc[0] ^= 1;
  files.push_back(file("foreign", bytes_of(testkit::sign_collateral(info, key))));
  const CollateralNeeds needs = ask(dcap.quote, files, dcap.world.at);
  const Need& need = need_of(needs, "dcap.tcb_info");
  EXPECT_EQ(need.state, NeedState::current);
  size_t superseded = 0;
  for (const Offer& offer : need.offers) {
    superseded += offer.state == NeedState::superseded ? 1 : 0;
    EXPECT_TRUE(offer.name != "foreign" || offer.state == NeedState::other_platform);
    EXPECT_TRUE(offer.name != "higher" || offer.state == NeedState::current);
  }
  EXPECT_EQ(superseded, 1u);
  EXPECT_TRUE(needs.satisfied());
}

TEST(DcapNeeds, NameThePckCertificateOfAQuoteWithoutOne) {
  const Dcap dcap;
  testkit::QuoteParts parts = dcap.world.forge.tdx_1_5();
  parts.inner_type = 3;
  parts.inner = Bytes(404, 0x11);
  const Bytes quote = dcap.world.forge.sign(parts);
  const CollateralNeeds needs = ask(quote, {}, dcap.world.at);
  EXPECT_NE(need_of(needs, "dcap.pck").origins.at(0).url.find("pckcert?encrypted_ppid=1111"),
            std::string::npos);
  EXPECT_TRUE(need_of(needs, "dcap.tcb_info").origins.empty()) << "no FMSPC is known yet";
  const CollateralNeeds more = ask(quote, {file("pck", dcap.world.forge.pck())}, dcap.world.at);
  EXPECT_EQ(need_of(more, "dcap.pck").state, NeedState::current);
  EXPECT_FALSE(need_of(more, "dcap.tcb_info").origins.empty());
}

TEST(OtherNeeds, OfTokensAreTheirKeys) {
  const Bytes nothing;
  const CollateralNeeds needs = ask(nothing, {}, SnpForge::at(), "psa");
  EXPECT_FALSE(needs.satisfied());
  EXPECT_TRUE(need_of(needs, "arm.key").origins.empty());
}

TEST(OtherNeeds, OfNitroDocumentsAreNone) {
  const CollateralNeeds needs = ask(Bytes{}, {}, SnpForge::at(), "nitro");
  EXPECT_TRUE(needs.satisfied());
  EXPECT_FALSE(needs.note.empty());
}

TEST(OtherNeeds, OfTpmQuotesAreSignatureAndKey) {
  EXPECT_FALSE(ask(Bytes{}, {}, SnpForge::at(), "tpm").satisfied());
}

TEST(CollateralNeeds, AreKnownForEveryFormat) {
  const auto material = Material::sort({}, nullptr);
  for (const Format& format : formats()) {
    const auto needs =
        collateral_needs({.evidence = {}, .material = *material, .at = {}}, format.name);
    EXPECT_TRUE(needs.ok() || needs.error().code != Code::unsupported) << format.name;
  }
}

TEST(OtherNeeds, OfAWrapperAreThoseOfItsParts) {
  const SnpForge forge;
  const Dcap dcap;
  cmw::Collection collection;
  collection.entries.push_back({"cpu", cmw::Record{"application/a", dcap.quote}});
  collection.entries.push_back({"vm", cmw::Record{"application/b", forge.good()}});
  collection.entries.push_back(
      {"vcek", cmw::Record{"application/pkix-cert", forge.certify(forge.vcek()).der}});
  const Bytes wrapper = cmw::encode_cbor(collection);
  const CollateralNeeds needs = ask(wrapper, {}, SnpForge::at(), "cmw");
  EXPECT_EQ(need_of(needs, "cpu/dcap.tcb_info").state, NeedState::missing);
  EXPECT_EQ(need_of(needs, "vm/snp.key_certificate").state, NeedState::current);
}

TEST(CollateralNeeds, RefusesWhatIsNoEvidence) {
  const auto material = Material::sort({}, nullptr);
  const Bytes png = {0x89, 'P', 'N', 'G'};
  const auto needs = collateral_needs({.evidence = png, .material = *material, .at = {}});
  ASSERT_FALSE(needs.ok());
  EXPECT_EQ(needs.error().code, Code::unsupported);
}

TEST(CollateralNeeds, OfTruncatedEvidenceAreAnError) {
  const Dcap dcap;
  const auto material = Material::sort({}, nullptr);
  for (const size_t size : {size_t{48}, size_t{700}, dcap.quote.size() - 100}) {
    const auto needs = collateral_needs(
        {.evidence = ByteView(dcap.quote).first(size), .material = *material, .at = dcap.world.at},
        "dcap");
    EXPECT_FALSE(needs.ok());
  }
}

}  // namespace
}  // namespace anchorhold::verifier

#include "evidence/snp/chain.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "crypto/x509_path.h"
#include "evidence/snp/roots.h"
#include "evidence/snp/snp_world_test.h"

namespace anchorhold::snp {
namespace {

using crypto::Certificate;
using std::chrono::hours;
using std::chrono::milliseconds;
using testkit::SnpForge;
using testkit::SnpKeySpec;
using testkit::SnpLine;

std::string with_pool(const std::vector<Certificate>& pool) {
  return first_failure(verify_in(forge(), forge().good(), pool));
}

TEST(SnpRoots, AreTheKeysThatArePinned) {
  for (const Product product : {Product::milan, Product::genoa, Product::turin}) {
    const Certificate& root = amd_root(product);
    EXPECT_EQ(root.key.spki_sha256(), root_pin(product));
    EXPECT_EQ(root.subject_common_name, "ARK-" + std::string(product_name(product)));
    EXPECT_EQ(root.subject, root.issuer);
    EXPECT_TRUE(crypto::verify_link(root, root, nullptr).ok());
    EXPECT_EQ(amd_root_of(root.key), product);
  }
  EXPECT_EQ(amd_root_of(forge().ark().key), std::nullopt);
}

TEST(SnpChain, ThePoolMayBeInAnyOrderAndHoldMore) {
  std::vector<Certificate> pool = forge().pool(forge().vcek());
  std::ranges::reverse(pool);
  const SnpForge genoa(SnpLine::genoa);
  for (const Certificate& other : genoa.pool(genoa.vcek())) pool.insert(pool.begin(), other);
  SnpKeySpec other_chip = forge().vcek();
  other_chip.hardware_id = Bytes(64, 0x77);
  other_chip.key = 5;
  pool.insert(pool.begin(), forge().certify(other_chip));
  EXPECT_EQ(with_pool(pool), "none");
}

TEST(SnpChain, MissingCertificatesAreNamed) {
  const Certificate leaf = forge().certify(forge().vcek());
  EXPECT_EQ(with_pool({}), "snp.certificates");
  EXPECT_EQ(with_pool({forge().ask(), forge().ark()}), "snp.certificates");
  EXPECT_EQ(with_pool({leaf, forge().ark()}), "snp.certificates");
  EXPECT_EQ(with_pool({leaf, forge().ask()}), "snp.chain.root");
}

TEST(SnpChain, S10TheCertificateOfAnotherChip) {
  EXPECT_EQ(with_certificate([](SnpKeySpec& spec) {
              spec.hardware_id = Bytes(64, 0x77);
              spec.key = 5;
            }),
            "snp.signature");
  EXPECT_EQ(with_certificate([](SnpKeySpec& spec) { spec.hardware_id->back() ^= 1; }), "snp.chip");
}

TEST(SnpChain, S11TheRightKeyUnderABrokenSignature) {
  EXPECT_EQ(with_certificate([](SnpKeySpec& spec) { spec.foreign_signature = true; }),
            "snp.chain.links");
}

TEST(SnpChain, S11AForgedTwinDoesNotHideTheGoodCertificate) {
  SnpKeySpec twin = forge().vcek();
  twin.foreign_signature = true;
  std::vector<Certificate> pool = forge().pool(forge().vcek());
  pool.insert(pool.begin(), forge().certify(twin));
  EXPECT_EQ(with_pool(pool), "none");
}

TEST(SnpChain, S16EachLineHasItsOwnRootAndLayout) {
  const SnpForge genoa(SnpLine::genoa);
  const SnpForge turin(SnpLine::turin);
  EXPECT_EQ(first_failure(verify_in(forge(), genoa.good(), forge().pool(forge().vcek()))),
            "snp.product");
  // A Turin name over Milan's levels, and the reverse.
  EXPECT_EQ(
      with_certificate([&](SnpKeySpec& spec) { spec.product_name = turin.vcek().product_name; }),
      "snp.product");
  SnpKeySpec levels = turin.vcek();
  levels.levels = forge().vcek().levels;
  EXPECT_EQ(first_failure(verify_in(turin, turin.good(), turin.pool(levels))), "snp.tcb");
  EXPECT_EQ(with_certificate([](SnpKeySpec& spec) {
              spec.product_name = der::element(0x16, {bytes_of("Naples")});
            }),
            "snp.product");
}

TEST(SnpChain, BergamoAndSienaUseGenoasChain) {
  const SnpForge genoa(SnpLine::genoa);
  Bytes body = genoa.body();
  body[testkit::snp_at::cpuid + 1] = 0xa0;
  for (const std::string_view name : {"Genoa", "Siena-B0", "Bergamo"}) {
    SnpKeySpec spec = genoa.vcek();
    spec.product_name = der::element(0x16, {bytes_of(name)});
    const Verification result = verify_in(genoa, SnpForge::sign(body), genoa.pool(spec));
    EXPECT_EQ(first_failure(result), "none") << name;
  }
}

TEST(SnpChain, S17ARootIsAnAnchorOnlyWhenItIsNamed) {
  const std::vector<Certificate> pool = forge().pool(forge().vcek());
  const Verification nobody =
      verify_report(forge().good(), {.certificates = pool}, {}, SnpForge::at(), nullptr);
  // Of the same name as AMD's, but with other attributes.
  EXPECT_EQ(first_failure(nobody), "snp.chain.root");
  const SnpForge genoa(SnpLine::genoa);
  EXPECT_EQ(genoa.anchor(), forge().anchor()) << "one test key plays every ARK";
  const GivenAnchor stranger{};
  EXPECT_FALSE(verify_report(forge().good(), {.certificates = pool}, std::span(&stranger, 1),
                             SnpForge::at(), nullptr)
                   .claims);
}

TEST(SnpChain, S17AHomeMadeArkOfAmdsExactName) {
  const testkit::TestKey key = testkit::TestKey::rsa(4096, 2);
  testkit::CertificateSpec root = testkit::root_spec("ARK", key, SnpForge::at());
  root.subject = root.issuer = amd_root(Product::milan).subject;
  root.scheme = {{crypto::SignatureKind::rsa_pss, crypto::HashKind::sha384}};
  testkit::CertificateSpec ask = testkit::ca_spec("SEV-Milan", key, root, SnpForge::at());
  ask.scheme = root.scheme;
  std::vector<Certificate> pool = {forge().certify(forge().vcek())};
  for (const auto* spec : {&root, &ask}) {
    pool.push_back(crypto::parse_certificate("t", testkit::forge_certificate(*spec, key)).value());
  }
  pool.back().subject = pool.front().issuer;
  EXPECT_EQ(first_failure(
                verify_report(forge().good(), {.certificates = pool}, {}, SnpForge::at(), nullptr)),
            "snp.chain.links");
}

TEST(SnpChain, S17TheRootsKeyAloneDoesNotMakeItAmds) {
  const Verification result = verify_good(forge().good());
  ASSERT_TRUE(result.claims.has_value());
  EXPECT_FALSE((*result.claims)->hardware_rooted);
  EXPECT_EQ((*result.claims)->root, forge().anchor().spki_sha256);
}

TEST(SnpChain, S19DatesAreACheckOfTheirOwn) {
  const auto at_time = [](const std::vector<Certificate>& pool, Time at) {
    const GivenAnchor anchor = forge().anchor();
    return first_failure(
        verify_report(forge().good(), {.certificates = pool}, std::span(&anchor, 1), at, nullptr));
  };
  const SnpKeySpec spec = forge().vcek();
  const auto pool = forge().pool(spec);
  EXPECT_EQ(at_time(pool, spec.not_before), "none");
  EXPECT_EQ(at_time(pool, spec.not_before - milliseconds(1)), "snp.chain.validity");
  EXPECT_EQ(at_time(pool, spec.not_after), "none");
  EXPECT_EQ(at_time(pool, spec.not_after + milliseconds(1000)), "snp.chain.validity");
  EXPECT_EQ(at_time(pool, SnpForge::at() + hours(24 * 365 * 12)), "snp.chain.validity");
}

TEST(SnpChain, S19AVlekAfterItsYear) {
  const GivenAnchor anchor = forge().anchor();
  const auto pool = forge().pool(forge().vlek());
  const Verification late =
      verify_report(SnpForge::sign(forge().vlek_body(), 2), {.certificates = pool},
                    std::span(&anchor, 1), SnpForge::at() + hours(24 * 336), nullptr);
  EXPECT_EQ(first_failure(late), "snp.chain.validity");
}

TEST(SnpChain, AuthoritiesHaveRsa4096Keys) {
  const Certificate leaf = forge().certify(forge().vcek());
  const Certificate weak = forge().authority("SEV-Milan", {0x05}, testkit::TestKey::rsa(2048, 0));
  EXPECT_EQ(with_pool({leaf, weak, forge().ark()}), "snp.chain.links");
}

// A pool with lists, and what they make of the good report.
std::string with_lists(const std::vector<crypto::Crl>& lists, bool required = false,
                       Time at = SnpForge::at()) {
  static const std::vector<Certificate> pool = forge().pool(forge().vcek());
  const GivenAnchor anchor = forge().anchor();
  return first_failure(verify_report(forge().good(),
                                     {.certificates = pool, .crls = lists, .require_crl = required},
                                     std::span(&anchor, 1), at, nullptr));
}

TEST(SnpRevocation, ListsCountWhenTheyAreTheRootsAndCurrent) {
  const auto good = forge().revocation({{0x42}});
  EXPECT_EQ(with_lists({}), "none");
  EXPECT_EQ(with_lists({}, true), "snp.crl");
  EXPECT_EQ(with_lists({forge().revoke(good)}, true), "none");
  EXPECT_EQ(with_lists({forge().revoke(good)}, true, SnpForge::at() + hours(24 * 31)), "snp.crl");
  EXPECT_EQ(with_lists({forge().revoke(good)}, true, SnpForge::at() - hours(24 * 2)), "snp.crl");
}

TEST(SnpRevocation, S18ARevokedAskIsRefused) {
  const Bytes serial = forge().ask().serial;
  const auto revoked = forge().revoke(forge().revocation({{0x42}, serial}));
  EXPECT_EQ(with_lists({revoked}), "snp.revocation");
  // An older list beside it does not undo it.
  EXPECT_EQ(with_lists({forge().revoke(forge().revocation()), revoked}), "snp.revocation");
  EXPECT_EQ(with_lists({forge().revoke(forge().revocation({forge().asvk().serial}))}), "none");
}

TEST(SnpRevocation, S18ListsByAnotherKeyOrAStaleOneAreRefused) {
  EXPECT_EQ(with_lists({forge().revoke(forge().revocation(), 2)}), "snp.crl");
  auto stale = forge().revocation();
  stale.next_update = SnpForge::at() - hours(1);
  EXPECT_EQ(with_lists({forge().revoke(stale)}), "snp.crl");
  EXPECT_EQ(with_lists({forge().revoke(stale), forge().revoke(forge().revocation())}), "none");
  const SnpForge genoa(SnpLine::genoa);
  EXPECT_EQ(with_lists({genoa.revoke(genoa.revocation())}), "none") << "of another line";
  EXPECT_EQ(with_lists({genoa.revoke(genoa.revocation())}, true), "snp.crl");
}

TEST(SnpRevocation, ASecondAskOfTheSameNameIsAnotherOne) {
  // As with Genoa: the first ASK is revoked, the second has the same name and another key.
  const Certificate first = forge().authority("SEV-Milan", {0x77}, testkit::TestKey::rsa(4096, 2));
  const auto list = forge().revoke(forge().revocation({{0x77}}));
  const GivenAnchor anchor = forge().anchor();
  std::vector<Certificate> pool = forge().pool(forge().vcek());
  pool.insert(pool.begin() + 1, first);
  const auto verify = [&](const SnpKeySpec& spec) {
    pool[0] = forge().certify(spec);
    return first_failure(verify_report(forge().good(),
                                       {.certificates = pool, .crls = std::span(&list, 1)},
                                       std::span(&anchor, 1), SnpForge::at(), nullptr));
  };
  EXPECT_EQ(verify(forge().vcek()), "none");
  SnpKeySpec under_first = forge().vcek();
  under_first.foreign_signature = true;  // by the first ASK's key
  EXPECT_EQ(verify(under_first), "snp.revocation");
}

TEST(SnpRevocation, ARevokedAsvkIsRefused) {
  const auto list = forge().revoke(forge().revocation({forge().asvk().serial}));
  const GivenAnchor anchor = forge().anchor();
  const auto pool = forge().pool(forge().vlek());
  EXPECT_EQ(first_failure(verify_report(SnpForge::sign(forge().vlek_body(), 2),
                                        {.certificates = pool, .crls = std::span(&list, 1)},
                                        std::span(&anchor, 1), SnpForge::at(), nullptr)),
            "snp.revocation");
}

}  // namespace
}  // namespace anchorhold::snp

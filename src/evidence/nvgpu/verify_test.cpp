// Each check once held and once broken, on forged devices.
#include "evidence/nvgpu/verify.h"

#include <gtest/gtest.h>

#include "codec/der.h"
#include "evidence/nvgpu/anchor.h"
#include "evidence/nvgpu/world_test.h"
#include "testkit/attack.h"

namespace anchorhold::nvgpu {
namespace {

using testkit::NvidiaForge;

TEST(NvidiaDevice, AGoodReportIsAuthenticAndSaysWhatItIs) {
  const World world;
  const Verification result = world.verify();
  ASSERT_EQ(failure(result), "none") << why(result);
  const Claims& claims = **result.claims;
  EXPECT_EQ(claims.tee, TeeKind::nvgpu);
  EXPECT_FALSE(claims.hardware_rooted);
  EXPECT_EQ(claims.product, "HOPPER");
  EXPECT_EQ(std::get<std::string>(claims.vendor.at("vbios_version")), "96.00.12.00.01");
  EXPECT_EQ(std::get<std::string>(claims.vendor.at("driver_version")), "555.42");
  EXPECT_EQ(std::get<std::string>(claims.vendor.at("chip_sku")), "886");
  EXPECT_EQ(std::get<Bytes>(claims.vendor.at("board_id")), (Bytes{1, 2, 3, 4}));
  EXPECT_EQ(std::get<uint64_t>(claims.vendor.at("devices")), 1U);
  EXPECT_EQ(*claims.nonce, Bytes(32, 0x5a));
  ASSERT_NE(claims.measurement("measurement_40"), nullptr);
  EXPECT_EQ(claims.measurement("measurement_41"), nullptr);
}

TEST(NvidiaDevice, EveryTruncationIsRefused) {
  const World world;
  World::Judge judge(world);
  testkit::for_each_truncation(world.report(), [&](ByteView prefix) {
    EXPECT_FALSE(judge.verify(prefix).claims) << prefix.size();
  });
}

TEST(NvidiaDevice, EveryBitOfTheReportCounts) {
  const World world;
  World::Judge judge(world);
  Bytes mutant = world.report();
  for (size_t bit = 0; bit < 8 * mutant.size(); bit += bit < 300 ? 1 : 29) {
    const auto mask = static_cast<uint8_t>(1U << (bit % 8));
    mutant[bit / 8] ^= mask;
    EXPECT_FALSE(judge.verify(mutant).claims) << bit;
    mutant[bit / 8] ^= mask;
  }
}

TEST(NvidiaDevice, AnotherKeysSignatureIsRefused) {
  const World world;
  Bytes report = NvidiaForge::encode(world.content);
  append(report, NvidiaForge::device_key(1).sign(report));
  // The ROM's own key made this signature, but it may not sign reports.
  EXPECT_EQ(failure(world.verify(report)), "nvgpu.signature");
}

TEST(NvidiaDevice, WithoutItsOwnCertificateNothingIsProven) {
  const World world;
  const std::vector<crypto::Certificate> chain = world.forge.device_certificates();
  const Bytes report = world.report();
  const auto verify = [&](std::span<const crypto::Certificate> part) {
    return failure(
        verify_evidence(report, {.certificates = part}, world.anchors, world.at, nullptr));
  };
  const std::span all(chain);
  EXPECT_EQ(verify(all), "none");
  EXPECT_EQ(verify(all.last(1)), "nvgpu.certificates");
  EXPECT_EQ(verify({}), "nvgpu.certificates");
  EXPECT_EQ(verify(all.subspan(1)), "nvgpu.signature");
  EXPECT_EQ(verify(all.first(4)), "nvgpu.chain.links");
  std::vector<crypto::Certificate> gap = chain;
  gap.erase(gap.begin() + 2);
  EXPECT_EQ(verify(gap), "nvgpu.chain.links");
  std::vector<crypto::Certificate> shuffled = {chain[3], chain[0], chain[4], chain[2], chain[1]};
  EXPECT_EQ(verify(shuffled), "none");
}

TEST(NvidiaDevice, OnlyAPinnedOrGivenRootCounts) {
  World world;
  world.anchors.clear();
  EXPECT_EQ(failure(world.verify()), "nvgpu.chain.root");
  EXPECT_NE(device_root(), rim_root());
}

TEST(NvidiaDevice, LinksAreProvenOneByOne) {
  for (size_t level = 1; level < 4; ++level) {
    World world;
    world.forge.device[level].basic_constraints.reset();
    EXPECT_EQ(failure(world.verify()), "nvgpu.chain.links") << level;
    World usage;
    usage.forge.device[level].key_usage = crypto::KeyUsages().add(crypto::KeyUsage::crl_sign);
    EXPECT_EQ(failure(usage.verify()), "nvgpu.chain.links") << level;
    World foreign;
    foreign.forge.device[level].spki = NvidiaForge::rim_key(0).spki();
    EXPECT_EQ(failure(foreign.verify()), "nvgpu.chain.links") << level;
  }
  World hash;
  hash.forge.device[1].scheme = {crypto::SignatureKind::ecdsa, crypto::HashKind::sha256};
  EXPECT_EQ(failure(hash.verify()), "nvgpu.chain.links");
}

TEST(NvidiaDevice, DatesAreACheckOfTheirOwn) {
  World expired;
  expired.forge.device[2].not_after = expired.at - std::chrono::days(1);
  EXPECT_EQ(failure(expired.verify()), "nvgpu.chain.validity");
  World early;
  early.forge.device[0].not_before = early.at + std::chrono::days(1);
  EXPECT_EQ(failure(early.verify()), "nvgpu.chain.validity");
}

TEST(NvidiaDevice, AGivenRevocationListIsObeyed) {
  World world;
  const auto list = [&](std::vector<Bytes> serials, Time at) {
    return crypto::parse_crl(
               "list", testkit::forge_revocation_list(
                           testkit::revocation_spec(world.forge.device[2], at, std::move(serials)),
                           NvidiaForge::device_key(2)))
        .value();
  };
  world.crls = {list({{0x77}}, world.at)};
  EXPECT_EQ(failure(world.verify()), "none");
  world.crls = {list({world.forge.device[1].serial}, world.at)};
  EXPECT_EQ(failure(world.verify()), "nvgpu.chain.revocation");
  world.crls = {list({}, world.at - std::chrono::days(90))};
  EXPECT_EQ(failure(world.verify()), "nvgpu.chain.revocation");
  const crypto::Crl stale = list({}, world.at - std::chrono::days(90));
  world.crls = {stale, list({}, world.at)};
  EXPECT_EQ(failure(world.verify()), "none") << "a current list stands beside a stale one";
  const crypto::Crl revoking = list({world.forge.device[1].serial}, world.at);
  world.crls = {list({}, world.at - std::chrono::days(1)), revoking};
  EXPECT_EQ(failure(world.verify()), "nvgpu.chain.revocation") << "the newer one is asked too";
}

TEST(NvidiaDevice, ARequiredListMustBeThereForEachCertificate) {
  World world;
  world.require_crl = true;
  EXPECT_EQ(failure(world.verify()), "nvgpu.chain.revocation");
  for (size_t issuer = 1; issuer < world.forge.device.size(); ++issuer) {
    EXPECT_EQ(failure(world.verify()), "nvgpu.chain.revocation") << issuer;
    world.crls.push_back(
        crypto::parse_crl("list",
                          testkit::forge_revocation_list(
                              testkit::revocation_spec(world.forge.device[issuer], world.at, {}),
                              NvidiaForge::device_key(issuer)))
            .value());
  }
  EXPECT_EQ(failure(world.verify()), "none") << why(world.verify());
}

TEST(NvidiaDevice, TheKeyMustBeOfAGpuOrSwitch) {
  World card;
  card.forge.device[0].subject = testkit::name_of("BF3 A01 PSC FMC LF");
  EXPECT_EQ(failure(card.verify()), "nvgpu.device");
  World lookalike;
  lookalike.forge.device[0].subject = testkit::name_of("LS_10 A01 FSP FMC LF");
  EXPECT_EQ(failure(lookalike.verify()), "none");
}

TEST(NvidiaDevice, TheFirmwareIdentityOfTheKeyIsTheReports) {
  World other;
  other.content.opaque[6].second[3] ^= 1;
  EXPECT_EQ(failure(other.verify()), "nvgpu.fwid");
  World none;
  none.content.opaque.erase(none.content.opaque.begin() + 6);
  EXPECT_EQ(failure(none.verify()), "none");
  World bare;
  bare.forge.device[0].more_extensions.clear();
  EXPECT_EQ(failure(bare.verify()), "nvgpu.fwid");
  World broken;
  broken.forge.device[0].more_extensions = {
      testkit::extension(der::Oid::of({2, 23, 133, 5, 4, 1}), false, Bytes{0x30, 0x01, 0x02})};
  EXPECT_EQ(failure(broken.verify()), "nvgpu.fwid");
}

// DiceTcbInfo with these FWIDs.
Bytes dice_tcb_info(const std::vector<Bytes>& fwids) {
  constexpr der::Oid sha384 = der::Oid::of({2, 16, 840, 1, 101, 3, 4, 2, 2});
  Bytes list;
  for (const Bytes& fwid : fwids)
    append(list, der::sequence({der::oid(sha384), der::octet_string(fwid)}));
  return der::sequence({der::element(der::context(6), {list})});
}

TEST(NvidiaDevice, BlackwellNamesItsFirmwareInAnotherExtension) {
  constexpr der::Oid hopper = der::Oid::of({2, 23, 133, 5, 4, 1});
  constexpr der::Oid blackwell = der::Oid::of({2, 23, 133, 5, 4, 1, 1});
  const Bytes good(48, 0xf1);
  const Bytes other(48, 0xf2);
  const auto with = [](std::vector<Bytes> extensions) {
    World world;
    world.forge.device[0].more_extensions = std::move(extensions);
    return failure(world.verify());
  };
  EXPECT_EQ(with({testkit::extension(blackwell, false, dice_tcb_info({good}))}), "none");
  EXPECT_EQ(with({testkit::extension(blackwell, true, dice_tcb_info({good}))}), "none");
  EXPECT_EQ(with({testkit::extension(blackwell, false, dice_tcb_info({good, other}))}), "none");
  EXPECT_EQ(with({testkit::extension(blackwell, false, dice_tcb_info({other, good}))}),
            "nvgpu.fwid");
  EXPECT_EQ(with({testkit::extension(hopper, false, dice_tcb_info({good})),
                  testkit::extension(blackwell, false, dice_tcb_info({good}))}),
            "none");
  EXPECT_EQ(with({testkit::extension(hopper, false, dice_tcb_info({other})),
                  testkit::extension(blackwell, false, dice_tcb_info({good}))}),
            "nvgpu.fwid");
}

TEST(NvidiaDevice, AListIsAsGoodAsItsWorstReport) {
  World world;
  const Bytes good = world.report();
  const auto verify = [&](const std::string& text) { return world.verify(bytes_of(text)); };
  const Verification two = verify(joined(world.forge.as_json({good}), world.other_list()));
  ASSERT_EQ(failure(two), "none") << why(two);
  EXPECT_EQ(std::get<uint64_t>((*two.claims)->vendor.at("devices")), 2U);
  EXPECT_EQ((*two.claims)->parts.size(), 2U);
  Bytes altered = good;
  altered.back() ^= 1;
  EXPECT_EQ(failure(verify(world.forge.as_json({good, altered}))), "nvgpu.signature");
  world.content.nonce.fill(0x5b);
  const Verification nonces = verify(world.forge.as_json({good, world.report()}));
  EXPECT_EQ(failure(nonces), "nvgpu.submission");
  EXPECT_FALSE(nonces.said->claimed().nonce);
}

// A host with one good device cannot answer for many.
TEST(NvidiaDevice, OneDeviceCountsOnce) {
  World world;
  const std::string good = world.list();
  EXPECT_EQ(failure(world.verify(bytes_of(joined(good, good)))), "nvgpu.distinct");
  const std::string other = world.other_list();
  EXPECT_EQ(failure(world.verify(bytes_of(joined(joined(good, other), good)))), "nvgpu.distinct");
  world.content.measurements[40] = Bytes(48, 0x77);
  const std::string again = world.list();
  EXPECT_EQ(failure(world.verify(bytes_of(joined(good, again)))), "nvgpu.distinct");
}

// The UEID is the device's own, whichever key it attests with.
TEST(NvidiaDevice, OneDeviceCountsOnceUnderAllItsCertificates) {
  World world;
  const auto pair_of = [&](const std::string& first_ueid, const std::string& second_ueid) {
    const auto named = [](const std::string& ueid) {
      return NvidiaForge::device_name("GH100 A01 GSP FMC LF", ueid);
    };
    world.forge.device[0].subject = named(first_ueid);
    const std::string first = world.list();
    world.forge.device[0].subject = named(second_ueid);
    return world.verify(bytes_of(joined(first, world.other_list())));
  };
  const Verification same = pair_of("4A3F", "4A3F");
  EXPECT_EQ(failure(same), "nvgpu.distinct");
  EXPECT_EQ(same.findings.first_failure()->observed, "the same device as device[0]");
  const Verification two = pair_of("4A3F", "4A40");
  ASSERT_EQ(failure(two), "none") << why(two);
  EXPECT_EQ((*two.claims)->parts.at("device0").platform, "4A3F");
  EXPECT_EQ((*two.claims)->parts.at("device1").platform, "4A40");
}

TEST(NvidiaDevice, WhatTheListSaysOfAReportMustAgree) {
  const World world;
  const std::string good = world.list();
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    return failure(world.verify(bytes_of(text)));
  };
  EXPECT_EQ(with("HOPPER", "BLACKWELL"), "nvgpu.device");
  EXPECT_EQ(with("HOPPER", "Hopper"), "none");
  EXPECT_EQ(with("\"nonce\":\"5a", "\"nonce\":\"5b"), "nvgpu.submission");
  EXPECT_EQ(with("\"nonce\":\"5a", "\"nonce\":\"0x5a"), "none");
  EXPECT_EQ(with("\"evidence\":\"EeA", "\"evidence\":\"FeA"), "nvgpu.structure");
  EXPECT_EQ(with("\"certificate\"", "\"certificat\""), "nvgpu.structure");
  const auto whole = [&](const std::string& text) { return failure(world.verify(bytes_of(text))); };
  EXPECT_EQ(whole("{\"evidence_list\":" + good + "}"), "none");
  EXPECT_EQ(whole("{\"nonce\":\"00\",\"device_evidence_list\":" + good + "}"), "none");
  EXPECT_EQ(whole("[]"), "nvgpu.structure");
  EXPECT_EQ(whole("{}"), "nvgpu.structure");
  EXPECT_EQ(whole("[1]"), "nvgpu.structure");
}

TEST(NvidiaDevice, RecognisesItsEvidence) {
  const World world;
  EXPECT_TRUE(looks_like_evidence(world.report()));
  EXPECT_TRUE(looks_like_evidence(bytes_of(world.list())));
  EXPECT_FALSE(looks_like_evidence({}));
  EXPECT_FALSE(looks_like_evidence(bytes_of("[{\"evidence\":\"\"}]")));
  EXPECT_FALSE(looks_like_evidence(Bytes(100, 0x11)));
}

}  // namespace
}  // namespace anchorhold::nvgpu

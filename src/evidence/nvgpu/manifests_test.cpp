// Manifests: which is whose, who signed it, and what the device must have measured.

#include <gtest/gtest.h>

#include "evidence/nvgpu/world_test.h"

namespace anchorhold::nvgpu {
namespace {

using testkit::NvidiaForge;

TEST(NvidiaManifests, GoodOnesMatchAndAreNamedInTheClaims) {
  World world;
  world.add_good_rims();
  const Verification result = world.verify();
  ASSERT_EQ(failure(result), "none") << why(result);
  const Claims& claims = **result.claims;
  EXPECT_EQ(std::get<std::string>(claims.vendor.at("driver_rim")), "forged-555.42");
  EXPECT_EQ(std::get<std::string>(claims.vendor.at("vbios_rim")), "forged-96.00.12.00.01");
  EXPECT_TRUE(claims.cautions.empty());
}

using Cautions = std::set<std::string, std::less<>>;

Cautions cautions(const Verification& result) {
  return result.said->claimed().cautions;
}

TEST(NvidiaManifests, WhatIsComparedWithNoneIsACaution) {
  World world;
  EXPECT_EQ(cautions(world.verify()), (Cautions{"driver-not-compared", "vbios-not-compared"}));
  World driver;
  driver.add_rim(NvidiaForge::driver_manifest());
  ASSERT_EQ(failure(driver.verify()), "none");
  EXPECT_EQ(cautions(driver.verify()), Cautions{"vbios-not-compared"});
  World vbios;
  vbios.add_rim(NvidiaForge::vbios_manifest());
  ASSERT_EQ(failure(vbios.verify()), "none");
  EXPECT_EQ(cautions(vbios.verify()), Cautions{"driver-not-compared"});
}

TEST(NvidiaManifests, AManifestThatFailsIsNoComparison) {
  World world;
  world.add_good_rims();
  world.content.measurements[5][5] ^= 1;
  EXPECT_EQ(cautions(world.verify()), (Cautions{"driver-not-compared", "vbios-not-compared"}));
}

TEST(NvidiaManifests, ASwitchHasNoDriver) {
  World world;
  world.forge.device[0].subject = testkit::name_of("LS_10 A01 FSP FMC LF");
  EXPECT_EQ(cautions(world.verify()), Cautions{"vbios-not-compared"});
}

TEST(NvidiaManifests, AListHasTheCautionsOfEachDevice) {
  World world;
  world.content.opaque[3].second = copy_of(bytes_of("555.43"));
  const std::string other = world.other_list();
  world.content = NvidiaForge::measurements();
  testkit::ForgedManifest newer = NvidiaForge::driver_manifest();
  newer.version = "555.43";
  world.add_good_rims();
  world.add_rim(newer);
  const std::string good = world.list();
  EXPECT_TRUE(cautions(world.verify(bytes_of(good))).empty());
  const Verification two = world.verify(bytes_of(joined(good, other)));
  EXPECT_TRUE(cautions(two).empty()) << why(two);
  world.rims.pop_back();
  world.rims.erase(world.rims.begin());
  const Verification bare = world.verify(bytes_of(joined(good, other)));
  EXPECT_EQ(cautions(bare), Cautions{"driver-not-compared"});
  EXPECT_EQ(bare.said->claimed().parts.at("device1").cautions, Cautions{"driver-not-compared"});
}

TEST(NvidiaManifests, OneOfAnotherVersionOrChipDoesNotCount) {
  World version;
  testkit::ForgedManifest manifest = NvidiaForge::driver_manifest();
  manifest.version = "555.43";
  version.add_rim(manifest);
  EXPECT_EQ(failure(version.verify()), "nvgpu.rim.fit");
  version.add_rim(NvidiaForge::driver_manifest());
  EXPECT_EQ(failure(version.verify()), "none");
  World chip;
  manifest = NvidiaForge::vbios_manifest();
  manifest.product = "GB100";
  chip.add_rim(manifest);
  EXPECT_EQ(failure(chip.verify()), "nvgpu.rim.fit");
  chip.add_good_rims();
  EXPECT_EQ(failure(chip.verify()), "none");
}

TEST(NvidiaManifests, EachActiveMeasurementMustBeAPublishedOne) {
  for (const unsigned index : {1U, 3U, 5U, 8U, 36U}) {
    World world;
    world.add_good_rims();
    world.content.measurements[index][5] ^= 1;
    EXPECT_EQ(failure(world.verify()), "nvgpu.measurements") << index;
  }
  World unlisted;
  unlisted.add_good_rims();
  unlisted.content.measurements[20][5] ^= 1;
  EXPECT_EQ(failure(unlisted.verify()), "none");
  World missing;
  missing.add_good_rims();
  missing.content.measurements.erase(4);
  EXPECT_EQ(failure(missing.verify()), "nvgpu.measurements");
  World alternative;
  alternative.add_good_rims();
  alternative.content.measurements[3] = Bytes(48, 0xee);
  EXPECT_EQ(failure(alternative.verify()), "none");
}

TEST(NvidiaManifests, OnlyADecoderThatIsOffIsLeftOut) {
  World world;
  world.add_good_rims();
  world.content.measurements[36][0] ^= 1;
  EXPECT_EQ(failure(world.verify()), "nvgpu.measurements");
  world.content.opaque[4].second = {0x55};
  EXPECT_EQ(failure(world.verify()), "none");
  world.content.opaque[4].second = {0x55, 0x55};
  EXPECT_EQ(failure(world.verify()), "nvgpu.measurements");
}

TEST(NvidiaManifests, TwoThatClaimOneIndexAreRefused) {
  World world;
  world.add_rim(NvidiaForge::driver_manifest());
  testkit::ForgedManifest vbios = NvidiaForge::vbios_manifest();
  vbios.references.back() = {7, true, {Bytes(48, 8)}};
  world.add_rim(vbios);
  EXPECT_EQ(failure(world.verify()), "nvgpu.measurements");
}

TEST(NvidiaManifests, OneWithoutActiveMeasurementsProvesNothing) {
  World world;
  testkit::ForgedManifest empty = NvidiaForge::driver_manifest();
  for (auto& reference : empty.references) reference.active = false;
  world.add_rim(empty);
  EXPECT_EQ(failure(world.verify()), "nvgpu.measurements");
}

TEST(NvidiaManifests, TheSignersChainIsProven) {
  World stranger;
  stranger.add_good_rims();
  stranger.anchors.pop_back();
  EXPECT_EQ(failure(stranger.verify()), "nvgpu.rim.root");
  World link;
  link.forge.rim[1].basic_constraints.reset();
  link.add_good_rims();
  EXPECT_EQ(failure(link.verify()), "nvgpu.rim.links");
  World expired;
  expired.forge.rim[0].not_after = expired.at - std::chrono::days(1);
  expired.add_good_rims();
  EXPECT_EQ(failure(expired.verify()), "nvgpu.rim.validity");
  World other_key;
  other_key.forge.rim[0].spki = NvidiaForge::device_key(0).spki();
  other_key.add_good_rims();
  EXPECT_EQ(failure(other_key.verify()), "nvgpu.rim.signature");
}

TEST(NvidiaManifests, EveryByteOfTheContentIsSigned) {
  World world;
  world.add_rim(NvidiaForge::driver_manifest());
  const Bytes good = world.rims[0];
  const size_t end = text_of(good).find("<ds:KeyInfo");
  const Bytes report = world.report();
  World::Judge judge(world);
  ASSERT_TRUE(judge.verify(report).claims);  // which it remembers
  for (size_t place = 0; place < end; place += 3) {
    world.rims[0][place] ^= 1;
    EXPECT_FALSE(judge.verify(report).claims) << place;
    world.rims[0] = good;
  }
}

}  // namespace
}  // namespace anchorhold::nvgpu

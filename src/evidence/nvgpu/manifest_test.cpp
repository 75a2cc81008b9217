// What is remembered of manifests, and what is judged anew each time.

#include "evidence/nvgpu/manifest.h"

#include <gtest/gtest.h>

#include "evidence/nvgpu/world_test.h"

namespace anchorhold::nvgpu {
namespace {

// A world whose manifests its judge has proven already.
struct ProvenWorld : World {
  ProvenWorld() {
    forge.rim[0].not_after = at + std::chrono::days(1);
    add_good_rims();
    EXPECT_EQ(failure(judge.verify(evidence)), "none");
  }
  std::string again() { return failure(judge.verify(evidence)); }

  Bytes evidence = report();
  Judge judge{*this};
};

TEST(NvidiaManifest, OneOfWhichAllHoldsIsReadOnce) {
  World world;
  world.add_good_rims();
  crypto::CertificateCache cache;
  const Bytes& document = world.rims[0];
  const ProvenRim& first = Manifest::read("manifest", document, &cache)->prove(&cache);
  EXPECT_TRUE(first.all_good());
  EXPECT_EQ(cache.facts(), 1U);
  EXPECT_EQ(&Manifest::read("another", document, &cache)->prove(&cache), &first);
}

TEST(NvidiaManifest, OneThatFailsIsNotRemembered) {
  World world;
  world.forge.rim[1].basic_constraints.reset();
  world.add_good_rims();
  crypto::CertificateCache cache;
  auto manifest = Manifest::read("manifest", world.rims[0], &cache);
  ASSERT_TRUE(manifest.ok());
  const ProvenRim& proven = manifest->prove(&cache);
  EXPECT_TRUE(proven.digest_good && proven.path.signature_good);
  EXPECT_FALSE(proven.links.ok());
  EXPECT_EQ(cache.facts(), 0U);
}

TEST(NvidiaManifest, DatesAnchorsAndMeasurementsAreJudgedEachTime) {
  ProvenWorld late;
  late.at += std::chrono::days(2);
  EXPECT_EQ(late.again(), "nvgpu.rim.validity");
  ProvenWorld stranger;
  stranger.anchors.pop_back();
  EXPECT_EQ(stranger.again(), "nvgpu.rim.root");
  ProvenWorld other;
  other.content.measurements[5][5] ^= 1;
  EXPECT_EQ(failure(other.judge.verify(other.report())), "nvgpu.measurements");
}

TEST(NvidiaManifest, AnAlteredOneIsNotTheOneThatIsRemembered) {
  ProvenWorld world;
  const size_t place = text_of(world.rims[0]).find("active=\"True\"");
  world.rims[0][place + 8] ^= 1;
  EXPECT_NE(world.again(), "none");
}

}  // namespace
}  // namespace anchorhold::nvgpu

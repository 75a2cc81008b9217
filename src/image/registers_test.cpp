#include "image/registers.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "testkit/fixed_random.h"

namespace anchorhold::image {
namespace {

const ByteView kAgent = bytes_of("agent");
const Measured kImage{.manifest = bytes_of(R"({"manifest":1})"), .layer = bytes_of("layer")};

// The known answers of docs/formats.md, computed with another implementation of SHA-384.
TEST(Registers, HaveTheKnownAnswers) {
  const Registers registers = predict(AgentMeasurement(kAgent), kImage);
  EXPECT_EQ(to_hex(registers.pcr0),
            "803ce410a9170c642afd246be11f36bd014bfedebc2375fc601da31c2b6b2868"
            "94b502af7d3e00d1ad2741b4a7245859");
  EXPECT_EQ(to_hex(registers.pcr1),
            "82a140b4b2ccd3c1c13c23daaebd6fa3cc2588cc8cdc3decefd3cf754821199f"
            "d1f2ad72b3f663468bb2a4edd81fc813");
  EXPECT_EQ(to_hex(registers.pcr2),
            "4afbb4be63957783415814aaf3dcb711e90feb79eb36d0ec774436c8334788b9"
            "c534820fca48ff6df32356845c3da1cc");
  EXPECT_EQ(registers.pcr8, Digest384{});
  EXPECT_EQ(to_hex(text_register(R"({"region":"eu"})")),
            "b79c6fb7240a779e46236040bfd877c46a7eca5384e753e318f5a2e313beade8"
            "d8a7740de40ff8474b0fb7729bb6f0d1");
  EXPECT_EQ(to_hex(contract_register(crypto::sha384(bytes_of("contract")))),
            "4d0c09f0a7e26d4f207f5656fda27204bb23da143d0592c166df31c19e6053a6"
            "f070820fc5795f8f7fd266744f740d1b");
}

TEST(Registers, TheSignersKeyIsMeasured) {
  testkit::FixedRandom random(1);
  const auto key =
      crypto::PrivateKey::generate(crypto::Algorithm::ed25519, random).value().public_key();
  Measured image = kImage;
  image.signer = &key;
  const Registers registers = predict(AgentMeasurement(kAgent), image);
  EXPECT_EQ(registers.pcr8, extend(Digest384{}, crypto::sha384(key.spki())));
  EXPECT_EQ(registers.pcr0, predict(AgentMeasurement(kAgent), kImage).pcr0);
}

TEST(Registers, ADebugLaunchShowsZeros) {
  Measured image = kImage;
  image.insecure_debug = true;
  EXPECT_EQ(predict(AgentMeasurement(kAgent), image), Registers{});
}

TEST(Registers, EveryPartCounts) {
  const Registers base = predict(AgentMeasurement(kAgent), kImage);
  Measured other_manifest = kImage;
  other_manifest.manifest = bytes_of(R"({"manifest":2})");
  Measured other_layer = kImage;
  other_layer.layer = bytes_of("Layer");
  for (const Registers& other : {predict(AgentMeasurement(kAgent), other_manifest),
                                 predict(AgentMeasurement(kAgent), other_layer)}) {
    EXPECT_NE(other.pcr0, base.pcr0);
    EXPECT_EQ(other.pcr1, base.pcr1);
    EXPECT_NE(other.pcr2, base.pcr2);
  }
  const Registers other_agent = predict(AgentMeasurement(bytes_of("Agent")), kImage);
  EXPECT_NE(other_agent.pcr0, base.pcr0);
  EXPECT_NE(other_agent.pcr1, base.pcr1);
  EXPECT_EQ(other_agent.pcr2, base.pcr2);
}

TEST(Registers, AnEmptyTextLeavesZero) {
  EXPECT_EQ(text_register(""), Digest384{});
}

}  // namespace
}  // namespace anchorhold::image

// Quotes altered byte by byte after they were signed.

#include <gtest/gtest.h>

#include "evidence/dcap/verify.h"
#include "testkit/attack.h"
#include "testkit/forged_dcap_world.h"

namespace anchorhold::dcap {
namespace {

using testkit::DcapWorld;
using testkit::QuoteParts;

// Verifies many quotes with the same collateral.
struct Attack {
  DcapWorld world;
  crypto::CertificateCache cache;
  PreparedCollateral collateral = world.prepare(&cache);

  std::optional<Claims> claims_of(ByteView quote) {
    const Verification result = verify_quote(quote, collateral, world.anchors, world.at, &cache);
    EXPECT_EQ(result.claims.has_value(), result.findings.accepted());
    if (!result.claims) return std::nullopt;
    return **result.claims;
  }
};

TEST(DcapAttack, NoBitOfAnythingSignedMayChange) {
  Attack attack;
  for (const QuoteParts& parts : {attack.world.forge.sgx(3), attack.world.forge.tdx_1_5()}) {
    Bytes quote = attack.world.forge.sign(parts);
    ASSERT_TRUE(attack.claims_of(quote));
    const size_t signed_size = quote.size() - parts.inner.size();
    for (size_t i = 0; i < signed_size; ++i) {
      const auto mask = static_cast<uint8_t>(1U << (i % 8));
      quote[i] ^= mask;
      EXPECT_FALSE(attack.claims_of(quote)) << i;
      quote[i] ^= mask;
    }
  }
}

TEST(DcapAttack, EveryBitOfHeaderAndBodyCounts) {
  Attack attack;
  const Bytes quote = attack.world.forge.sign(attack.world.forge.sgx(3));
  Bytes mutant = quote;
  const size_t signed_size = 48 + enclave_report_size;
  testkit::for_each_bit_flip(ByteView(quote).first(signed_size), [&](ByteView head, size_t bit) {
    std::copy(head.begin(), head.end(), mutant.begin());
    EXPECT_FALSE(attack.claims_of(mutant)) << bit;
  });
}

TEST(DcapAttack, AnAlteredChainNeverChangesWhatIsSaid) {
  Attack attack;
  const QuoteParts parts = attack.world.forge.tdx_1_0(4);
  Bytes quote = attack.world.forge.sign(parts);
  const auto good = attack.claims_of(quote);
  ASSERT_TRUE(good);
  for (size_t i = quote.size() - parts.inner.size(); i < quote.size(); ++i) {
    const auto mask = static_cast<uint8_t>(1U << (i % 8));
    quote[i] ^= mask;
    const auto said = attack.claims_of(quote);
    if (said) {
      EXPECT_EQ(said->vendor, good->vendor) << i;
      EXPECT_EQ(said->root, good->root) << i;
    }
    quote[i] ^= mask;
  }
}

TEST(DcapAttack, EveryTruncationIsRefused) {
  Attack attack;
  testkit::for_each_truncation(
      attack.world.forge.sign(attack.world.forge.tdx_1_0(4)),
      [&](ByteView prefix) { EXPECT_FALSE(attack.claims_of(prefix)) << prefix.size(); });
}

TEST(DcapAttack, TheCacheNeverChangesAnAnswer) {
  Attack attack;
  const testkit::DcapForge stranger(99);
  for (const Bytes& quote :
       {attack.world.forge.sign(attack.world.forge.tdx_1_0(4)),
        stranger.sign(attack.world.forge.tdx_1_0(4)), stranger.sign(stranger.tdx_1_0(4))}) {
    const bool without = attack.world.verify(quote).claims.has_value();
    EXPECT_EQ(attack.claims_of(quote).has_value(), without);
    EXPECT_EQ(attack.claims_of(quote).has_value(), without);
  }
}

}  // namespace
}  // namespace anchorhold::dcap

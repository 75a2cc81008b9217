#include "receipt/shares.h"

#include <gtest/gtest.h>

#include "testkit/fixed_random.h"

namespace anchorhold::receipt {
namespace {

const std::string kSecret = "AGE-SECRET-KEY-1 and so on, of any length";

class NoRandom : public Random {
 public:
  Status fill(MutableBytes) override { return Error{Code::unavailable, "random", "none"}; }
};

Shares some(const Shares& all, const std::vector<uint8_t>& numbers) {
  Shares out;
  for (const uint8_t number : numbers) out.emplace(number, all.at(number).duplicate());
  return out;
}

TEST(Shares, AnyThresholdOfThemGiveTheSecretBackAndFewerDoNot) {
  testkit::FixedRandom random;
  const auto all = split(bytes_of(kSecret), 3, 5, random);
  ASSERT_TRUE(all.ok());
  ASSERT_EQ(all->size(), 5U);
  for (unsigned chosen = 0; chosen < 32; ++chosen) {
    std::vector<uint8_t> numbers;
    for (uint8_t n = 1; n <= 5; ++n) {
      if ((chosen >> (n - 1) & 1U) != 0) numbers.push_back(n);
    }
    if (numbers.empty()) continue;
    const auto secret = combine(some(*all, numbers));
    ASSERT_TRUE(secret.ok());
    EXPECT_EQ(text_of(secret->view()) == kSecret, numbers.size() >= 3) << chosen;
  }
}

TEST(Shares, OneOfOneIsAllowed) {
  testkit::FixedRandom random;
  const auto all = split(bytes_of(kSecret), 1, 1, random);
  ASSERT_TRUE(all.ok());
  EXPECT_EQ(text_of(combine(*all)->view()), kSecret);
}

// Every test is its own process, and in this one the library has never been given randomness.
TEST(Shares, CombinesWhereNothingWasSplitBefore) {
  Shares only;
  only.emplace(uint8_t{1}, SecretBytes::copy_of(bytes_of(kSecret)));
  const auto secret = combine(only);
  ASSERT_TRUE(secret.ok());
  EXPECT_EQ(text_of(secret->view()), kSecret);
}

TEST(Shares, AChangedShareGivesAnotherSecret) {
  testkit::FixedRandom random;
  auto all = split(bytes_of(kSecret), 2, 2, random);
  all->at(2).fill()[0] ^= 1;
  EXPECT_NE(text_of(combine(*all)->view()), kSecret);
}

TEST(Shares, RefusesImpossibleSplits) {
  testkit::FixedRandom random;
  EXPECT_EQ(split(bytes_of(kSecret), 0, 2, random).error().code, Code::invalid_argument);
  EXPECT_EQ(split(bytes_of(kSecret), 3, 2, random).error().code, Code::invalid_argument);
  EXPECT_EQ(split({}, 1, 2, random).error().code, Code::invalid_argument);
}

TEST(Shares, RefusesToSplitWithoutRandomness) {
  NoRandom none;
  EXPECT_EQ(split(bytes_of(kSecret), 2, 3, none).error().code, Code::unavailable);
}

TEST(Shares, RefusesSharesThatCannotBelongTogether) {
  EXPECT_EQ(combine({}).error().code, Code::invalid_argument);
  Shares uneven;
  uneven.emplace(1, SecretBytes(4));
  uneven.emplace(2, SecretBytes(5));
  EXPECT_EQ(combine(uneven).error().code, Code::malformed);
  Shares without_number;
  without_number.emplace(0, SecretBytes(4));
  EXPECT_EQ(combine(without_number).error().code, Code::malformed);
  Shares empty;
  empty.emplace(1, SecretBytes(0));
  EXPECT_EQ(combine(empty).error().code, Code::malformed);
}

TEST(Shares, ACommitmentFitsOneNumberAndOneShare) {
  const Bytes share = {1, 2, 3};
  const Bytes other = {1, 2, 4};
  EXPECT_EQ(share_commitment(1, share), share_commitment(1, share));
  EXPECT_NE(share_commitment(1, share), share_commitment(2, share));
  EXPECT_NE(share_commitment(1, share), share_commitment(1, other));
}

}  // namespace
}  // namespace anchorhold::receipt

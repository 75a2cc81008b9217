#include "attester/software_root.h"

#include <gtest/gtest.h>

#include "crypto/hash.h"
#include "testkit/forged_nsm.h"

namespace anchorhold::attester {
namespace {

using testkit::FixedRandom;
using testkit::NsmForge;

std::string key_text(const SoftwareRoot& root) {
  return string_of(root.key_pem().value().view());
}

TEST(SoftwareRoot, ComesBackFromItsFiles) {
  FixedRandom random;
  const SoftwareRoot root = SoftwareRoot::generate(random, NsmForge::at()).value();
  const auto again = SoftwareRoot::from_pem(root.certificate_pem(), key_text(root));
  ASSERT_TRUE(again.ok()) << again.error().to_string();
  EXPECT_EQ(again->digest(), root.digest());
  EXPECT_EQ(again->certificate_pem(), root.certificate_pem());
}

TEST(SoftwareRoot, RefusesFilesThatDoNotBelongTogether) {
  FixedRandom random;
  const SoftwareRoot one = SoftwareRoot::generate(random, NsmForge::at()).value();
  const SoftwareRoot two = SoftwareRoot::generate(random, NsmForge::at()).value();
  EXPECT_NE(one.digest(), two.digest());
  const auto mixed = SoftwareRoot::from_pem(one.certificate_pem(), key_text(two));
  ASSERT_FALSE(mixed.ok());
  EXPECT_EQ(mixed.error().code, Code::denied);
  EXPECT_FALSE(SoftwareRoot::from_pem("", "").ok());
  EXPECT_FALSE(SoftwareRoot::from_pem(one.certificate_pem() + "x", key_text(one)).ok());
}

TEST(SoftwareRoot, LeavesNameTheirModuleAndLiveThreeHours) {
  FixedRandom random;
  const SoftwareRoot root = SoftwareRoot::generate(random, NsmForge::at()).value();
  const Leaf leaf =
      root.issue_leaf("software-a-enc0000000000000001", random, NsmForge::at()).value();
  EXPECT_EQ(leaf.module_id, "software-a-enc0000000000000001");
  EXPECT_EQ(leaf.not_after, NsmForge::at() + leaf_lifetime);
  ASSERT_EQ(leaf.cabundle.size(), 1U);
  EXPECT_EQ(crypto::sha256(leaf.cabundle[0]), root.digest());
  const Leaf next =
      root.issue_leaf("software-a-enc0000000000000001", random, NsmForge::at()).value();
  EXPECT_FALSE(leaf.key.public_key() == next.key.public_key());
}

}  // namespace
}  // namespace anchorhold::attester

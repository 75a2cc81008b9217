#include "contract/lineage.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "contract/check.h"
#include "testkit/sample_contract.h"

namespace anchorhold::contract {
namespace {

using testkit::SampleContract;

// The sample's next version: its parent is named, and more runs are allowed.
SampleContract amendment_of(const SealedContract& parent) {
  SampleContract child;
  child.edit("lineage =", "parent = \"" + to_hex(parent.digest) + "\"\nlineage =");
  child.edit("runs = 3", "runs = 5");
  return child;
}

std::string failed(const Findings& findings) {
  const Finding* first = findings.first_failure();
  return first == nullptr ? "" : first->check + " " + first->subject;
}

TEST(Lineage, AcceptsAnAmendmentThatEveryoneSigned) {
  const SealedContract parent = SampleContract().fully_signed();
  const SealedContract child = amendment_of(parent).fully_signed();
  EXPECT_EQ(failed(check_amendment(parent, child)), "");
  EXPECT_TRUE(check(child, SampleContract::now()).accepted());
}

TEST(Lineage, NeverAcceptsFewerSignaturesThanTheParentDemands) {
  const SealedContract parent = SampleContract().fully_signed();
  const SampleContract child = amendment_of(parent);
  const std::vector<std::string> all = {"auditor", "hospital-a", "hospital-b", "lab"};
  for (unsigned subset = 0; subset < 15; ++subset) {
    std::vector<std::string> signers;
    for (unsigned i = 0; i < 4; ++i) {
      if ((subset >> i & 1U) != 0) signers.push_back(all[i]);
    }
    EXPECT_FALSE(check_amendment(parent, child.signed_by(signers)).accepted()) << subset;
  }
}

TEST(Lineage, RefusesAnotherLineageOrParent) {
  const SealedContract parent = SampleContract().fully_signed();
  SampleContract other = amendment_of(parent);
  other.edit("00112233445566778899aabbccddeeff", "ff112233445566778899aabbccddeeff");
  EXPECT_EQ(failed(check_amendment(parent, other.fully_signed())),
            "contract.amend.lineage lineage");
  EXPECT_EQ(failed(check_amendment(parent, SampleContract().fully_signed())),
            "contract.amend.parent parent");
  const SealedContract child = amendment_of(parent).fully_signed();
  EXPECT_FALSE(check_amendment(child, parent).accepted());
  EXPECT_FALSE(check_amendment(child, child).accepted());
}

// Each way to drop a required signer, however many of the others sign.
TEST(Lineage, NeverDropsARequiredSigner) {
  const SealedContract parent = SampleContract().fully_signed();

  SampleContract without_owner = amendment_of(parent);
  without_owner.edit("[inputs.cohort-b]\nowner = \"hospital-b\"",
                     "[inputs.cohort-b]\nowner = \"hospital-a\"");
  without_owner.edit("[parties.hospital-b]\nroles = [\"data owner\", \"recipient\"]",
                     "[parties.hospital-b]\nroles = [\"recipient\"]");
  EXPECT_EQ(failed(check_amendment(parent, without_owner.fully_signed())),
            "contract.amend.signer party hospital-b");

  SampleContract without_approver = amendment_of(parent);
  without_approver.edit("approve = { by = [\"auditor\"], at_least = 1, preview = true }", "");
  EXPECT_EQ(failed(check_amendment(parent, without_approver.fully_signed())),
            "contract.amend.signer party auditor");
}

TEST(Lineage, RefusesASignerUnderAnotherKey) {
  const SealedContract parent = SampleContract().fully_signed();
  const SampleContract other(2);
  SampleContract child = amendment_of(parent);
  child.edit(child.key("auditor").public_key().to_text(),
             other.key("auditor").public_key().to_text());
  SealedContract sealed = child.signed_by({"hospital-a", "hospital-b", "lab"});
  sealed = *parse_sealed("contract", *sign(sealed, "auditor", other.key("auditor")));
  EXPECT_EQ(failed(check_amendment(parent, sealed)), "contract.amend.signer party auditor");
}

TEST(Lineage, QuorumNeverShrinks) {
  SampleContract first;
  first.edit("roles = [\"auditor\"]", "roles = [\"auditor\"]\nbroker = \"https://a\"");
  first.edit("approve = { by = [\"auditor\"], at_least = 1, preview = true }", "");
  const SealedContract parent = first.fully_signed();
  ASSERT_EQ(required_signers(parent.contract).size(), 3U);
  SampleContract child = amendment_of(parent);
  child.edit("approve = { by = [\"auditor\"], at_least = 1, preview = true }", "");
  child.edit("at_least = 4", "at_least = 3");
  EXPECT_EQ(failed(check_amendment(parent, child.fully_signed())),
            "contract.amend.at_least amend.at_least");
}

TEST(Check, AnAmendmentNeedsItsOwnQuorumToo) {
  SampleContract first;
  first.edit("approve = { by = [\"auditor\"], at_least = 1, preview = true }", "");
  const SealedContract parent = first.fully_signed();
  SampleContract child = amendment_of(parent);
  child.edit("approve = { by = [\"auditor\"], at_least = 1, preview = true }", "");
  const SealedContract three = child.signed_by({"hospital-a", "hospital-b", "lab"});
  EXPECT_EQ(failed(check(three, SampleContract::now())),
            "contract.amend signatures on this amendment");
}

}  // namespace
}  // namespace anchorhold::contract

#include "contract/approval.h"

#include <gtest/gtest.h>

#include "testkit/sample_contract.h"

namespace anchorhold::contract {
namespace {

using testkit::SampleContract;

class ApprovalTest : public testing::Test {
 protected:
  ApprovalTest() {
    sample_.edit("by = [\"auditor\"], at_least = 1", "by = [\"auditor\", \"lab\"], at_least = 2");
    sealed_ = sample_.fully_signed();
    approval_ = {"auditor", sealed_->digest, "run-1", "tables", {}};
    approval_.ciphertext_sha256.fill(5);
  }

  Result<Approval> made_by(const std::string& approver) {
    Approval approval = approval_;
    approval.approver = approver;
    AH_ASSIGN(const auto text, make_approval(sealed_->contract, approval, sample_.key(approver)));
    return verify_approval(sealed_->contract, sealed_->digest, text);
  }

  SampleContract sample_;
  std::optional<SealedContract> sealed_;
  Approval approval_;
};

TEST_F(ApprovalTest, RoundTrips) {
  const auto approval = made_by("auditor");
  ASSERT_TRUE(approval.ok()) << approval.error().to_string();
  EXPECT_EQ(approval->approver, "auditor");
  EXPECT_EQ(approval->run, "run-1");
  EXPECT_EQ(approval->ciphertext_sha256, approval_.ciphertext_sha256);
}

TEST_F(ApprovalTest, OnlyNamedApproversApproveAndOnlyWithTheirOwnKey) {
  EXPECT_EQ(made_by("hospital-a").error().code, Code::denied);
  EXPECT_EQ(make_approval(sealed_->contract, approval_, sample_.key("lab")).error().code,
            Code::denied);
}

TEST_F(ApprovalTest, RefusesAnotherContractAndAnOutputWithoutApproval) {
  const auto text = make_approval(sealed_->contract, approval_, sample_.key("auditor"));
  EXPECT_EQ(verify_approval(sealed_->contract, Digest384{}, *text).error().object,
            "approval.contract");
  approval_.output = "model";
  EXPECT_FALSE(make_approval(sealed_->contract, approval_, sample_.key("auditor")).ok());
}

TEST_F(ApprovalTest, QuorumCountsEachApproverOnceAndOnlyForTheSameCiphertext) {
  const Approval auditor = *made_by("auditor");
  const Approval lab = *made_by("lab");
  EXPECT_TRUE(check_quorum(sealed_->contract, approval_, {auditor, lab}).accepted());
  EXPECT_FALSE(check_quorum(sealed_->contract, approval_, {auditor, auditor}).accepted());
  EXPECT_FALSE(check_quorum(sealed_->contract, approval_, {}).accepted());
  Approval other = lab;
  other.ciphertext_sha256.fill(6);
  EXPECT_FALSE(check_quorum(sealed_->contract, approval_, {auditor, other}).accepted());
  other = lab;
  other.run = "run-2";
  EXPECT_FALSE(check_quorum(sealed_->contract, approval_, {auditor, other}).accepted());
}

}  // namespace
}  // namespace anchorhold::contract

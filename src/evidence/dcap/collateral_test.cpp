// Collateral under a test root: which document counts, until when it speaks, and what is judged.

#include <gtest/gtest.h>

#include <algorithm>

#include "evidence/dcap/collateral_world_test.h"

namespace anchorhold::dcap {
namespace {

using std::chrono::hours;

TEST(Collateral, OfACurrentPlatformIsAccepted) {
  for (const TeeType tee : {TeeType::sgx, TeeType::tdx}) {
    World world(tee);
    const auto tcb = world.judge();
    const Finding* failure = world.findings.first_failure();
    ASSERT_EQ(failure, nullptr) << failure->check << ": " << failure->observed;
    ASSERT_TRUE(tcb);
    EXPECT_EQ(tcb->tcb.status, TcbStatus::up_to_date);
  }
}

TEST(Collateral, AnOldPlatformIsAuthenticToo) {
  World world;
  world.input.pce_svn = 0;
  const auto tcb = world.judge();
  EXPECT_TRUE(world.findings.accepted());
  ASSERT_TRUE(tcb);
  EXPECT_EQ(tcb->tcb.status, TcbStatus::not_supported);
}

TEST(Collateral, NothingGivenIsNamedAsMissing) {
  World world;
  world.with_info = false;
  EXPECT_EQ(world.first(), tcb_info_check.id);
  const std::string& observed = world.findings.first_failure()->observed;
  EXPECT_NE(observed.find("identity TD_QE"), std::string::npos) << observed;
  world.with_identity = false;
  EXPECT_EQ(world.first(), tcb_info_check.id);
  EXPECT_NE(world.findings.first_failure()->observed.find("no collateral"), std::string::npos);
  world.with_info = true;
  EXPECT_EQ(world.first(), qe_identity_collateral_check.id);
}

TEST(Collateral, OfAnotherPlatformIsMissing) {
  World fmspc;
  fmspc.info.fmspc[0] ^= 1;
  EXPECT_EQ(fmspc.first(), tcb_info_check.id);
  World pce_id;
  pce_id.info.pce_id[1] = 1;
  EXPECT_EQ(pce_id.first(), tcb_info_check.id);
}

TEST(Collateral, OfAnotherTeeIsMissing) {
  for (const TeeType tee : {TeeType::sgx, TeeType::tdx}) {
    const TeeType other = tee == TeeType::sgx ? TeeType::tdx : TeeType::sgx;
    World info(tee);
    info.info = testkit::current_tcb_info(other);
    EXPECT_EQ(info.first(), tcb_info_check.id);
    World identity(tee);
    identity.identity = testkit::current_identity(other);
    EXPECT_EQ(identity.first(), qe_identity_collateral_check.id);
  }
}

TEST(Collateral, UnreadableDocumentsAreNamedWhereOneIsMissing) {
  World world;
  world.with_info = false;
  world.more = {"{\"tcbInfo\":{},\"tcbInfo\":{}}"};
  EXPECT_EQ(world.first(), tcb_info_check.id);
  EXPECT_NE(world.findings.first_failure()->observed.find("signature"), std::string::npos)
      << world.findings.first_failure()->observed;
  world.with_info = true;
  EXPECT_TRUE(world.accepted()) << "what is not needed refuses nothing";
  const auto says_so = [](const Finding& finding) {
    return finding.outcome == Outcome::not_applicable &&
           finding.observed.find("cannot be read") != std::string::npos;
  };
  EXPECT_EQ(std::ranges::count_if(world.findings.list(), says_so), 1);
}

TEST(Collateral, OtherDocumentsInThePoolAreIgnored) {
  World world;
  for (const TeeType tee : {TeeType::sgx, TeeType::tdx}) {
    TcbInfo other = testkit::current_tcb_info(tee);
    other.fmspc[5] = 9;
    other.evaluation = 99;
    world.more.push_back(testkit::sign_collateral(other, forge().tcb_signing_key()));
  }
  world.more.push_back(
      testkit::sign_collateral(testkit::current_identity(TeeType::sgx), forge().tcb_signing_key()));
  EXPECT_TRUE(world.accepted());
}

TEST(Collateral, FromTheFutureIsItsOwnFinding) {
  World info;
  info.info.issue_date = info.at + std::chrono::seconds(1);
  EXPECT_TRUE(info.only(collateral_issued_check));
  info.info.issue_date = info.at;
  EXPECT_TRUE(info.accepted());
  World identity;
  identity.identity.issue_date = identity.at + std::chrono::seconds(1);
  EXPECT_TRUE(identity.only(collateral_issued_check));
}

TEST(Collateral, StaleIsItsOwnFindingAndNotOutOfDate) {
  World info;
  info.info.next_update = info.at - std::chrono::seconds(1);
  EXPECT_TRUE(info.only(collateral_stale_check));
  info.info.next_update = info.at;
  EXPECT_TRUE(info.accepted());
  World identity;
  identity.identity.next_update = identity.at - std::chrono::seconds(1);
  EXPECT_TRUE(identity.only(collateral_stale_check));
  EXPECT_EQ(identity.judge()->tcb.status, TcbStatus::up_to_date);
}

TEST(Collateral, OneSetAnswersForAnyTime) {
  World world;
  const CollateralSet set = world.read();
  for (const int days : {-30, 0, 60}) {
    CheckRun run(collateral_check_table());
    judge_collateral(set, world.input, {.anchor = world.anchor, .at = world.at + hours(24 * days)},
                     run);
    const Findings findings = std::move(run).finish();
    const bool stale = std::ranges::any_of(findings.list(), [](const Finding& finding) {
      return finding.check == collateral_stale_check.id && finding.outcome == Outcome::fail;
    });
    EXPECT_EQ(stale, days == 60);
  }
}

TEST(Collateral, TheHigherEvaluationSupersedesTheLower) {
  World world;
  TcbInfo newer = world.info;
  newer.evaluation = 19;
  newer.levels[0].standing.status = TcbStatus::out_of_date;
  world.more = {testkit::sign_collateral(newer, forge().tcb_signing_key())};
  EXPECT_EQ(world.judge()->tcb.status, TcbStatus::out_of_date);
  EXPECT_TRUE(world.findings.accepted());
  EXPECT_EQ(world.findings.list().front().observed, "evaluation 19, which supersedes 1 more");
}

TEST(Collateral, ADocumentThatIsCurrentIsPreferredToOneThatIsNot) {
  World world;
  TcbInfo expired = world.info;
  expired.evaluation = 30;
  expired.next_update = world.at - hours(1);
  TcbInfo future = world.info;
  future.evaluation = 31;
  future.issue_date = world.at + hours(1);
  world.more = {testkit::sign_collateral(expired, forge().tcb_signing_key()),
                testkit::sign_collateral(future, forge().tcb_signing_key())};
  EXPECT_EQ(world.judge()->tcb_info_evaluation, 18U);
  EXPECT_TRUE(world.findings.accepted());
}

TEST(Collateral, AQuotingEnclaveThatIsNotIntelsHasNoTcb) {
  World world;
  world.input.qe_report.mrsigner[0] ^= 1;
  EXPECT_FALSE(world.judge());
  EXPECT_EQ(world.first(), qe_identity_check.id);
}

TEST(Collateral, AForeignModuleHasNoTcb) {
  World world;
  world.input.td->mrsignerseam[0] = 1;
  EXPECT_FALSE(world.judge());
  EXPECT_EQ(world.first(), tdx_module_check.id);
}

TEST(Collateral, AnUnknownRunningModuleHasNoTcb) {
  World world;
  world.input.td->tee_tcb_svn[0] = 4;
  world.input.td->tee_tcb_svn2 = ByteArray<16>{5, 2, 6};
  EXPECT_FALSE(world.judge());
  EXPECT_EQ(world.first(), tdx_module_check.id);
}

}  // namespace
}  // namespace anchorhold::dcap

// TDs whose module was updated under them.

#include "evidence/dcap/tdx_relaunch.h"

#include <gtest/gtest.h>

#include "evidence/dcap/converge.h"
#include "testkit/forged_dcap_collateral.h"

namespace anchorhold::dcap {
namespace {

using S = TcbStatus;

const EnclaveIdentity td_qe = testkit::current_identity(TeeType::tdx);

// Launched under module 1.5 with ISVSVN 4, now running under ISVSVN 5, the latest.
TcbInput updated() {
  TcbInput input = testkit::current_platform(TeeType::tdx);
  input.td->tee_tcb_svn = {4, 1, 6};
  input.td->tee_tcb_svn2 = {5, 1, 6};
  return input;
}

S status_of(const TcbInput& input, const TcbInfo& info = testkit::current_tcb_info(TeeType::tdx)) {
  return platform_tcb(info, td_qe, input).value().tcb.status;
}

TcbInfo with_status(S status) {
  TcbInfo info = testkit::current_tcb_info(TeeType::tdx);
  info.levels[0].standing.status = status;
  return info;
}

TEST(TdxRelaunch, IsAdvisedWhenOnlyTheModuleAtLaunchWasOld) {
  EXPECT_EQ(status_of(updated()), S::td_relaunch_advised);
  EXPECT_EQ(status_of(updated(), with_status(S::sw_hardening_needed)), S::td_relaunch_advised);
}

TEST(TdxRelaunch, SaysSoWhenThePlatformNeedsConfiguration) {
  for (const S level : {S::configuration_needed, S::configuration_and_sw_hardening_needed}) {
    EXPECT_EQ(status_of(updated(), with_status(level)),
              S::td_relaunch_advised_configuration_needed);
  }
}

TEST(TdxRelaunch, IsNoMatterForAnOldPlatform) {
  EXPECT_EQ(status_of(updated(), with_status(S::out_of_date)), S::out_of_date);
  EXPECT_EQ(status_of(updated(), with_status(S::out_of_date_configuration_needed)),
            S::out_of_date_configuration_needed);
  EXPECT_EQ(status_of(updated(), with_status(S::revoked)), S::revoked);
}

TEST(TdxRelaunch, BodiesOfTdxOneZeroAreOutOfDate) {
  TcbInput input = updated();
  input.td->tee_tcb_svn2.reset();
  EXPECT_EQ(status_of(input), S::out_of_date);
}

TEST(TdxRelaunch, ARunningModuleThatIsNotTheLatestIsOutOfDate) {
  TcbInput input = updated();
  input.td->tee_tcb_svn2 = {4, 1, 6};
  EXPECT_EQ(status_of(input), S::out_of_date);
}

TEST(TdxRelaunch, ARunningPlatformBelowTheLatestLevelIsOutOfDate) {
  TcbInput input = updated();
  input.td->tee_tcb_svn2 = {5, 1, 5};
  EXPECT_EQ(status_of(input), S::out_of_date);
}

TEST(TdxRelaunch, TheRunningModuleIsJudgedByItsOwnVersion) {
  TcbInput input = updated();
  input.td->tee_tcb_svn2 = {5, 3, 6};
  EXPECT_EQ(status_of(input), S::td_relaunch_advised);
  input.td->tee_tcb_svn2 = {4, 3, 6};
  EXPECT_EQ(status_of(input), S::out_of_date);
  input.td->tee_tcb_svn2 = {5, 0, 6};  // module 1.0: by the latest level's first component
  EXPECT_EQ(status_of(input), S::td_relaunch_advised);
  input.td->tee_tcb_svn2 = {4, 0, 6};
  EXPECT_EQ(status_of(input), S::out_of_date);
}

TEST(TdxRelaunch, AnUnknownRunningModuleIsDenied) {
  TcbInput input = updated();
  input.td->tee_tcb_svn2 = {5, 2, 6};
  EXPECT_FALSE(platform_tcb(testkit::current_tcb_info(TeeType::tdx), td_qe, input).ok());
}

TEST(TdxRelaunch, AnOldQuotingEnclaveIsNotMendedByRelaunch) {
  TcbInput input = updated();
  input.qe_report.isv_svn = 5;
  EXPECT_EQ(status_of(input), S::out_of_date);
  input.qe_report.isv_svn = 4;
  EXPECT_EQ(status_of(input), S::revoked);
  input.qe_report.isv_svn = 1;
  EXPECT_EQ(status_of(input), S::not_supported);
}

TEST(TdxRelaunch, ARevokedModuleStaysRevoked) {
  TcbInput input = updated();
  input.td->tee_tcb_svn[0] = 2;
  EXPECT_EQ(status_of(input), S::revoked);
}

TEST(TdxRelaunch, OldTdxComponentsAloneAreNotMendedByRelaunch) {
  TcbInput input = updated();
  input.td->tee_tcb_svn = {5, 1, 5};  // the module is current, what lies below is not
  TcbInfo info = testkit::current_tcb_info(TeeType::tdx);
  info.levels[2].standing.status = S::out_of_date;
  EXPECT_EQ(status_of(input, info), S::out_of_date);
}

}  // namespace
}  // namespace anchorhold::dcap

// One status of many: Intel's rules, case by case.

#include "evidence/dcap/converge.h"

#include <gtest/gtest.h>

#include "testkit/forged_dcap_collateral.h"

namespace anchorhold::dcap {
namespace {

using S = TcbStatus;

constexpr S every_level[] = {S::up_to_date,
                             S::sw_hardening_needed,
                             S::configuration_needed,
                             S::configuration_and_sw_hardening_needed,
                             S::out_of_date,
                             S::out_of_date_configuration_needed,
                             S::revoked};

// Platform: documents and a platform that are current, to be spoilt by the tests.
struct Platform {
  explicit Platform(TeeType tee)
      : info(testkit::current_tcb_info(tee)),
        identity(testkit::current_identity(tee)),
        input(testkit::current_platform(tee)) {}

  PlatformTcb judge() const { return platform_tcb(info, identity, input).value(); }
  S status() const { return judge().tcb.status; }

  TcbInfo info;
  EnclaveIdentity identity;
  TcbInput input;
};

TEST(Converge, ACurrentPartLeavesThePlatformAsItIs) {
  for (const S level : every_level) EXPECT_EQ(converge(level, S::up_to_date), level);
}

TEST(Converge, AnOldPartPullsThePlatformDown) {
  EXPECT_EQ(converge(S::up_to_date, S::out_of_date), S::out_of_date);
  EXPECT_EQ(converge(S::sw_hardening_needed, S::out_of_date), S::out_of_date);
  EXPECT_EQ(converge(S::configuration_needed, S::out_of_date), S::out_of_date_configuration_needed);
  EXPECT_EQ(converge(S::configuration_and_sw_hardening_needed, S::out_of_date),
            S::out_of_date_configuration_needed);
  EXPECT_EQ(converge(S::out_of_date, S::out_of_date), S::out_of_date);
  EXPECT_EQ(converge(S::out_of_date_configuration_needed, S::out_of_date),
            S::out_of_date_configuration_needed);
  EXPECT_EQ(converge(S::revoked, S::out_of_date), S::revoked);
}

TEST(Converge, ARevokedOrUnknownPartDecides) {
  for (const S level : every_level) {
    EXPECT_EQ(converge(level, S::revoked), S::revoked);
    EXPECT_EQ(converge(level, S::not_supported), S::not_supported);
  }
}

TEST(PlatformTcb, OfACurrentPlatformIsUpToDate) {
  for (const TeeType tee : {TeeType::sgx, TeeType::tdx}) {
    const PlatformTcb tcb = Platform(tee).judge();
    EXPECT_EQ(tcb.tcb.status, S::up_to_date);
    EXPECT_TRUE(tcb.tcb.advisories.empty());
    EXPECT_EQ(tcb.tcb.evaluation, 18);
    EXPECT_EQ(tcb.sgx_level, S::up_to_date);
    EXPECT_EQ(tcb.qe, S::up_to_date);
    EXPECT_EQ(tcb.tdx_level.has_value(), tee == TeeType::tdx);
    EXPECT_EQ(tcb.tdx_module.has_value(), tee == TeeType::tdx);
  }
}

TEST(PlatformTcb, TakesTheStatusOfTheLevel) {
  for (const S level : every_level) {
    Platform sgx(TeeType::sgx);
    sgx.info.levels[0].standing.status = level;
    EXPECT_EQ(sgx.status(), level);
    Platform tdx(TeeType::tdx);
    tdx.info.levels[0].standing.status = level;
    EXPECT_EQ(tdx.status(), level);
  }
}

TEST(PlatformTcb, BelowEveryLevelIsNotSupportedAndNotOutOfDate) {
  Platform sgx(TeeType::sgx);
  sgx.input.pce_svn = 0;
  EXPECT_EQ(sgx.status(), S::not_supported);
  EXPECT_FALSE(sgx.judge().sgx_level);
  Platform tdx(TeeType::tdx);
  tdx.input.td->tee_tcb_svn[2] = 0;
  EXPECT_EQ(tdx.status(), S::not_supported);
  EXPECT_EQ(tdx.judge().sgx_level, S::up_to_date);
}

TEST(PlatformTcb, AnOldModuleMakesItOutOfDate) {
  Platform tdx(TeeType::tdx);
  tdx.input.td->tee_tcb_svn[0] = 4;
  tdx.input.td->tee_tcb_svn2 = tdx.input.td->tee_tcb_svn;
  EXPECT_EQ(tdx.status(), S::out_of_date);
  EXPECT_EQ(tdx.judge().tdx_module, S::out_of_date);
  tdx.info.levels[0].standing.status = S::configuration_and_sw_hardening_needed;
  EXPECT_EQ(tdx.status(), S::out_of_date_configuration_needed);
}

TEST(PlatformTcb, ARevokedModuleIsRevoked) {
  Platform tdx(TeeType::tdx);
  tdx.input.td->tee_tcb_svn[0] = 2;
  EXPECT_EQ(tdx.status(), S::revoked);
}

TEST(PlatformTcb, AModuleBelowItsLevelsIsNotSupported) {
  Platform tdx(TeeType::tdx);
  tdx.input.td->tee_tcb_svn[0] = 1;
  EXPECT_EQ(tdx.status(), S::not_supported);
  EXPECT_FALSE(tdx.judge().tdx_module);
}

TEST(PlatformTcb, ModuleOneZeroHasNoLevelsOfItsOwn) {
  Platform tdx(TeeType::tdx);
  tdx.info.tdx_module_identities.clear();
  tdx.input.td->tee_tcb_svn = {5, 0, 6};
  tdx.input.td->tee_tcb_svn2.reset();
  EXPECT_EQ(tdx.status(), S::up_to_date);
  EXPECT_FALSE(tdx.judge().tdx_module);
}

TEST(PlatformTcb, AnOldQuotingEnclaveMakesItOutOfDate) {
  for (const TeeType tee : {TeeType::sgx, TeeType::tdx}) {
    Platform platform(tee);
    platform.input.qe_report.isv_svn = 5;
    EXPECT_EQ(platform.status(), S::out_of_date);
    platform.input.qe_report.isv_svn = 6;
    EXPECT_EQ(platform.status(), S::out_of_date) << "between two levels the lower one counts";
    platform.input.qe_report.isv_svn = 8;
    EXPECT_EQ(platform.status(), S::up_to_date);
  }
}

TEST(PlatformTcb, ARevokedQuotingEnclaveIsRevoked) {
  for (const TeeType tee : {TeeType::sgx, TeeType::tdx}) {
    Platform platform(tee);
    platform.input.qe_report.isv_svn = 4;
    EXPECT_EQ(platform.status(), S::revoked);
  }
}

TEST(PlatformTcb, AQuotingEnclaveBelowItsLevelsIsNotSupported) {
  for (const TeeType tee : {TeeType::sgx, TeeType::tdx}) {
    Platform platform(tee);
    platform.input.qe_report.isv_svn = 1;
    EXPECT_EQ(platform.status(), S::not_supported);
  }
}

TEST(PlatformTcb, CollectsTheAdvisoriesOfAllPartsSortedAndOnce) {
  Platform tdx(TeeType::tdx);
  tdx.input.sgx_components[0] = 7;
  tdx.input.td->tee_tcb_svn[0] = 4;
  tdx.input.qe_report.isv_svn = 5;
  tdx.identity.levels[1].standing.advisories.emplace_back("INTEL-SA-01010");
  EXPECT_EQ(tdx.judge().tcb.advisories,
            (std::vector<std::string>{"INTEL-SA-00477", "INTEL-SA-00960", "INTEL-SA-01010",
                                      "INTEL-SA-01192"}));
}

TEST(PlatformTcb, IsAsOldAsItsOldestPart) {
  Platform tdx(TeeType::tdx);
  EXPECT_EQ(format_time(*tdx.judge().tcb.date), "2025-08-13T00:00:00Z");
  tdx.input.td->tee_tcb_svn[0] = 4;
  EXPECT_EQ(format_time(*tdx.judge().tcb.date), "2025-05-14T00:00:00Z") << "the module's";
  tdx.input.qe_report.isv_svn = 5;
  EXPECT_EQ(format_time(*tdx.judge().tcb.date), "2020-11-11T00:00:00Z") << "the enclave's";
}

TEST(PlatformTcb, TheLowerEvaluationNumberCounts) {
  Platform sgx(TeeType::sgx);
  sgx.identity.evaluation = 17;
  EXPECT_EQ(sgx.judge().tcb.evaluation, 17);
  EXPECT_EQ(sgx.judge().tcb_info_evaluation, 18U);
  sgx.info.evaluation = 16;
  EXPECT_EQ(sgx.judge().tcb.evaluation, 16);
}

}  // namespace
}  // namespace anchorhold::dcap

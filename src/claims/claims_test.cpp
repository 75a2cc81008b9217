#include "claims/claims.h"

#include <gtest/gtest.h>

#include "base/check.h"
#include "claims/verification.h"

namespace anchorhold {
namespace {

TEST(TeeKind, NamesRoundTrip) {
  for (int i = 0; i <= static_cast<int>(TeeKind::dice); ++i) {
    const auto kind = static_cast<TeeKind>(i);
    const auto read = tee_from_name("tee", tee_name(kind));
    ASSERT_TRUE(read.ok()) << i;
    EXPECT_EQ(*read, kind);
  }
  EXPECT_FALSE(tee_from_name("tee", "Nitro").ok());
  EXPECT_FALSE(tee_from_name("tee", "").ok());
}

TEST(TeeKind, OnlySomeRunEnclaves) {
  EXPECT_TRUE(runs_enclaves(TeeKind::sgx));
  EXPECT_FALSE(runs_enclaves(TeeKind::nitro_tpm));
  EXPECT_FALSE(runs_enclaves(TeeKind::dice));
}

TEST(TcbStatus, NamesRoundTripInTheirOrder) {
  for (int i = 0; i <= static_cast<int>(TcbStatus::revoked); ++i) {
    const auto status = static_cast<TcbStatus>(i);
    const auto read = tcb_status_from_name("status", tcb_status_name(status));
    ASSERT_TRUE(read.ok()) << i;
    EXPECT_EQ(*read, status);
  }
  EXPECT_LT(TcbStatus::up_to_date, TcbStatus::sw_hardening_needed);
  EXPECT_LT(TcbStatus::out_of_date, TcbStatus::revoked);
  EXPECT_FALSE(tcb_status_from_name("status", "uptodate").ok());
}

const Check first = {"test.first", Stage::structure, "good", "a rule", "do this", "why"};
const Check second = {"test.second", Stage::signature, "good", "a rule", "do that", "why"};

CheckTable table() {
  static constexpr std::array<const Check*, 2> all = {&first, &second};
  return all;
}

TEST(CheckRun, AForgottenCheckIsARejection) {
  CheckRun run(table());
  run.pass(first, "it", "good");
  const Verification out = conclude(std::move(run), Claims{});
  EXPECT_FALSE(out.findings.accepted());
  EXPECT_FALSE(out.claims.has_value());
  EXPECT_TRUE(out.said.has_value());
  EXPECT_EQ(out.findings.first_failure()->check, "test.second");
  EXPECT_EQ(out.findings.first_failure()->outcome, Outcome::not_run);
}

TEST(CheckRun, ClaimsAreVerifiedExactlyWhenEveryCheckPassed) {
  CheckRun good(table());
  good.pass(first, "it", "good");
  good.not_applicable(second, "there is none");
  EXPECT_TRUE(conclude(std::move(good), Claims{}).claims.has_value());

  CheckRun bad(table());
  EXPECT_TRUE(bad.judge(first, "it", Status(), "good"));
  EXPECT_FALSE(bad.judge(second, "it", Error{Code::denied, "it", "is bad"}, "good"));
  const Verification out = conclude(std::move(bad), Claims{});
  EXPECT_FALSE(out.claims.has_value());
  EXPECT_EQ(out.findings.first_failure()->stage, Stage::signature);
  EXPECT_EQ(out.findings.first_failure()->advice, "do that");
}

TEST(CheckRun, NothingReadIsNothingAccepted) {
  const Verification out = unreadable(CheckRun(table()));
  EXPECT_FALSE(out.findings.accepted());
  EXPECT_FALSE(out.said.has_value());
}

}  // namespace
}  // namespace anchorhold

// Which levels a platform reaches: each component by itself, from the highest level down.

#include "evidence/dcap/tcb_match.h"

#include <gtest/gtest.h>

#include "testkit/forged_dcap_collateral.h"

namespace anchorhold::dcap {
namespace {

const TcbInfo& info(TeeType tee) {
  static const TcbInfo sgx = testkit::current_tcb_info(TeeType::sgx);
  static const TcbInfo tdx = testkit::current_tcb_info(TeeType::tdx);
  return tee == TeeType::tdx ? tdx : sgx;
}

// The index of a level among those of `tee`; the count when it was not reached.
size_t index_of(TeeType tee, const TcbLevel* level) {
  const auto& levels = info(tee).levels;
  return level == nullptr ? levels.size() : static_cast<size_t>(level - levels.data());
}

size_t sgx_level(const TcbInput& input) {
  return index_of(input.tee, match_levels(info(input.tee), input).sgx);
}
size_t tdx_level(const TcbInput& input) {
  return index_of(input.tee, match_levels(info(input.tee), input).tdx);
}

TEST(TcbMatch, AnEqualPlatformReachesTheFirstLevel) {
  EXPECT_EQ(sgx_level(testkit::current_platform(TeeType::sgx)), 0U);
  EXPECT_EQ(sgx_level(testkit::current_platform(TeeType::tdx)), 0U);
  EXPECT_EQ(tdx_level(testkit::current_platform(TeeType::tdx)), 0U);
}

TEST(TcbMatch, EachLowerSgxComponentLosesTheLevel) {
  for (size_t i = 0; i < 16; ++i) {
    TcbInput input = testkit::current_platform(TeeType::sgx);
    if (input.sgx_components[i] == 0) continue;
    --input.sgx_components[i];
    EXPECT_GT(sgx_level(input), 0U) << i;
  }
}

TEST(TcbMatch, AHigherComponentDoesNotMakeUpForALowerOne) {
  TcbInput input = testkit::current_platform(TeeType::sgx);
  input.sgx_components.fill(255);
  EXPECT_EQ(sgx_level(input), 0U);
  input.sgx_components[7] = 4;
  EXPECT_EQ(sgx_level(input), 2U);
}

TEST(TcbMatch, ALowerPceSvnLosesTheLevel) {
  TcbInput input = testkit::current_platform(TeeType::sgx);
  input.pce_svn = 12;
  EXPECT_EQ(sgx_level(input), 2U);
  input.pce_svn = 4;
  EXPECT_EQ(sgx_level(input), 3U) << "below every level";
  EXPECT_EQ(match_levels(info(TeeType::sgx), input).sgx, nullptr);
}

TEST(TcbMatch, SgxLooksAtNoTdxComponents) {
  EXPECT_EQ(match_levels(info(TeeType::sgx), testkit::current_platform(TeeType::sgx)).tdx, nullptr);
}

TEST(TcbMatch, ComponentsZeroAndOneAreTheModulesSinceVersionOne) {
  TcbInput input = testkit::current_platform(TeeType::tdx);
  input.td->tee_tcb_svn = {0, 1, 6};
  EXPECT_EQ(tdx_level(input), 0U) << "SVN 0 is judged by the module's identity";
  input.td->tee_tcb_svn = {4, 0, 6};
  EXPECT_EQ(tdx_level(input), 2U) << "module 1.0: all sixteen are compared";
  input.td->tee_tcb_svn = {5, 0, 6};
  EXPECT_EQ(tdx_level(input), 0U);
}

TEST(TcbMatch, ALowerTdxComponentLosesTheLevelOfTheTdAlone) {
  TcbInput input = testkit::current_platform(TeeType::tdx);
  input.td->tee_tcb_svn[2] = 5;
  EXPECT_EQ(sgx_level(input), 0U);
  EXPECT_EQ(tdx_level(input), 2U);
  input.td->tee_tcb_svn[2] = 1;
  EXPECT_EQ(sgx_level(input), 0U);
  EXPECT_EQ(match_levels(info(TeeType::tdx), input).tdx, nullptr);
}

TEST(TcbMatch, TheTdxLevelIsNeverAboveTheSgxLevel) {
  TcbInput input = testkit::current_platform(TeeType::tdx);
  input.sgx_components[0] = 7;
  EXPECT_EQ(sgx_level(input), 1U);
  EXPECT_EQ(tdx_level(input), 1U);
}

}  // namespace
}  // namespace anchorhold::dcap

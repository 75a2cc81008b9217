// The TDX module: known version, Intel's signer, no attributes.

#include "evidence/dcap/tdx_module.h"

#include <gtest/gtest.h>

#include "testkit/forged_dcap_collateral.h"

namespace anchorhold::dcap {
namespace {

TdTcb module() {
  return *testkit::current_platform(TeeType::tdx).td;
}

bool matches(const TcbInfo& info, const TdTcb& td) {
  return match_tdx_module(info, td).ok();
}

TEST(TdxModule, OfAKnownVersionMatches) {
  EXPECT_TRUE(matches(testkit::current_tcb_info(TeeType::tdx), module()));
}

TEST(TdxModule, OfAnUnknownVersionIsDenied) {
  TdTcb td = module();
  td.tee_tcb_svn[1] = 2;
  const Status status = match_tdx_module(testkit::current_tcb_info(TeeType::tdx), td);
  ASSERT_FALSE(status.ok());
  EXPECT_NE(status.error().to_string().find("TDX_02"), std::string::npos);
}

TEST(TdxModule, IsJudgedByTheIdentityOfItsOwnVersion) {
  TcbInfo info = testkit::current_tcb_info(TeeType::tdx);
  info.tdx_module_identities[0].module.mrsigner[0] = 1;  // version 3
  EXPECT_TRUE(matches(info, module()));
  TdTcb td = module();
  td.tee_tcb_svn[1] = 3;
  EXPECT_FALSE(matches(info, td));
  td.mrsignerseam[0] = 1;
  EXPECT_TRUE(matches(info, td));
}

TEST(TdxModule, VersionZeroIsJudgedByTheTcbInfosOwnModule) {
  TcbInfo info = testkit::current_tcb_info(TeeType::tdx);
  info.tdx_module_identities.clear();
  TdTcb td = module();
  td.tee_tcb_svn[1] = 0;
  EXPECT_TRUE(matches(info, td));
  info.tdx_module->mrsigner[47] = 1;
  EXPECT_FALSE(matches(info, td));
}

TEST(TdxModule, ASignerThatIsNotIntelsIsDenied) {
  for (size_t i = 0; i < 48; ++i) {
    TdTcb td = module();
    td.mrsignerseam[i] = 0x80;
    EXPECT_FALSE(matches(testkit::current_tcb_info(TeeType::tdx), td)) << i;
  }
}

TEST(TdxModule, AnyAttributeIsDeniedWhateverTheIdentitySays) {
  for (size_t i = 0; i < 8; ++i) {
    TcbInfo info = testkit::current_tcb_info(TeeType::tdx);
    TdTcb td = module();
    td.seam_attributes[i] = 1;
    EXPECT_FALSE(matches(info, td)) << i;
    for (auto& identity : info.tdx_module_identities) identity.module.attributes[i] = 1;
    EXPECT_FALSE(matches(info, td)) << i;
    td.seam_attributes[i] = 0;
    EXPECT_FALSE(matches(info, td)) << i;
  }
}

}  // namespace
}  // namespace anchorhold::dcap

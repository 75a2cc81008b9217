// The quoting enclave: each field of its report against the identity.

#include "evidence/dcap/qe_match.h"

#include <gtest/gtest.h>

#include "testkit/forged_dcap_collateral.h"

namespace anchorhold::dcap {
namespace {

const EnclaveIdentity intel_qe = testkit::current_identity(TeeType::sgx);

EnclaveReport report() {
  return testkit::current_platform(TeeType::sgx).qe_report;
}

TEST(QeMatch, IntelsOwnMatches) {
  EXPECT_TRUE(match_qe(intel_qe, report()).ok());
}

TEST(QeMatch, AnyOtherSignerIsDenied) {
  for (size_t i = 0; i < 32; ++i) {
    EnclaveReport other = report();
    other.mrsigner[i] ^= 1;
    EXPECT_FALSE(match_qe(intel_qe, other).ok()) << i;
  }
}

TEST(QeMatch, AnotherProductOfTheSameSignerIsDenied) {
  EnclaveReport other = report();
  other.isv_prod_id = 2;
  EXPECT_FALSE(match_qe(intel_qe, other).ok());
}

TEST(QeMatch, MiscSelectCountsUnderItsMask) {
  EnclaveReport other = report();
  other.misc_select = 1;
  EXPECT_FALSE(match_qe(intel_qe, other).ok());
  EnclaveIdentity masked = intel_qe;
  masked.misc_select_mask = 0xfffffffe;
  EXPECT_TRUE(match_qe(masked, other).ok());
  masked.misc_select = 1;  // a bit outside the mask can never match
  EXPECT_FALSE(match_qe(masked, other).ok());
}

TEST(QeMatch, AttributesCountUnderTheirMask) {
  for (size_t bit = 0; bit < 128; ++bit) {
    EnclaveReport other = report();
    const auto mask = static_cast<uint8_t>(1U << (bit % 8));
    other.attributes[bit / 8] ^= mask;
    const bool masked = (intel_qe.attributes_mask[bit / 8] & mask) == 0;
    EXPECT_EQ(match_qe(intel_qe, other).ok(), masked) << bit;
  }
}

TEST(QeMatch, ADebugQuotingEnclaveIsDenied) {
  EnclaveReport other = report();
  other.attributes[0] |= 2;
  EXPECT_FALSE(match_qe(intel_qe, other).ok());
}

TEST(QeMatch, MeasurementAndVersionAreNotPartOfTheIdentity) {
  EnclaveReport other = report();
  other.mrenclave.fill(0);
  other.isv_svn = 0;
  EXPECT_TRUE(match_qe(intel_qe, other).ok());
}

}  // namespace
}  // namespace anchorhold::dcap

#include "evidence/keystone/verify.h"

#include <gtest/gtest.h>

#include "evidence/keystone/report.h"
#include "testkit/attack.h"
#include "testkit/forged_keystone.h"

namespace anchorhold::keystone {
namespace {

using testkit::KeystoneForge;

class KeystoneVerify : public testing::Test {
 protected:
  Verification verify(ByteView report) const {
    const std::vector<GivenAnchor> given = {{forge_.anchor_key().spki_sha256()}};
    return verify_report(report, {}, given);
  }
  std::string refusal(ByteView report) const {
    const Verification result = verify(report);
    const Finding* failure = result.findings.first_failure();
    return failure == nullptr ? "accepted" : failure->check;
  }

  KeystoneForge forge_;
};

TEST_F(KeystoneVerify, AcceptsAGoodReport) {
  const Bytes report = forge_.good();
  const Verification result = verify(report);
  ASSERT_TRUE(result.claims);
  const Claims& claims = **result.claims;
  EXPECT_EQ(claims.tee, TeeKind::keystone);
  EXPECT_FALSE(claims.hardware_rooted);
  EXPECT_EQ(claims.debug, std::nullopt);
  EXPECT_EQ(*claims.measurement("measurement"), Bytes(64, 0x61));
  EXPECT_EQ(*claims.measurement("sm_measurement"), Bytes(64, 0x62));
  EXPECT_EQ(*claims.user_data, Bytes(32, 0x63));
  EXPECT_EQ(claims.report_data, claims.user_data);
  EXPECT_EQ(claims.root, forge_.anchor_key().spki_sha256());
  EXPECT_EQ(std::get<uint64_t>(claims.vendor.at("test_device_key")), 0U);
  EXPECT_TRUE(looks_like_report(report));
}

TEST_F(KeystoneVerify, DataMayFillItsFieldOrNothing) {
  EXPECT_EQ(refusal(forge_.sign({.data = {}})), "accepted");
  EXPECT_EQ(refusal(forge_.sign({.data = Bytes(max_data, 1)})), "accepted");
}

TEST_F(KeystoneVerify, WhatFollowsTheDataMeansNothing) {
  // The monitor's stack lies there; it is not signed.
  const Verification result = verify(forge_.sign({.padding = 0xee}));
  ASSERT_TRUE(result.claims);
  EXPECT_EQ((*result.claims)->user_data->size(), 32U);
}

TEST_F(KeystoneVerify, RefusesALengthBeyondTheField) {
  for (const uint64_t length : {uint64_t{1025}, uint64_t{1} << 32, ~uint64_t{0}}) {
    EXPECT_EQ(refusal(forge_.sign({.data_length = length})), "keystone.structure") << length;
  }
  const Verification result = verify(forge_.sign({.data_length = 1025}));
  ASSERT_TRUE(result.said);
  EXPECT_FALSE(result.said->claimed().user_data);
  EXPECT_FALSE(result.said->claimed().report_data);
  EXPECT_EQ(*result.said->claimed().measurement("measurement"), Bytes(64, 0x61));
}

TEST_F(KeystoneVerify, RefusesALengthThatWasNotSigned) {
  Bytes report = forge_.good();
  report[64] = 31;
  EXPECT_EQ(refusal(report), "keystone.enclave.signature");
}

TEST_F(KeystoneVerify, DemandsAGivenDeviceKey) {
  EXPECT_EQ(verify_report(forge_.good(), {}, {}).findings.first_failure()->check,
            "keystone.anchor");
  EXPECT_EQ(refusal(KeystoneForge(2).good()), "keystone.anchor");
}

TEST_F(KeystoneVerify, RefusesAMonitorOfAnotherDeviceAndAStrangersEnclave) {
  EXPECT_EQ(refusal(forge_.signed_by_stranger({})), "keystone.enclave.signature");
  Bytes report = forge_.good();
  report[1160] ^= 1;  // the monitor's hash
  EXPECT_EQ(refusal(report), "keystone.monitor.signature");
}

TEST_F(KeystoneVerify, TheTestKeyNeedsItsOptionAndAnAnchor) {
  // The public half of Keystone's test key, in a report that nobody signed.
  const Bytes key = {0x0f, 0xaa, 0xd4, 0xff, 0x01, 0x17, 0x85, 0x83, 0xba, 0xa5, 0x88,
                     0x96, 0x6f, 0x7c, 0x1f, 0xf3, 0x25, 0x64, 0xdd, 0x17, 0xd7, 0xdc,
                     0x2b, 0x46, 0xcb, 0x50, 0xa8, 0x4a, 0x69, 0x27, 0x0b, 0x4c};
  Bytes report = forge_.good();
  std::ranges::copy(key, report.end() - static_cast<std::ptrdiff_t>(key.size()));
  const std::vector<GivenAnchor> given = {{test_device_key()}};
  const auto check = [&](bool insecure, std::span<const GivenAnchor> anchors) {
    return verify_report(report, {.insecure_test_device_key = insecure}, anchors)
        .findings.first_failure()
        ->check;
  };
  EXPECT_EQ(check(false, given), "keystone.test_key");
  EXPECT_EQ(check(true, {}), "keystone.anchor");
  EXPECT_EQ(check(true, given), "keystone.monitor.signature");
  const Verification result = verify_report(report, {.insecure_test_device_key = true}, given);
  EXPECT_EQ(std::get<uint64_t>(result.said->claimed().vendor.at("test_device_key")), 1U);
  EXPECT_TRUE(result.said->claimed().platform.starts_with("INSECURE"));
}

TEST_F(KeystoneVerify, RefusesEveryTruncationAndTrailingBytes) {
  const Bytes good = forge_.good();
  testkit::for_each_truncation(good, [&](ByteView p) { EXPECT_FALSE(verify(p).claims); });
  Bytes longer = good;
  longer.push_back(0);
  EXPECT_EQ(refusal(longer), "keystone.structure");
}

TEST_F(KeystoneVerify, RefusesEveryBitFlipOfWhatIsSigned) {
  const size_t data_end = 64 + 8 + 32;
  const size_t field_end = 64 + 8 + max_data;
  testkit::for_each_bit_flip(forge_.good(), [&](ByteView mutant, size_t bit) {
    const bool padding = bit / 8 >= data_end && bit / 8 < field_end;
    if (padding && bit % 64 != 0) return;
    EXPECT_EQ(verify(mutant).claims.has_value(), padding) << bit;
  });
}

}  // namespace
}  // namespace anchorhold::keystone

#include "evidence/psa/verify.h"

#include <gtest/gtest.h>

#include "codec/cbor.h"
#include "codec/cose.h"
#include "testkit/attack.h"
#include "testkit/forged_nsm.h"
#include "testkit/forged_psa.h"

namespace anchorhold::psa {
namespace {

using testkit::cbor_bytes;
using testkit::cbor_text;
using testkit::cbor_uint;
using testkit::ClaimMap;
using testkit::PsaForge;

class PsaVerify : public testing::Test {
 protected:
  static Verification verify(ByteView token, const PsaForge& forge) {
    const std::vector<crypto::SubjectKey> keys = {forge.anchor_key()};
    const std::vector<GivenAnchor> given = {{keys.front().spki_sha256()}};
    return verify_token(token, {.keys = keys}, given);
  }
  Verification verify(ByteView token) const { return verify(token, forge_); }
  std::string refusal(ByteView token) const {
    const Verification result = verify(token);
    const Finding* failure = result.findings.first_failure();
    return failure == nullptr ? "accepted" : failure->check;
  }
  std::string with(int64_t label, Bytes value) const {
    return refusal(forge_.sign(PsaForge::claims().set(label, std::move(value))));
  }
  std::string with_1(int64_t label, Bytes value) const {
    return refusal(forge_.sign(PsaForge::profile_1_claims().set(label, std::move(value))));
  }

  PsaForge forge_;
};

TEST_F(PsaVerify, AcceptsBothProfiles) {
  EXPECT_EQ(refusal(forge_.good()), "accepted");
  EXPECT_EQ(refusal(forge_.sign(PsaForge::profile_1_claims())), "accepted");
  EXPECT_EQ(with(265, cbor_text("http://arm.com/psa/2.0.0")), "accepted");
  EXPECT_TRUE(looks_like_token(forge_.good()));
  EXPECT_TRUE(looks_like_token(forge_.sign(PsaForge::profile_1_claims())));
}

TEST_F(PsaVerify, AcceptsKeysOfEveryKind) {
  for (const auto algorithm : {crypto::Algorithm::es384, crypto::Algorithm::ed25519}) {
    const PsaForge forge(2, algorithm);
    EXPECT_TRUE(verify(forge.good(), forge).claims);
  }
}

TEST_F(PsaVerify, TellsWhatTheTokenSays) {
  const Verification result = verify(forge_.good());
  ASSERT_TRUE(result.claims);
  const Claims& claims = **result.claims;
  EXPECT_EQ(claims.tee, TeeKind::psa);
  EXPECT_FALSE(claims.hardware_rooted);
  EXPECT_EQ(claims.debug, false);
  EXPECT_EQ(*claims.nonce, Bytes(32, 0x11));
  EXPECT_EQ(*claims.measurement("prot"), Bytes(32, 0x51));
  EXPECT_EQ(std::get<std::string>(claims.vendor.at("client_id")), "-3");
  EXPECT_EQ(std::get<uint64_t>(claims.vendor.at("security_lifecycle")), 0x3001U);
  EXPECT_EQ(std::get<Bytes>(claims.vendor.at("boot_seed")), Bytes(8, 0x13));
}

TEST_F(PsaVerify, ReadsTheBootSeedOfRfc9783) {
  const auto with_seed = [&](size_t size) {
    return verify(
        forge_.sign(PsaForge::claims().remove(2397).set(268, cbor_bytes(Bytes(size, 0x14)))));
  };
  const Verification result = with_seed(32);
  ASSERT_TRUE(result.claims);
  EXPECT_EQ(std::get<Bytes>((**result.claims).vendor.at("boot_seed")), Bytes(32, 0x14));
  EXPECT_FALSE((**result.claims).vendor.contains("claim_268"));
  EXPECT_FALSE(with_seed(7).claims);
  EXPECT_FALSE(with_seed(33).claims);
}

TEST_F(PsaVerify, DemandsAGivenKeyThatAnAnchorNames) {
  const std::vector<crypto::SubjectKey> keys = {forge_.anchor_key()};
  const std::vector<GivenAnchor> given = {{keys.front().spki_sha256()}};
  EXPECT_FALSE(verify_token(forge_.good(), {.keys = {}}, given).claims);
  EXPECT_FALSE(verify_token(forge_.good(), {.keys = keys}, {}).claims);
  EXPECT_EQ(verify(forge_.good(), PsaForge(8)).findings.first_failure()->check, "psa.signature");
}

TEST_F(PsaVerify, DemandsEveryMandatoryClaim) {
  for (const int64_t label : PsaForge::claims().labels()) {
    const bool optional = label == 2397 || label == 2398 || label == 2400;
    EXPECT_EQ(refusal(forge_.sign(PsaForge::claims().remove(label))),
              optional ? "accepted" : "psa.claims")
        << label;
  }
  for (const int64_t label : PsaForge::profile_1_claims().labels()) {
    const bool optional = label == -75000 || label == -75005 || label == -75010;
    EXPECT_EQ(refusal(forge_.sign(PsaForge::profile_1_claims().remove(label))),
              optional ? "accepted" : "psa.claims")
        << label;
  }
}

TEST_F(PsaVerify, RefusesClaimsOfTheWrongSizeOrType) {
  for (const size_t size : {0U, 31U, 33U, 47U, 63U, 65U}) {
    EXPECT_EQ(with(10, cbor_bytes(Bytes(size))), "psa.claims") << size;
  }
  EXPECT_EQ(with(10, cbor_bytes(Bytes(48))), "accepted");
  EXPECT_EQ(with(256, cbor_bytes(Bytes(33, 2))), "psa.claims");
  EXPECT_EQ(with(256, cbor_bytes(Bytes(17, 1))), "psa.claims");
  EXPECT_EQ(with(2394, cbor_uint(0x80000000)), "psa.claims");
  EXPECT_EQ(with(2394, cbor_text("1")), "psa.claims");
  EXPECT_EQ(with(2395, cbor_uint(0x3100)), "psa.claims");
  EXPECT_EQ(with(2395, cbor_uint(0x7000)), "psa.claims");
  EXPECT_EQ(with(2396, cbor_bytes(Bytes(33))), "psa.claims");
  EXPECT_EQ(with(2397, cbor_bytes(Bytes(7))), "psa.claims");
  EXPECT_EQ(with(2397, cbor_bytes(Bytes(33))), "psa.claims");
  EXPECT_EQ(with(268, cbor_bytes(Bytes(8))), "psa.claims") << "beside 2397";
  EXPECT_EQ(with_1(-75004, cbor_bytes(Bytes(31))), "psa.claims");
  EXPECT_EQ(with(2399, cbor::Encoder().array(0).take()), "psa.claims");
  EXPECT_EQ(with(2399, PsaForge::components_without(2)), "psa.claims");
  EXPECT_EQ(with(2399, PsaForge::components_without(5)), "psa.claims");
  EXPECT_EQ(with(2399, PsaForge::components_without(1)), "accepted");
}

TEST_F(PsaVerify, RefusesUnknownProfiles) {
  EXPECT_EQ(with(265, cbor_text("tag:psacertified.org,2030:psa#tfm")), "psa.claims");
  EXPECT_EQ(with(265, cbor_uint(2)), "psa.claims");
  EXPECT_EQ(with_1(-75000, cbor_text("PSA_IOT_PROFILE_2")), "psa.claims");
}

TEST_F(PsaVerify, TheFirstProfileMaySayThatNothingWasMeasured) {
  ClaimMap claims = PsaForge::profile_1_claims().remove(-75006).set(-75007, cbor_uint(1));
  EXPECT_EQ(refusal(forge_.sign(claims)), "accepted");
  EXPECT_EQ(refusal(forge_.sign(ClaimMap(claims).set(-75007, cbor_uint(0)))), "psa.claims");
  EXPECT_EQ(refusal(forge_.sign(claims.set(-75006, PsaForge::components_without(0)))),
            "psa.claims");
}

TEST_F(PsaVerify, NamesMacsAsUnsupported) {
  const Bytes token =
      testkit::forge_sign1(PsaForge::claims().encode(), forge_.key(), {.tag = uint64_t{17}});
  const Verification result = verify(token);
  EXPECT_FALSE(result.claims);
  EXPECT_NE(result.findings.first_failure()->observed.find("COSE_Mac0"), std::string::npos);
  EXPECT_TRUE(looks_like_token(token));
}

TEST_F(PsaVerify, RefusesHeadersWithoutTheKeysAlgorithm) {
  const auto with_header = [&](Bytes header) {
    return refusal(testkit::forge_sign1(PsaForge::claims().encode(), forge_.key(),
                                        {.protected_header = std::move(header)}));
  };
  EXPECT_EQ(with_header({}), "psa.envelope");
  EXPECT_EQ(with_header(cbor::Encoder().map(0).take()), "psa.envelope");
  EXPECT_EQ(with_header(cose::protected_header(cose::kEs384)), "psa.signature");
  EXPECT_EQ(with_header(cose::protected_header(cose::kEsp256)), "accepted");
}

TEST_F(PsaVerify, TakesAKeyIdOutsideTheSignature) {
  const Bytes kid = cbor::Encoder().map(1).integer(4).bytes(bytes_of("key 1")).take();
  EXPECT_EQ(refusal(testkit::forge_sign1(PsaForge::claims().encode(), forge_.key(),
                                         {.unprotected = kid})),
            "accepted");
}

TEST_F(PsaVerify, RefusesEveryTruncationAndBitFlip) {
  const Bytes good = forge_.good();
  testkit::for_each_truncation(good, [&](ByteView p) { EXPECT_FALSE(verify(p).claims); });
  testkit::for_each_bit_flip(
      good, [&](ByteView mutant, size_t bit) { EXPECT_FALSE(verify(mutant).claims) << bit; });
}

TEST_F(PsaVerify, ExplainsRefusedTokens) {
  const Verification result = verify_token(forge_.good(), {.keys = {}}, {});
  ASSERT_TRUE(result.said);
  EXPECT_EQ(*result.said->claimed().nonce, Bytes(32, 0x11));
  EXPECT_EQ(refusal({}), "psa.envelope");
  EXPECT_FALSE(looks_like_token({}));
}

}  // namespace
}  // namespace anchorhold::psa

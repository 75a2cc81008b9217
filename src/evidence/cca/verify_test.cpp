#include "evidence/cca/verify.h"

#include <gtest/gtest.h>

#include "codec/cbor.h"
#include "codec/cose.h"
#include "testkit/attack.h"
#include "testkit/forged_cca.h"
#include "testkit/forged_nsm.h"

namespace anchorhold::cca {
namespace {

using testkit::cbor_bytes;
using testkit::cbor_text;
using testkit::cbor_uint;
using testkit::CcaForge;
using testkit::CcaForm;
using testkit::ClaimMap;

class CcaVerify : public testing::Test {
 protected:
  Verification verify(ByteView token) const {
    const std::vector<crypto::SubjectKey> keys = {forge_.anchor_key()};
    const std::vector<GivenAnchor> given = {{keys.front().spki_sha256()}};
    return verify_token(token, {.keys = keys}, given);
  }
  bool accepts(ByteView token) const { return verify(token).claims.has_value(); }
  // The first check that failed, or "accepted".
  std::string refusal(ByteView token) const {
    const Verification result = verify(token);
    const Finding* failure = result.findings.first_failure();
    return failure == nullptr ? "accepted" : failure->check;
  }
  std::string with_platform(int64_t label, Bytes value) const {
    return refusal(forge_.token(forge_.platform().set(label, std::move(value)), forge_.realm()));
  }
  std::string with_realm(int64_t label, Bytes value) const {
    return refusal(forge_.token(forge_.platform(), forge_.realm().set(label, std::move(value))));
  }

  CcaForge forge_;
};

TEST_F(CcaVerify, AcceptsEveryForm) {
  for (const CcaForm form : {CcaForm::collection_399, CcaForm::cmw_907, CcaForm::untagged}) {
    const Bytes token = forge_.token(forge_.platform(), forge_.realm(), form);
    EXPECT_EQ(refusal(token), "accepted");
    EXPECT_TRUE(looks_like_token(token));
  }
  const Bytes untagged_parts = CcaForge::collect(
      testkit::forge_sign1(forge_.platform().encode(), forge_.platform_key(), {.tag = {}}),
      testkit::forge_sign1(forge_.realm().encode(), forge_.realm_key(), {.tag = {}}));
  EXPECT_EQ(refusal(untagged_parts), "accepted");
}

TEST_F(CcaVerify, TellsWhatTheTokenSays) {
  const Verification result = verify(forge_.good());
  ASSERT_TRUE(result.claims);
  const Claims& claims = **result.claims;
  EXPECT_EQ(claims.tee, TeeKind::cca);
  EXPECT_FALSE(claims.hardware_rooted);
  EXPECT_EQ(claims.debug, false);
  EXPECT_EQ(claims.root, forge_.anchor_key().spki_sha256());
  EXPECT_EQ(*claims.measurement("rim"), Bytes(32, 0x33));
  EXPECT_EQ(*claims.measurement("rem3"), Bytes(32, 0x43));
  EXPECT_EQ(*claims.measurement("rmm"), Bytes(32, 0x51));
  EXPECT_EQ(claims.signers.at("rmm"), Bytes(32, 0x52));
  EXPECT_EQ(*claims.nonce, Bytes(64, 0x31));
  EXPECT_EQ(std::get<Bytes>(claims.vendor.at("rpv")), Bytes(64, 0x32));
  EXPECT_EQ(std::get<std::string>(claims.vendor.at("security_lifecycle_state")), "secured");
}

TEST_F(CcaVerify, AcceptsTheFirstProfileWithABarePoint) {
  const Bytes point = copy_of(forge_.realm_key().public_key().raw());
  ClaimMap realm = CcaForge::with_key(forge_.realm(), point);
  realm.remove(265);
  ClaimMap platform = CcaForge::bound_to(forge_.platform(), point);
  platform.set(265, cbor_text("http://arm.com/CCA-SSD/1.0.0"));
  EXPECT_EQ(refusal(forge_.token(platform, realm)), "accepted");
}

TEST_F(CcaVerify, AcceptsPlatformKeysOfEitherCurve) {
  const CcaForge forge(3, crypto::Algorithm::es256);
  const std::vector<crypto::SubjectKey> keys = {forge_.anchor_key(), forge.anchor_key()};
  const std::vector<GivenAnchor> given = {{keys[0].spki_sha256()}, {keys[1].spki_sha256()}};
  const Verification result = verify_token(forge.good(), {.keys = keys}, given);
  ASSERT_TRUE(result.claims);
  EXPECT_EQ((*result.claims)->root, keys[1].spki_sha256());
}

TEST_F(CcaVerify, DemandsAGivenKeyThatAnAnchorNames) {
  const std::vector<crypto::SubjectKey> keys = {forge_.anchor_key()};
  const std::vector<GivenAnchor> given = {{keys.front().spki_sha256()}};
  const auto check = [&](std::span<const crypto::SubjectKey> k, std::span<const GivenAnchor> g) {
    return verify_token(forge_.good(), {.keys = k}, g).findings.first_failure()->check;
  };
  EXPECT_EQ(check({}, given), "cca.anchor");
  EXPECT_EQ(check(keys, {}), "cca.anchor");
  const std::vector<crypto::SubjectKey> stranger = {CcaForge(9).anchor_key()};
  EXPECT_EQ(check(stranger, given), "cca.anchor");
  const std::vector<GivenAnchor> trusts_stranger = {{stranger.front().spki_sha256()}};
  EXPECT_EQ(check(stranger, trusts_stranger), "cca.platform.signature");
}

TEST_F(CcaVerify, TiesTheRealmToThePlatform) {
  const CcaForge other(5);
  const Bytes mixed =
      CcaForge::collect(testkit::forge_sign1(forge_.platform().encode(), forge_.platform_key()),
                        testkit::forge_sign1(other.realm().encode(), other.realm_key()));
  EXPECT_EQ(refusal(mixed), "cca.binding");
  EXPECT_EQ(with_realm(44240, cbor_text("sha-512")), "cca.binding");
  EXPECT_EQ(with_realm(44240, cbor_text("md5")), "cca.binding");
}

TEST_F(CcaVerify, RefusesAnEmptyProfile) {
  EXPECT_EQ(with_realm(265, cbor_text("")), "cca.realm.claims") << "none is another thing";
}

TEST_F(CcaVerify, RefusesARealmTokenByAnotherKey) {
  const Bytes token =
      CcaForge::collect(testkit::forge_sign1(forge_.platform().encode(), forge_.platform_key()),
                        testkit::forge_sign1(forge_.realm().encode(), CcaForge(7).realm_key()));
  EXPECT_EQ(refusal(token), "cca.realm.signature");
}

TEST_F(CcaVerify, RefusesAnAlgorithmThatIsNotTheKeys) {
  const testkit::Sign1Spec spec = {.protected_header = cose::protected_header(cose::kEs256)};
  const Bytes token = CcaForge::collect(
      testkit::forge_sign1(forge_.platform().encode(), forge_.platform_key(), spec),
      testkit::forge_sign1(forge_.realm().encode(), forge_.realm_key()));
  EXPECT_EQ(refusal(token), "cca.platform.signature");
}

TEST_F(CcaVerify, DemandsEveryClaim) {
  for (const int64_t label : forge_.platform().labels()) {
    if (label == 2400) continue;  // the verification service is optional
    EXPECT_EQ(refusal(forge_.token(forge_.platform().remove(label), forge_.realm())),
              "cca.platform.claims")
        << label;
  }
  for (const int64_t label : forge_.realm().labels()) {
    // The first profile names none, so that only the pair can show that one is missing.
    EXPECT_EQ(refusal(forge_.token(forge_.platform(), forge_.realm().remove(label))),
              label == 265 ? "cca.profiles" : "cca.realm.claims")
        << label;
  }
}

TEST_F(CcaVerify, RefusesRepeatedClaims) {
  for (const int64_t label : forge_.platform().labels()) {
    EXPECT_EQ(refusal(forge_.token(forge_.platform().append(label, cbor_uint(1)), forge_.realm())),
              "cca.platform.claims");
  }
}

TEST_F(CcaVerify, RefusesClaimsOfTheWrongSizeOrType) {
  EXPECT_EQ(with_platform(2396, cbor_bytes(Bytes(31))), "cca.platform.claims");
  EXPECT_EQ(with_platform(256, cbor_bytes(Bytes(33, 2))), "cca.platform.claims");
  EXPECT_EQ(with_platform(256, cbor_bytes(Bytes(32, 1))), "cca.platform.claims");
  EXPECT_EQ(with_platform(10, cbor_bytes(Bytes(33))), "cca.platform.claims");
  EXPECT_EQ(with_platform(2399, cbor::Encoder().array(0).take()), "cca.platform.claims");
  EXPECT_EQ(with_platform(2399, cbor_text("none")), "cca.platform.claims");
  EXPECT_EQ(with_realm(10, cbor_bytes(Bytes(63))), "cca.realm.claims");
  EXPECT_EQ(with_realm(44235, cbor_bytes(Bytes(65))), "cca.realm.claims");
  EXPECT_EQ(with_realm(44238, cbor_bytes(Bytes(33))), "cca.realm.claims");
  EXPECT_EQ(with_realm(44239, cbor::Encoder().array(1).bytes(Bytes(32)).take()),
            "cca.realm.claims");
  EXPECT_EQ(with_realm(44237, cbor_bytes(Bytes(97, 4))), "cca.realm.claims");
  EXPECT_EQ(with_realm(44237, cbor_bytes(bytes_of("no key"))), "cca.realm.claims");
}

TEST_F(CcaVerify, RefusesUnknownProfiles) {
  EXPECT_EQ(with_platform(265, cbor_text("tag:arm.com,2026:cca_platform#2.0.0")),
            "cca.platform.claims");
  EXPECT_EQ(with_realm(265, cbor_text("tag:arm.com,2026:realm#2.0.0")), "cca.realm.claims");
}

TEST_F(CcaVerify, RefusesProfilesOfTwoGenerations) {
  const std::string platforms[] = {"http://arm.com/CCA-SSD/1.0.0",
                                   "tag:arm.com,2023:cca_platform#1.0.0",
                                   "tag:arm.com,2024:cca_platform#2.0.0"};
  const std::string realms[] = {"", "tag:arm.com,2023:realm#1.0.0", "tag:arm.com,2024:realm#2.0.0"};
  constexpr bool paired[3][3] = {{true, true, false}, {false, true, false}, {false, false, true}};
  for (size_t p = 0; p < 3; ++p) {
    for (size_t r = 0; r < 3; ++r) {
      ClaimMap platform = forge_.platform();
      platform.set(265, cbor_text(platforms[p])).set(2394, cbor_uint(1));
      ClaimMap realm = forge_.realm();
      realm.set(265, cbor_text(realms[r]));
      if (realms[r].empty()) realm.remove(265);
      EXPECT_EQ(refusal(forge_.token(platform, realm)), paired[p][r] ? "accepted" : "cca.profiles")
          << platforms[p] << " with " << realms[r];
    }
  }
}

TEST_F(CcaVerify, TheProfileOf2024DemandsTheRealmManagementDomain) {
  ClaimMap platform = forge_.platform();
  platform.set(265, cbor_text("tag:arm.com,2024:cca_platform#2.0.0"));
  ClaimMap realm = forge_.realm();
  realm.set(265, cbor_text("tag:arm.com,2024:realm#2.0.0"));
  EXPECT_EQ(refusal(forge_.token(platform, realm)), "cca.platform.claims");
  for (const uint64_t other : {0U, 2U}) {
    platform.set(2394, cbor_uint(other));
    EXPECT_EQ(refusal(forge_.token(platform, realm)), "cca.platform.claims");
  }
  platform.set(2394, cbor::Encoder().integer(-1).take());
  EXPECT_EQ(refusal(forge_.token(platform, realm)), "cca.platform.claims");
  const Verification result = verify(forge_.token(platform.set(2394, cbor_uint(1)), realm));
  ASSERT_TRUE(result.claims);
  EXPECT_EQ(std::get<uint64_t>((*result.claims)->vendor.at("client_id")), 1U);
}

TEST_F(CcaVerify, DebugFollowsFromTheLifecycle) {
  const auto debug = [&](uint64_t lifecycle) {
    const Bytes token =
        forge_.token(forge_.platform().set(2395, cbor_uint(lifecycle)), forge_.realm());
    const Verification result = verify(token);
    return result.claims ? (*result.claims)->debug : std::optional<bool>();
  };
  EXPECT_EQ(debug(0x30ff), false);
  for (const uint64_t open : {0x0000U, 0x1000U, 0x2000U, 0x4000U, 0x5001U, 0x6000U}) {
    EXPECT_EQ(debug(open), true) << open;
  }
  EXPECT_EQ(debug(0x3100), std::nullopt) << "no state";
  EXPECT_EQ(debug(0x7000), std::nullopt) << "no state";
}

TEST_F(CcaVerify, IgnoresClaimsItDoesNotKnowAndShowsThem) {
  const Bytes token = forge_.token(forge_.platform(), forge_.realm().set(44243, cbor_uint(1)));
  const Verification result = verify(token);
  ASSERT_TRUE(result.claims);
  EXPECT_EQ(std::get<uint64_t>((*result.claims)->vendor.at("realm_claim_44243")), 1U);
}

TEST_F(CcaVerify, RefusesOtherCollections) {
  const Bytes platform = testkit::forge_sign1(forge_.platform().encode(), forge_.platform_key());
  const Bytes realm = testkit::forge_sign1(forge_.realm().encode(), forge_.realm_key());
  const auto with = [&](uint64_t tag, size_t pairs) {
    cbor::Encoder out;
    out.tag(tag).map(pairs).integer(44234).bytes(platform).integer(44241).bytes(realm);
    if (pairs == 3) out.integer(44235).bytes(realm);
    return out.take();
  };
  EXPECT_EQ(refusal(with(399, 2)), "accepted");
  EXPECT_EQ(refusal(with(398, 2)), "cca.collection");
  EXPECT_EQ(refusal(with(399, 3)), "cca.collection");
  EXPECT_EQ(refusal(cbor::Encoder().tag(399).map(1).integer(44234).bytes(platform).view()),
            "cca.collection");
  const auto record = [&](const cbor::Encoder& first) {
    return refusal(cbor::Encoder()
                       .tag(907)
                       .map(2)
                       .integer(44234)
                       .encoded(first.view())
                       .integer(44241)
                       .bytes(realm)
                       .view());
  };
  const auto encoder = [] { return cbor::Encoder(); };
  EXPECT_EQ(record(encoder().array(3).uint(263).bytes(platform).uint(2)), "accepted");
  EXPECT_EQ(record(encoder().array(2).text("application/eat+cwt").bytes(platform)), "accepted");
  EXPECT_EQ(record(encoder().array(2).uint(60).bytes(platform)), "cca.collection");
  EXPECT_EQ(record(encoder().array(1).bytes(platform)), "cca.collection");
  EXPECT_EQ(refusal(bytes_of("not a token")), "cca.collection");
  EXPECT_EQ(refusal({}), "cca.collection");
  EXPECT_FALSE(looks_like_token(bytes_of("not a token")));
}

TEST_F(CcaVerify, RefusesEveryTruncation) {
  testkit::for_each_truncation(forge_.good(),
                               [&](ByteView prefix) { EXPECT_FALSE(accepts(prefix)); });
}

TEST_F(CcaVerify, RefusesBitFlipsEverywhere) {
  testkit::for_each_bit_flip(forge_.good(), [&](ByteView mutant, size_t bit) {
    if (bit % 11 != 0) return;  // two signature checks a mutant take their time
    EXPECT_FALSE(accepts(mutant)) << bit;
  });
}

TEST_F(CcaVerify, ExplainsRefusedTokens) {
  const Verification result = verify_token(forge_.good(), {.keys = {}}, {});
  ASSERT_TRUE(result.said);
  EXPECT_EQ(*result.said->claimed().measurement("rim"), Bytes(32, 0x33));
}

}  // namespace
}  // namespace anchorhold::cca

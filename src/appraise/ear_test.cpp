#include "appraise/ear.h"

#include <gtest/gtest.h>

#include "appraise/checks.h"
#include "crypto/jwt.h"
#include "testkit/fixed_random.h"

namespace anchorhold::appraise {
namespace {

Time now() {
  return Time(std::chrono::sys_days(std::chrono::year(2026) / 6 / 1));
}

crypto::PrivateKey key(uint8_t seed = 1, crypto::Algorithm algorithm = crypto::Algorithm::es256) {
  testkit::FixedRandom random(seed);
  return crypto::PrivateKey::generate(algorithm, random).value();
}

EarResult result(int8_t executables = 3) {
  EarResult out;
  out.build = "test";
  out.issued = now();
  out.nonce = Bytes(16, 7);
  out.expires = now() + std::chrono::hours(24);
  out.submodules["snp"].floor = Tier::affirming;
  out.submodules["snp"].vector.executables = executables;
  out.submodules["snp"].vector.hardware = 2;
  return out;
}

std::string judge(const std::string& token, const std::optional<Bytes>& nonce = Bytes(16, 7),
                  Time at = now()) {
  const EarVerification out = verify_ear(token, key().public_key(), nonce, at);
  return out.findings.accepted() ? "accepted" : out.findings.first_failure()->check;
}

TEST(Ear, BothProfilesRoundTripWithBothKinds) {
  for (const EarProfile profile : {EarProfile::ietf_03, EarProfile::veraison}) {
    EXPECT_EQ(judge(sign_ear(result(), profile, key()).value()), "accepted");
    const auto ed = key(2, crypto::Algorithm::ed25519);
    const std::string token = sign_ear(result(), profile, ed).value();
    const EarVerification out = verify_ear(token, ed.public_key(), std::nullopt, now());
    EXPECT_TRUE(out.findings.accepted());
    EXPECT_EQ(out.ear->status.at("snp"), Tier::affirming);
  }
}

TEST(Ear, TheProfilesUseTheirOwnNames) {
  const auto claims_of = [](EarProfile profile) {
    const std::string token = sign_ear(result(), profile, key()).value();
    return crypto::verify_jwt("ear", token, key().public_key()).value().claims;
  };
  const json::Value ietf = claims_of(EarProfile::ietf_03);
  EXPECT_EQ(ietf.find("eat_profile")->as_string(), "tag:ietf.org,2026:rats/ear#03");
  EXPECT_NE(ietf.find("submods")->find("snp")->find("ear_trustworthiness_vector"), nullptr);
  EXPECT_EQ(ietf.find("ear_status")->as_string(), "affirming");
  const json::Value dotted = claims_of(EarProfile::veraison);
  EXPECT_EQ(dotted.find("submods")->find("snp")->find("ear.status")->as_string(), "affirming");
  EXPECT_EQ(dotted.find("ear_status"), nullptr);
}

TEST(Ear, WhatIsNotAffirmingIsRejected) {
  for (const int8_t value : {int8_t{33}, int8_t{96}, int8_t{99}, int8_t{-100}})
    EXPECT_EQ(judge(sign_ear(result(value), EarProfile::ietf_03, key()).value()), "ear.status");
}

TEST(Ear, AStatusBetterThanItsVectorIsRejected) {
  const auto lying = json::parse("ear", R"({"eat_profile":"tag:ietf.org,2026:rats/ear#03",
      "iat":1780272000,"exp":1780272900,"ear_verifier_id":{"developer":"d","build":"b"},
      "submods":{"x":{"ear_status":"affirming","ear_trustworthiness_vector":{"hardware":96}}}})");
  const std::string token = crypto::sign_jwt(lying.value(), "JWT", key()).value();
  EXPECT_EQ(judge(token, std::nullopt), "ear.status");
}

TEST(Ear, AnotherKeyNonceTimeOrProfileIsRejected) {
  const std::string foreign = sign_ear(result(), EarProfile::ietf_03, key(9)).value();
  EXPECT_EQ(judge(foreign), "ear.signature");
  const std::string good = sign_ear(result(), EarProfile::ietf_03, key()).value();
  EXPECT_EQ(judge(good, Bytes(16, 8)), "ear.nonce");
  EXPECT_EQ(judge(good, Bytes(16, 7), now() - std::chrono::hours(1)), "ear.time");
  EarResult expiring = result();
  expiring.expires = now() + std::chrono::hours(1);
  const std::string short_lived = sign_ear(expiring, EarProfile::ietf_03, key()).value();
  EXPECT_EQ(judge(short_lived, Bytes(16, 7), now() + std::chrono::minutes(59)), "accepted");
  EXPECT_EQ(judge(short_lived, Bytes(16, 7), now() + std::chrono::hours(1)), "ear.time");
  const auto other =
      json::parse("ear", R"({"eat_profile":"tag:example.org,2026:ear","iat":1780272000,
      "ear_verifier_id":{},"submods":{"x":{"ear_status":"affirming"}}})");
  EXPECT_EQ(judge(crypto::sign_jwt(other.value(), "JWT", key()).value(), std::nullopt), "ear.form");
}

TEST(Ear, EveryChangedCharacterIsRejected) {
  const std::string good = sign_ear(result(), EarProfile::ietf_03, key()).value();
  for (size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = bad[i] == 'A' ? 'B' : 'A';
    EXPECT_NE(judge(bad), "accepted") << i;
    EXPECT_NE(judge(good.substr(0, i)), "accepted") << i;
  }
}

std::string token_of(std::string_view members) {
  const auto claims =
      json::parse("ear", R"({"eat_profile":"tag:ietf.org,2026:rats/ear#03","iat":1780272000,
      "ear_verifier_id":{"developer":"d","build":"b"},)" +
                             std::string(members) + "}");
  return crypto::sign_jwt(claims.value(), "JWT", key()).value();
}

TEST(Ear, TheWholesStatusNestedSubmodulesAndBeginningsCount) {
  const std::string good = R"("exp":1780272900,"submods":{"x":{"ear_status":"affirming"}})";
  EXPECT_EQ(judge(token_of(good), std::nullopt), "accepted");
  EXPECT_EQ(judge(token_of(good + R"(,"ear_status":"contraindicated")"), std::nullopt),
            "ear.status");
  EXPECT_EQ(judge(token_of(good + R"(,"nbf":1780279200)"), std::nullopt), "ear.time");
  EXPECT_EQ(judge(token_of(R"("exp":1780272900,"submods":{"x":{"ear_status":"affirming",
                              "submods":{"y":{"ear_status":"contraindicated"}}}})"),
                  std::nullopt),
            "ear.status");
}

TEST(Ear, WithoutAnEndOnlyADemandedNonceIsFresh) {
  const std::string endless = R"("submods":{"x":{"ear_status":"affirming"}})";
  EXPECT_EQ(judge(token_of(endless), std::nullopt), "ear.time");
  EXPECT_EQ(judge(token_of(endless + R"(,"eat_nonce":"BwcHBwcHBwcHBwcHBwcHBw")")), "accepted");
}

TEST(Ear, NoStatusIsBetterThanItsFloor) {
  EarResult floored = result();
  floored.submodules["snp"].floor = Tier::warning;
  EXPECT_EQ(judge(sign_ear(floored, EarProfile::ietf_03, key()).value()), "ear.status");
}

TEST(TrustVector, AnyFailedCheckIsNotAffirming) {
  Claims claims;
  claims.tee = TeeKind::snp;
  claims.hardware_rooted = true;
  for (const Check* check : check_table()) {
    Findings findings;
    findings.add(failed(*check, "it", "wrong"));
    EXPECT_GT(trust_vector(claims, findings).status(), Tier::affirming) << check->id;
  }
}

TEST(TrustVector, TiersAreThoseOfTheDraft) {
  const std::pair<int, Tier> known[] = {{-1, Tier::none},
                                        {0, Tier::none},
                                        {1, Tier::none},
                                        {2, Tier::affirming},
                                        {31, Tier::affirming},
                                        {32, Tier::warning},
                                        {95, Tier::warning},
                                        {96, Tier::contraindicated},
                                        {127, Tier::contraindicated},
                                        {-2, Tier::affirming},
                                        {-32, Tier::affirming},
                                        {-33, Tier::warning},
                                        {-96, Tier::warning},
                                        {-97, Tier::contraindicated},
                                        {-128, Tier::contraindicated}};
  for (const auto& [value, tier] : known)
    EXPECT_EQ(tier_of(static_cast<int8_t>(value)), tier) << value;
}

TEST(TrustVector, ASoftwareTeeIsNeverAffirming) {
  Claims software;
  software.tee = TeeKind::software;
  EXPECT_EQ(trust_vector(software, Findings()).status(), Tier::contraindicated);
  Claims hardware;
  hardware.tee = TeeKind::snp;
  hardware.hardware_rooted = true;
  EXPECT_EQ(trust_vector(hardware, Findings()).status(), Tier::affirming);
  hardware.debug = true;
  EXPECT_EQ(trust_vector(hardware, Findings()).status(), Tier::contraindicated);
  EXPECT_EQ(unverified_vector().status(), Tier::contraindicated);
}

}  // namespace
}  // namespace anchorhold::appraise

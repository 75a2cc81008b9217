#include "appraise/appraise.h"

#include <gtest/gtest.h>

namespace anchorhold::appraise {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

Time issued() {
  return Time(std::chrono::sys_days(std::chrono::year(2026) / 6 / 1));
}

// What a software TEE's document would say.
Claims claims() {
  Claims out;
  out.tee = TeeKind::software;
  out.root[0] = 7;
  out.platform = "anchorhold-enc0123";
  out.debug = false;
  out.issued = issued();
  for (const int index : {0, 1, 2, 4, 16})
    out.measurements["pcr" + std::to_string(index)] = Bytes(48, static_cast<uint8_t>(index + 1));
  out.measurements["pcr3"] = Bytes(48);
  out.nonce = Bytes{1, 2, 3, 4};
  out.user_data = Bytes{5, 6};
  out.public_key = Bytes{7, 8, 9};
  return out;
}

Policy policy() {
  const Claims good = claims();
  return {.accept = {{.tee = TeeKind::software,
                      .given_roots = {good.root},
                      .measurements = {{"pcr0", {good.measurements.at("pcr0")}},
                                       {"pcr16", {good.measurements.at("pcr16")}}}}},
          .max_age = minutes(5)};
}

Binding binding() {
  const Claims good = claims();
  return {.nonce = good.nonce, .user_data = good.user_data, .public_key = good.public_key};
}

std::string first_failure(const Findings& findings) {
  const Finding* failure = findings.first_failure();
  return failure == nullptr ? "none" : failure->check;
}

std::string judge(const Claims& claims, const Policy& policy, const Binding& binding) {
  return first_failure(appraise(claims, policy, binding, issued() + minutes(1)));
}

TEST(Appraise, AcceptsWhatThePolicyNames) {
  EXPECT_EQ(judge(claims(), policy(), binding()), "none");
}

TEST(Appraise, ASoftwareAppraisalBeginsWithNotHardware) {
  const Claims software = claims();
  EXPECT_FALSE(software.hardware_rooted);
  EXPECT_EQ(software.tee, TeeKind::software);
  const Findings findings = appraise(software, policy(), binding(), issued());
  EXPECT_TRUE(findings.list().front().subject.starts_with("NOT HARDWARE"));
}

TEST(Appraise, AnEmptyPolicyAcceptsNothing) {
  EXPECT_EQ(judge(claims(), Policy{}, Binding{}), "appraise.tee");
  EXPECT_EQ(judge(claims(), Policy{.accept = {}, .max_age = minutes(5)}, binding()),
            "appraise.tee");
}

TEST(Appraise, ASoftwareTeeMustBeNamedTogetherWithItsRoot) {
  Policy other = policy();
  other.accept[0].tee = TeeKind::nitro;
  EXPECT_EQ(judge(claims(), other, binding()), "appraise.tee");
  Policy rootless = policy();
  rootless.accept[0].given_roots.clear();
  EXPECT_EQ(judge(claims(), rootless, binding()), "appraise.root");
  Policy foreign = policy();
  foreign.accept[0].given_roots[0][0] ^= 1;
  EXPECT_EQ(judge(claims(), foreign, binding()), "appraise.root");
}

TEST(Appraise, HardwareNeedsNoSoftwareRoot) {
  Claims hardware = claims();
  hardware.tee = TeeKind::nitro;
  hardware.hardware_rooted = true;
  Policy nitro = policy();
  nitro.accept[0].tee = TeeKind::nitro;
  nitro.accept[0].given_roots.clear();
  EXPECT_EQ(judge(hardware, nitro, binding()), "none");
  EXPECT_EQ(judge(hardware, policy(), binding()), "appraise.tee")
      << "software named, hardware given";
}

TEST(Appraise, N18NoncesMustBeExact) {
  const Bytes nonce = *claims().nonce;
  Binding demanded = binding();
  const auto with_nonce = [&](std::optional<Bytes> found) {
    Claims changed = claims();
    changed.nonce = std::move(found);
    return judge(changed, policy(), demanded);
  };
  EXPECT_EQ(with_nonce(nonce), "none");
  Bytes prefix(nonce.begin(), nonce.end() - 1);
  EXPECT_EQ(with_nonce(prefix), "appraise.nonce");
  Bytes padded = nonce;
  padded.push_back(0);
  EXPECT_EQ(with_nonce(padded), "appraise.nonce");
  Bytes flipped = nonce;
  flipped[0] ^= 1;
  EXPECT_EQ(with_nonce(flipped), "appraise.nonce");
  EXPECT_EQ(with_nonce(Bytes()), "appraise.nonce");
  EXPECT_EQ(with_nonce(std::nullopt), "appraise.nonce");
  demanded.nonce = Bytes();
  EXPECT_EQ(with_nonce(std::nullopt), "appraise.nonce") << "absent is not empty";
  EXPECT_EQ(with_nonce(Bytes()), "none");
}

TEST(Appraise, EveryBoundFieldIsDemandedWhenSet) {
  Binding user_data = binding();
  (*user_data.user_data)[0] ^= 1;
  EXPECT_EQ(judge(claims(), policy(), user_data), "appraise.user_data");
  Binding key = binding();
  key.public_key->push_back(0);
  EXPECT_EQ(judge(claims(), policy(), key), "appraise.public_key");
  EXPECT_EQ(judge(claims(), policy(), Binding{}), "none") << "nothing is demanded";
}

TEST(Appraise, N19EvidenceOlderThanTheLimit) {
  const auto at = [&](Duration later) {
    return first_failure(appraise(claims(), policy(), binding(), *claims().issued + later));
  };
  EXPECT_EQ(at(minutes(5)), "none");
  EXPECT_EQ(at(minutes(5) + Duration(1)), "appraise.freshness");
  EXPECT_EQ(at(std::chrono::hours(2)), "appraise.freshness") << "the leaf is still valid";
  EXPECT_EQ(at(-seconds(60)), "none");
  EXPECT_EQ(at(-seconds(61)), "appraise.freshness") << "issued in the future";
}

TEST(Appraise, EvidenceWithoutPlaceForATimeOrAQuestionIsTakenInsecurely) {
  Claims chain = claims();
  chain.issued.reset();
  chain.nonce.reset();
  chain.user_data.reset();
  Policy insecure = policy();
  insecure.accept.front().insecure_allow_timeless = true;
  EXPECT_EQ(judge(chain, policy(), Binding{}), "appraise.freshness");
  EXPECT_EQ(judge(chain, insecure, Binding{}), "none");
  Binding challenged;
  challenged.challenged = issued();
  EXPECT_EQ(judge(chain, insecure, challenged), "appraise.freshness");
}

TEST(Appraise, EvidenceThatCanAnswerMustBeAskedEvenInsecurely) {
  Policy insecure = policy();
  insecure.accept.front().insecure_allow_timeless = true;
  EXPECT_EQ(first_failure(appraise(claims(), insecure, Binding{}, issued() + minutes(6))),
            "appraise.freshness")
      << "what tells its time is judged by it";
  Claims untimed = claims();
  untimed.issued.reset();
  EXPECT_EQ(judge(untimed, insecure, Binding{}), "appraise.freshness") << "it holds a nonce";
  untimed.nonce.reset();
  untimed.user_data.reset();
  untimed.report_data = Bytes(64);
  EXPECT_EQ(judge(untimed, insecure, Binding{}), "appraise.freshness") << "it holds report data";
}

TEST(Appraise, WithAChallengeOnlyTheCallersClockCounts) {
  const Time now = issued() + minutes(30);
  Binding challenged = binding();
  challenged.challenged = now - minutes(4);
  EXPECT_EQ(first_failure(appraise(claims(), policy(), challenged, now)), "none");
  challenged.challenged = now - minutes(6);
  EXPECT_EQ(first_failure(appraise(claims(), policy(), challenged, now)), "appraise.freshness");
  challenged.challenged = now + Duration(1);
  EXPECT_EQ(first_failure(appraise(claims(), policy(), challenged, now)), "appraise.freshness");
  challenged.challenged = now;
  challenged.nonce.reset();
  EXPECT_EQ(first_failure(appraise(claims(), policy(), challenged, now)), "appraise.freshness")
      << "without a nonce a challenge proves no age";
}

TEST(Appraise, N20DebugIsRefusedWhateverMeasurementsThePolicyNames) {
  Claims debug = claims();
  debug.debug = true;
  for (const char* name : {"pcr0", "pcr1", "pcr2"}) debug.measurements[name] = Bytes(48);
  EXPECT_EQ(judge(debug, policy(), binding()), "appraise.debug");
  Policy zeros = policy();
  const AllowList zero = {Bytes(48)};
  zeros.accept[0].measurements = {{"pcr0", zero}, {"pcr1", zero}, {"pcr2", zero}};
  EXPECT_EQ(judge(debug, zeros, binding()), "appraise.debug");
  Policy elsewhere = policy();
  elsewhere.accept[0].measurements = {{"pcr4", {debug.measurements.at("pcr4")}}};
  EXPECT_EQ(judge(debug, elsewhere, binding()), "appraise.debug");
  Policy none = policy();
  none.accept[0].measurements.clear();
  EXPECT_EQ(judge(debug, none, binding()), "appraise.debug");
}

TEST(Appraise, APolicyWithoutMeasurementsAcceptsNothing) {
  Policy none = policy();
  none.accept[0].measurements.clear();
  EXPECT_EQ(judge(claims(), none, binding()), "appraise.measurements");
}

TEST(Appraise, AZeroReferenceValueMatchesNothing) {
  Policy zero = policy();
  zero.accept[0].measurements = {{"pcr3", {Bytes(48)}}};
  EXPECT_EQ(judge(claims(), zero, binding()), "appraise.measurements");
}

TEST(Appraise, N21ARegisterThatIsAbsentIsNotZero) {
  Policy absent = policy();
  absent.accept[0].measurements["pcr17"] = {Bytes(48)};
  EXPECT_EQ(judge(claims(), absent, binding()), "appraise.measurements");
  absent.accept[0].measurements["pcr17"] = {Bytes(48, 1)};
  const Findings findings = appraise(claims(), absent, binding(), issued());
  EXPECT_EQ(findings.first_failure()->observed, "absent from the evidence");
}

TEST(Appraise, EachOfTheNamedRegistersCounts) {
  for (const char* name : {"pcr0", "pcr16"}) {
    Policy changed = policy();
    changed.accept[0].measurements[name][0][47] ^= 1;
    const Findings findings = appraise(claims(), changed, binding(), issued());
    EXPECT_FALSE(findings.accepted());
    EXPECT_EQ(findings.first_failure()->subject, name);
    EXPECT_FALSE(findings.first_failure()->advice.empty());
  }
}

TEST(Appraise, OneOfSeveralCombinationsMustMatchAsAWhole) {
  Policy several = policy();
  Accepted other = several.accept[0];
  other.measurements["pcr0"][0][0] ^= 1;
  several.accept.insert(several.accept.begin(), other);
  EXPECT_EQ(judge(claims(), several, binding()), "none");
  several.accept[1].measurements["pcr16"][0][0] ^= 1;
  EXPECT_EQ(judge(claims(), several, binding()), "appraise.measurements")
      << "each half matches one entry";
}

}  // namespace
}  // namespace anchorhold::appraise

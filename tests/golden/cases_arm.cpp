#include "cases.h"
#include "codec/cbor.h"
#include "testkit/forged_cca.h"
#include "testkit/forged_nsm.h"
#include "testkit/forged_psa.h"

namespace anchorhold::golden {
namespace {

using testkit::CcaForge;
using testkit::PsaForge;

constexpr int64_t challenge = 10;
constexpr int64_t lifecycle = 2395;
constexpr int64_t realm_initial_measurement = 44238;
constexpr uint64_t lifecycle_debug = 0x4002;

Case below_key(std::string name, Bytes token, const crypto::SubjectKey& key) {
  Case out{std::move(name), std::move(token), {}};
  out.demands.anchors = {file("key.der", key.spki())};
  out.demands.at_ms = milliseconds(testkit::NsmForge::at());
  return out;
}

std::vector<Case> cca_cases() {
  const CcaForge forge;
  const Case good = expecting(below_key("cca.accepted", forge.good(), forge.anchor_key()));
  testkit::ClaimMap debug = forge.platform();
  debug.set(lifecycle, testkit::cbor_uint(lifecycle_debug));
  testkit::ClaimMap other = forge.realm();
  other.set(realm_initial_measurement, testkit::cbor_bytes(Bytes(32, 0x34)));
  testkit::ClaimMap replayed = forge.realm();
  replayed.set(challenge, testkit::cbor_bytes(Bytes(64, 0x35)));
  const CcaForge stranger(2);
  return {
      good,
      good.with("cca.debug", forge.token(debug, forge.realm())),
      good.with("cca.measurement", forge.token(forge.platform(), other)),
      good.with("cca.nonce", forge.token(forge.platform(), replayed)),
      good.with("cca.realm-key-not-bound", forge.token(stranger.platform(), forge.realm())),
      truncated_as("cca", good),
      good.changed("cca.no-anchor", [](auto& d) { d.anchors.clear(); }),
  };
}

std::vector<Case> psa_cases() {
  const PsaForge forge;
  const Case good = expecting(below_key("psa.accepted", forge.good(), forge.anchor_key()));
  const auto with_claim = [&](int64_t label, Bytes value) {
    return forge.sign(PsaForge::claims().set(label, std::move(value)));
  };
  return {
      good,
      expecting(below_key("psa.accepted-profile-1", forge.sign(PsaForge::profile_1_claims()),
                          forge.anchor_key())),
      good.with("psa.debug", with_claim(lifecycle, testkit::cbor_uint(lifecycle_debug))),
      good.with("psa.nonce", with_claim(challenge, testkit::cbor_bytes(Bytes(32, 0x12)))),
      good.with("psa.component-without-measurement",
                with_claim(2399, PsaForge::components_without(2))),
      good.with("psa.signature", altered_at_end(good.evidence)),
      truncated_as("psa", good),
  };
}

}  // namespace

std::vector<Case> arm_cases() {
  std::vector<Case> all = cca_cases();
  for (Case& more : psa_cases()) all.push_back(std::move(more));
  return all;
}

}  // namespace anchorhold::golden

// DICE chains of both encodings with things wrong, some of them well signed. What was altered after
// signing is refused or says the same; what is accepted ends at the anchor; the cache never changes
// a verdict.
#include "check.h"
#include "claim_edits.h"
#include "evidence/dice/verify.h"
#include "testkit/forged_dice.h"

using namespace anchorhold;
using testkit::DiceForge;

namespace {

// World: what all runs share: certificates are slow to sign.
struct World {
  DiceForge forge;
  DiceForge::X509 x509 = forge.x509();
  Bytes evidence = x509.evidence();
  Bytes chain = forge.good_cbor_chain();
  std::vector<crypto::SubjectKey> keys = {x509.anchor, forge.device_key()};
  std::vector<GivenAnchor> given = {{keys[0].spki_sha256()}, {keys[1].spki_sha256()}};

  Verification verify(ByteView bytes, crypto::CertificateCache* cache) const {
    return dice::verify_chain(bytes, {.certificates = {}, .keys = keys}, given, DiceForge::at(),
                              cache);
  }
};

const World& world() {
  static const World instance;
  return instance;
}

Bytes signed_evidence(FuzzedDataProvider& in) {
  const DiceForge& forge = world().forge;
  if (in.ConsumeBool()) {
    return forge
        .x509(DiceForge::chain_spec(), {.open_profile = fuzz::take_bytes(in, 80),
                                        .tcb_info = fuzz::take_bytes(in, 80),
                                        .multi_tcb_info = fuzz::take_bytes(in, 80),
                                        .ueid = fuzz::take_bytes(in, 40)})
        .evidence();
  }
  testkit::ClaimMap upper = forge.claims(0);
  testkit::ClaimMap lower = forge.claims(1);
  fuzz::edit_claims(in, upper);
  fuzz::edit_claims(in, lower);
  return forge.cbor_chain({forge.certificate(upper, 0), forge.certificate(lower, 1)});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzedDataProvider in(data, size);
  static crypto::CertificateCache cache(64, 64);
  static const Verification good_x509 = world().verify(world().evidence, nullptr);
  static const Verification good_cbor = world().verify(world().chain, nullptr);
  const bool alter_only = in.ConsumeBool();
  const bool cbor = in.ConsumeBool();
  Bytes bytes = !alter_only ? signed_evidence(in) : cbor ? world().chain : world().evidence;
  if (alter_only) fuzz::flips(in, bytes, 8);
  const Verification result = world().verify(bytes, nullptr);
  fuzz::check(result.claims.has_value() == world().verify(bytes, &cache).claims.has_value());
  fuzz::check(result.claims.has_value() == result.findings.accepted());
  if (!result.claims) return 0;
  const Digest256& root = (*result.claims)->root;
  fuzz::check(root == world().given[0].spki_sha256 || root == world().given[1].spki_sha256);
  if (alter_only) {
    fuzz::check((*result.claims)->measurements ==
                (*(cbor ? good_cbor : good_x509).claims)->measurements);
  }
  return 0;
}

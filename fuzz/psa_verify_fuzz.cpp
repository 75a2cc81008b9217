// PSA tokens with things wrong, some of them well signed. What was altered after signing is refused
// or says the same; what is accepted ends at the anchor and has the mandatory claims.
#include "evidence/psa/verify.h"
#include "testkit/forged_psa.h"
#include "vouched_verify.h"

using namespace anchorhold;
using testkit::PsaForge;

namespace {

const PsaForge& forge() {
  static const PsaForge instance;
  return instance;
}

Verification verify(ByteView token) {
  static const std::vector<crypto::SubjectKey> keys = {PsaForge(2).anchor_key(),
                                                       forge().anchor_key()};
  static const std::vector<GivenAnchor> given = {{forge().anchor_key().spki_sha256()}};
  return psa::verify_token(token, {.keys = keys}, given);
}

Bytes signed_token(FuzzedDataProvider& in) {
  testkit::ClaimMap claims = in.ConsumeBool() ? PsaForge::claims() : PsaForge::profile_1_claims();
  fuzz::edit_claims(in, claims);
  testkit::Sign1Spec spec;
  if (in.ConsumeBool()) spec.tag = in.ConsumeIntegralInRange<uint64_t>(16, 19);
  if (in.ConsumeBool()) spec.protected_header = fuzz::take_bytes(in, 12);
  if (in.ConsumeBool()) spec.unprotected = fuzz::take_bytes(in, 12);
  return testkit::forge_sign1(claims.encode(), forge().key(), spec);
}

void promise(const Claims& claims) {
  fuzz::check(claims.nonce.has_value() && claims.debug.has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto format = fuzz::vouched_format(forge(), verify, signed_token, promise);
  fuzz::run_vouched(format, {data, size});
  return 0;
}

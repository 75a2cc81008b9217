// CCA tokens with things wrong, some of them well signed. What was altered after signing is refused
// or says the same; what is accepted ends at the anchor and is bound to its platform.
#include "evidence/cca/verify.h"
#include "testkit/forged_cca.h"
#include "vouched_verify.h"

using namespace anchorhold;
using testkit::CcaForge;

namespace {

const CcaForge& forge() {
  static const CcaForge instance;
  return instance;
}

Verification verify(ByteView token) {
  static const std::vector<crypto::SubjectKey> keys = {CcaForge(2).anchor_key(),
                                                       forge().anchor_key()};
  static const std::vector<GivenAnchor> given = {{forge().anchor_key().spki_sha256()}};
  return cca::verify_token(token, {.keys = keys}, given);
}

Bytes signed_token(FuzzedDataProvider& in) {
  testkit::ClaimMap platform = forge().platform();
  testkit::ClaimMap realm = forge().realm();
  if (in.ConsumeBool()) {
    const Bytes key = in.ConsumeBool() ? copy_of(forge().realm_key().public_key().raw())
                                       : fuzz::take_bytes(in, 120);
    realm = CcaForge::with_key(realm, key);
    platform = CcaForge::bound_to(platform, key);
  }
  fuzz::edit_claims(in, platform);
  fuzz::edit_claims(in, realm);
  return forge().token(
      platform, realm,
      in.PickValueInArray({testkit::CcaForm::collection_399, testkit::CcaForm::cmw_907,
                           testkit::CcaForm::untagged}));
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

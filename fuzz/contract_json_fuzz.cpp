// A sealed contract has one encoding, and its readers take any bytes: alone, and as the payload of
// a JWS.
#include "check.h"
#include "contract/check.h"
#include "contract/explain.h"
#include "contract/parse.h"
#include "contract/policy.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView input{data, size};
  const auto sealed = contract::parse_sealed("input", text_of(input));
  if (!sealed.ok()) return 0;
  fuzz::check(fuzz::same(contract::encode_contract(sealed->contract), sealed->payload));
  fuzz::check(contract::parse_contract(sealed->payload).ok());
  fuzz::check(contract::policy_of(*sealed).accept.size() == sealed->contract.tee.accept.size());
  fuzz::check(!contract::to_text(contract::explain(sealed->contract)).empty());
  const bool complete = contract::check_signatures(*sealed).accepted();
  fuzz::check(!complete || !sealed->signers.empty());
  return 0;
}

// PSA tokens of any bytes, without an anchor: never accepted, and always with a finding that says
// why.
#include "check.h"
#include "evidence/psa/verify.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView input(data, size);
  (void)psa::looks_like_token(input);
  const Verification result = psa::verify_token(input, {.keys = {}}, {});
  fuzz::check(!result.claims && result.findings.first_failure() != nullptr);
  return 0;
}

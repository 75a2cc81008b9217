// DICE chains of any bytes, without an anchor: never accepted, and always with a finding that says
// why.
#include "check.h"
#include "evidence/dice/verify.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView input(data, size);
  (void)dice::looks_like_chain(input);
  const Verification result =
      dice::verify_chain(input, {.certificates = {}, .keys = {}}, {}, Time(), nullptr);
  fuzz::check(!result.claims && result.findings.first_failure() != nullptr);
  return 0;
}

// CCA tokens of any bytes, without an anchor: never accepted, and always with a finding that says
// why.
#include "check.h"
#include "evidence/cca/verify.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView input(data, size);
  (void)cca::looks_like_token(input);
  const Verification result = cca::verify_token(input, {.keys = {}}, {});
  fuzz::check(!result.claims && result.findings.first_failure() != nullptr);
  return 0;
}

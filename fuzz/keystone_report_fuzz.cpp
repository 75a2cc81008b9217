// Keystone reports of any bytes, without an anchor: never accepted, and always with a finding that
// says why.
#include "check.h"
#include "evidence/keystone/verify.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView input(data, size);
  (void)keystone::looks_like_report(input);
  const Verification result =
      keystone::verify_report(input, {.insecure_test_device_key = true}, {});
  fuzz::check(!result.claims && result.findings.first_failure() != nullptr);
  return 0;
}

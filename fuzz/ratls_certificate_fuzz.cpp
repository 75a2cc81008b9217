// RA-TLS certificates of any bytes: read or refused, and never accepted without Intel's collateral.
#include "check.h"
#include "evidence/ratls/certificate.h"
#include "verifier/verify.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView input(data, size);
  const bool looks = ratls::looks_like_certificate(input);
  const auto parsed = ratls::parse_certificate(input, nullptr);
  fuzz::check(looks || !parsed.ok());
  const verifier::Material none;
  const verifier::Anchors nobody;
  const auto result = verifier::ratls_format.verify(
      {.evidence = input, .material = none, .anchors = nobody, .at = {}});
  fuzz::check(!result.claims && result.findings.first_failure() != nullptr);
  return 0;
}

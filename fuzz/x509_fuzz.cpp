// A certificate that is read is read the same way again, and no CA passes for a leaf.
#include "check.h"
#include "crypto/x509_path.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView input(data, size);
  const auto certificate = crypto::parse_certificate("input", input);
  if (!certificate.ok()) return 0;
  fuzz::check(fuzz::same(certificate->der, input));
  const auto again = crypto::parse_certificate("again", certificate->der);
  fuzz::check(again.ok() && again->tbs == certificate->tbs &&
              again->signature == certificate->signature);
  const auto key = crypto::SubjectKey::from_spki("key", certificate->key.spki());
  fuzz::check(key.ok() && *key == certificate->key);

  const crypto::PathRules rules = {.keys = {certificate->key.kind()},
                                   .schemes = {certificate->signature_algorithm},
                                   .understood_critical = certificate->unknown_critical};
  // An issuer is a CA, and no CA passes for a leaf.
  const Time at = certificate->not_before;
  if (const auto issuer = crypto::trust_anchor(*certificate, at, rules); issuer.ok()) {
    static_cast<void>(crypto::verify_ca(*issuer, *certificate, at, rules).ok());
    fuzz::check(!crypto::verify_leaf(*issuer, *certificate, at, rules).ok());
  }
  return 0;
}

// A certificate that is read, alone or among others, as DER or PEM, is read the same way again, and
// no CA passes for a leaf.
#include "check.h"
#include "crypto/x509_path.h"

using namespace anchorhold;

namespace {

void check_path(const crypto::Certificate& certificate) {
  const crypto::PathRules rules = {.keys = {certificate.key.kind()},
                                   .schemes = {certificate.signature_algorithm},
                                   .understood_critical = certificate.unknown_critical};
  const Time at = certificate.not_before;
  const auto issuer = crypto::trust_anchor(certificate, at, rules);
  if (!issuer.ok()) return;
  crypto::CertificateCache cache;
  const bool first = crypto::verify_ca(*issuer, certificate, at, rules, &cache).ok();
  fuzz::check(crypto::verify_ca(*issuer, certificate, at, rules, &cache).ok() == first);
  fuzz::check(!crypto::verify_leaf(*issuer, certificate, at, rules, &cache).ok());
}

void check_certificate(const crypto::Certificate& certificate) {
  crypto::CertificateCache cache;
  for (int i = 0; i < 2; ++i) {
    const auto again = crypto::parse_certificate("again", certificate.der, &cache);
    fuzz::check(again.ok() && again->tbs == certificate.tbs &&
                again->signature == certificate.signature);
  }
  const auto key = crypto::SubjectKey::from_spki("key", certificate.key.spki());
  fuzz::check(key.ok() && *key == certificate.key);
  for (const crypto::Extension& extension : certificate.extensions) {
    fuzz::check(certificate.find_extension(extension.oid) == &extension);
  }
  constexpr std::string_view common_name = "2.5.4.3";
  fuzz::check(crypto::name_attribute(certificate.subject, common_name) ==
              certificate.subject_common_name);
  check_path(certificate);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView input(data, size);
  if (const auto one = crypto::parse_certificate("input", input); one.ok()) {
    fuzz::check(fuzz::same(one->der, input));
  }
  const auto all = crypto::parse_certificates("input", input);
  if (!all.ok()) return 0;
  for (const crypto::Certificate& certificate : *all) check_certificate(certificate);
  return 0;
}

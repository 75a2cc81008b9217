// Verifications a second on one core for every key that vendors sign with: what bounds the
// verification of their evidence. The key is read once, as with cached certificates; beside it, how
// long it takes to read a certificate anew.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "crypto/certificate_cache.h"
#include "rate.h"
#include "testkit/forged_ca.h"

namespace {

using namespace anchorhold;
using crypto::HashKind;
using crypto::KeyKind;
using crypto::SignatureKind;
using crypto::SignatureScheme;
using testkit::TestKey;

constexpr int rounds = 5;

struct Case {
  std::string name;
  TestKey key;
  SignatureScheme scheme;
};

void must(bool good) {
  if (good) return;
  std::fputs("signature_bench: a verification came out wrong\n", stderr);
  std::exit(1);
}

template <class Work>
double median_rate(const Work& work) {
  std::vector<double> rates;
  for (int i = 0; i < rounds; ++i) rates.push_back(bench::rate_of(work));
  std::ranges::sort(rates);
  return rates[rates.size() / 2];
}

void print_case(const Case& item) {
  const Bytes message(432, 0x5a);  // as long as a quote's signed part
  const Bytes signature = item.key.sign(message, item.scheme);
  const double verified = median_rate(
      [&] { must(crypto::verify(item.key.subject_key(), item.scheme, message, signature)); });
  crypto::CertificateCache cache;
  const double remembered = median_rate([&] {
    must(crypto::verify_cached(item.key.subject_key(), item.scheme, message, signature, &cache));
  });
  const Time at = parse_time("time", "2026-11-21T12:00:00Z").value();
  testkit::CertificateSpec spec = testkit::root_spec("root", item.key, at);
  spec.scheme = item.scheme;
  const Bytes der = testkit::forge_certificate(spec, item.key);
  const double read =
      median_rate([&] { must(crypto::parse_certificate("certificate", der).ok()); });
  std::printf("%-28s %10.0f %12.0f %14.1f us\n", item.name.c_str(), verified, remembered,
              1e6 / read);
}

}  // namespace

int main() {
  const Case cases[] = {
      {"P-256 with SHA-256", TestKey::of(KeyKind::p256), {SignatureKind::ecdsa, HashKind::sha256}},
      {"P-384 with SHA-384", TestKey::of(KeyKind::p384), {SignatureKind::ecdsa, HashKind::sha384}},
      {"P-521 with SHA-512", TestKey::of(KeyKind::p521), {SignatureKind::ecdsa, HashKind::sha512}},
      {"Ed25519", TestKey::of(KeyKind::ed25519), {SignatureKind::eddsa, HashKind::sha512}},
      {"RSA-2048 PKCS #1, SHA-256",
       TestKey::rsa(2048),
       {SignatureKind::rsa_pkcs1, HashKind::sha256}},
      {"RSA-3072 PKCS #1, SHA-384",
       TestKey::rsa(3072),
       {SignatureKind::rsa_pkcs1, HashKind::sha384}},
      {"RSA-4096 PSS, SHA-384", TestKey::rsa(4096), {SignatureKind::rsa_pss, HashKind::sha384}},
  };
  std::printf("%-28s %10s %12s %17s\n", "one core", "verify/s", "remembered/s",
              "read a certificate");
  for (const Case& item : cases) print_case(item);
  return 0;
}

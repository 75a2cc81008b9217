#include "testkit/forged_chain.h"

#include "codec/der.h"
#include "crypto/hash.h"
#include "crypto/x509_build.h"
#include "testkit/forged_ca.h"

namespace anchorhold::testkit {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr der::Oid rsa_encryption = der::Oid::of({1, 2, 840, 113549, 1, 1, 1});

Bytes rsa_spki(FixedRandom& random) {
  Bytes modulus(256);
  (void)random.fill(modulus);
  modulus.front() |= 0x80;
  modulus.back() |= 1;
  const Bytes key = der::sequence({der::unsigned_integer(modulus), der::integer(65537)});
  return der::sequence(
      {der::sequence({der::oid(rsa_encryption), der::null()}), der::bit_string(key)});
}

crypto::KeyUsages usages_of(const LinkSpec& spec) {
  crypto::KeyUsages out;
  if (spec.digital_signature) out.add(crypto::KeyUsage::digital_signature);
  if (spec.cert_sign) out.add(crypto::KeyUsage::key_cert_sign);
  return out;
}

}  // namespace

Digest256 ForgedChain::root() const {
  return crypto::sha256(certificates.front());
}

ChainSpec nitro_like(Time at, const std::string& module_id) {
  const auto ca = [&](std::string name, Duration before, Duration after,
                      std::optional<unsigned> path_length) {
    return LinkSpec{.common_name = std::move(name),
                    .not_before = at - before,
                    .not_after = at + after,
                    .ca = true,
                    .path_length = path_length,
                    .cert_sign = true,
                    .digital_signature = false,
                    .key_identifiers = true};
  };
  return {
      ca("test root", hours(24 * 2000), hours(24 * 8000), std::nullopt),
      ca("regional", hours(24 * 10), hours(24 * 10), 2),
      ca("zonal", hours(24 * 2), hours(24 * 4), 1),
      ca("instance", hours(1), hours(23), 0),
      {.common_name = module_id, .not_before = at - minutes(5), .not_after = at + minutes(175)}};
}

ForgedChain forge_chain(const ChainSpec& spec, FixedRandom& random) {
  ForgedChain out;
  for (size_t i = 0; i < spec.size(); ++i) {
    const LinkSpec& wanted = spec[i];
    out.keys.push_back(crypto::PrivateKey::generate(wanted.algorithm, random).value());
    const size_t issuer = i == 0 ? 0 : i - 1;
    const crypto::PrivateKey stranger =
        crypto::PrivateKey::generate(crypto::Algorithm::es384, random).value();
    const crypto::PrivateKey& issuer_key = wanted.foreign_signature ? stranger : out.keys[issuer];
    Bytes serial(16);
    (void)random.fill(serial);
    serial[0] = 0x40;
    const crypto::CertificateFields fields{
        .serial = std::move(serial),
        .issuer = name_of(wanted.wrong_issuer_name ? "someone else" : spec[issuer].common_name),
        .subject = name_of(wanted.common_name),
        .not_before = wanted.not_before,
        .not_after = wanted.not_after,
        .key = out.keys[i].public_key(),
        .basic_constraints = {.ca = wanted.ca, .path_length = wanted.path_length},
        .key_usage = usages_of(wanted),
        .key_identifiers = wanted.key_identifiers};
    Bytes certificate = crypto::build_certificate(fields, issuer_key).value();
    if (wanted.rsa_key) certificate = with_key(certificate, rsa_spki(random), issuer_key);
    out.certificates.push_back(std::move(certificate));
  }
  return out;
}

}  // namespace anchorhold::testkit

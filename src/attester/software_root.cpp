#include "attester/software_root.h"

#include "base/hex.h"
#include "codec/pem.h"
#include "crypto/hash.h"
#include "crypto/x509.h"
#include "crypto/x509_build.h"

namespace anchorhold::attester {
namespace {

constexpr std::string_view object = "software root";
constexpr std::string_view certificate_label = "CERTIFICATE";
constexpr Duration root_lifetime = std::chrono::hours(24 * 3652);

crypto::DistinguishedName name_of(std::string common_name) {
  return {.organization = "Anchorhold",
          .organizational_unit = "software TEE",
          .common_name = std::move(common_name)};
}

// A positive serial number of full length.
Result<Bytes> random_serial(Random& random) {
  Bytes serial(16);
  AH_TRY(random.fill(serial));
  serial[0] = static_cast<uint8_t>((serial[0] & 0x3f) | 0x40);
  return serial;
}

}  // namespace

Result<SoftwareRoot> SoftwareRoot::generate(Random& random, Time now) {
  AH_ASSIGN(crypto::PrivateKey key, crypto::PrivateKey::generate(crypto::Algorithm::es384, random));
  AH_ASSIGN(Bytes serial, random_serial(random));
  // Part of the name, so that the roots of two machines are told apart by name too.
  const Bytes name =
      crypto::encode_name(name_of("software root " + to_hex(ByteView(serial).subspan(8))));
  const crypto::CertificateFields fields{
      .serial = std::move(serial),
      .issuer = name,
      .subject = name,
      .not_before = now - leaf_backdating,
      .not_after = now + root_lifetime,
      .key = key.public_key(),
      .basic_constraints = {.ca = true, .path_length = 0},
      .key_usage = crypto::KeyUsages().add(crypto::KeyUsage::key_cert_sign),
  };
  AH_ASSIGN(Bytes certificate, crypto::build_certificate(fields, key));
  return SoftwareRoot(std::move(key), std::move(certificate));
}

Result<SoftwareRoot> SoftwareRoot::from_pem(std::string_view certificate_pem,
                                            std::string_view key_pem) {
  AH_ASSIGN(Bytes der, pem::decode(object, certificate_label, certificate_pem));
  AH_ASSIGN(const crypto::Certificate certificate, crypto::parse_certificate(object, der));
  AH_ASSIGN(crypto::PrivateKey key,
            crypto::PrivateKey::from_pkcs8_pem("software root key", key_pem));
  const bool is_root = certificate.basic_constraints && certificate.basic_constraints->ca;
  if (!is_root || !(certificate.key == key.public_key().subject_key()) ||
      key.algorithm() != crypto::Algorithm::es384) {
    return Error{Code::denied, std::string(object), "certificate and key do not belong together"}
        .want("the P-384 key of a CA certificate")
        .advise(
            "restore both files from the same backup; a new root makes older evidence "
            "unverifiable");
  }
  return SoftwareRoot(std::move(key), std::move(der));
}

std::string SoftwareRoot::certificate_pem() const {
  return pem::encode(certificate_label, certificate_);
}

Digest256 SoftwareRoot::digest() const {
  return crypto::sha256(certificate_);
}

Result<Leaf> SoftwareRoot::issue_leaf(std::string module_id, Random& random, Time now) const {
  AH_ASSIGN(const crypto::Certificate root, crypto::parse_certificate(object, certificate_));
  AH_ASSIGN(crypto::PrivateKey key, crypto::PrivateKey::generate(crypto::Algorithm::es384, random));
  AH_ASSIGN(Bytes serial, random_serial(random));
  const Time not_after = std::chrono::floor<std::chrono::seconds>(now + leaf_lifetime);
  const crypto::CertificateFields fields{
      .serial = std::move(serial),
      .issuer = root.subject,
      .subject = crypto::encode_name(name_of(module_id)),
      .not_before = now - leaf_backdating,
      .not_after = not_after,
      .key = key.public_key(),
      .basic_constraints = {.ca = false, .path_length = std::nullopt},
      .key_usage = crypto::KeyUsages()
                       .add(crypto::KeyUsage::digital_signature)
                       .add(crypto::KeyUsage::content_commitment),
      .key_identifiers = false,
  };
  AH_ASSIGN(Bytes certificate, crypto::build_certificate(fields, key_));
  return Leaf{.module_id = std::move(module_id),
              .key = std::move(key),
              .certificate = std::move(certificate),
              .cabundle = {certificate_},
              .not_after = not_after};
}

}  // namespace anchorhold::attester

#pragma once
// X.509 certificates (RFC 5280) as data: strict DER, nothing verified. x509_path.h proves chains.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "crypto/keys.h"

namespace anchorhold::crypto {

// BasicConstraints: RFC 5280 section 4.2.1.9.
struct BasicConstraints {
  bool ca = false;
  std::optional<unsigned> path_length = {};  // CA certificates that may follow below
};

// KeyUsage: RFC 5280 section 4.2.1.3, the bits in their order there.
enum class KeyUsage : uint16_t {
  digital_signature = 1 << 0,
  content_commitment = 1 << 1,
  key_encipherment = 1 << 2,
  data_encipherment = 1 << 3,
  key_agreement = 1 << 4,
  key_cert_sign = 1 << 5,
  crl_sign = 1 << 6,
  encipher_only = 1 << 7,
  decipher_only = 1 << 8,
};

class KeyUsages {
 public:
  KeyUsages() = default;
  explicit KeyUsages(uint16_t bits) : bits_(bits) {}
  KeyUsages& add(KeyUsage usage);
  bool has(KeyUsage usage) const;
  uint16_t bits() const { return bits_; }

 private:
  uint16_t bits_ = 0;
};

// Extension: one of a certificate's or CRL's extensions, as it stands there.
struct Extension {
  std::string oid;  // dotted decimal
  bool critical = false;
  Bytes value;  // the content of extnValue
};

// Certificate: version 3, with a key and signature of a kind in subject_key.h. Names are kept as
// their DER: they are compared, not interpreted.
struct Certificate {
  Bytes der;      // the whole certificate
  Bytes tbs;      // the part that is signed
  Bytes serial;   // the content octets of the INTEGER, without a leading sign octet 00
  Bytes issuer;   // DER Name
  Bytes subject;  // DER Name
  // The last CN of each name, for messages; empty if there is none.
  std::string issuer_common_name;
  std::string subject_common_name;
  Time not_before;
  Time not_after;
  SubjectKey key;
  SignatureScheme signature_algorithm;
  Bytes signature;  // raw, as crypto::verify takes it
  std::optional<BasicConstraints> basic_constraints;
  std::optional<KeyUsages> key_usage;
  std::optional<Bytes> subject_key_id;
  std::optional<Bytes> authority_key_id;
  std::vector<std::string> extended_key_usage;  // dotted object identifiers; empty when absent
  std::vector<std::string> unknown_critical;    // critical extensions that are not among the above
  std::vector<Extension> extensions;            // all of them, in their order

  Digest256 digest() const;  // SHA-256 of the DER: what a pin is compared with
  // The extension of this dotted object identifier, or null. It lives as long as the certificate.
  const Extension* find_extension(std::string_view oid) const;
};

class CertificateCache;

// parse_certificate: exactly one DER certificate of at most 16 KiB. Keys and signatures of other
// algorithms are unsupported; repeated extensions, non-minimal lengths, trailing bytes and the like
// are malformed. With a `cache`, bytes that were read before are not read again.
Result<Certificate> parse_certificate(std::string_view object, ByteView der,
                                      CertificateCache* cache = nullptr);

// parse_certificates: one or more certificates, at most 64 of them: DER one after another, or PEM
// blocks "CERTIFICATE" with anything between them. A zero octet may end the text.
Result<std::vector<Certificate>> parse_certificates(std::string_view object, ByteView bytes,
                                                    CertificateCache* cache = nullptr);

// name_attribute: the last value of an attribute in a DER Name as text, with '?' for what is not
// printable ASCII; empty when the name has no such attribute.
std::string name_attribute(ByteView name, std::string_view dotted_oid);

}  // namespace anchorhold::crypto

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

// Certificate: version 3, with a key of this project's algorithms. Names are kept as their DER:
// they are compared, not interpreted.
struct Certificate {
  Bytes der;  // the whole certificate
  Bytes tbs;  // the part that is signed
  Bytes serial;
  Bytes issuer;   // DER Name
  Bytes subject;  // DER Name
  std::string
      subject_common_name;  // the last CN of the subject, for messages; empty if there is none
  Time not_before;
  Time not_after;
  PublicKey key;
  Algorithm signature_algorithm;
  Bytes signature;  // raw, as crypto::verify takes it
  std::optional<BasicConstraints> basic_constraints;
  std::optional<KeyUsages> key_usage;
  std::optional<Bytes> subject_key_id;
  std::optional<Bytes> authority_key_id;
  std::vector<std::string> extended_key_usage;  // dotted object identifiers; empty when absent
  std::vector<std::string> unknown_critical;    // critical extensions that are not among the above

  Digest256 digest() const;  // SHA-256 of the DER: what a pin is compared with
};

// parse_certificate: exactly one DER certificate of at most 16 KiB. Keys and signatures of other
// algorithms are unsupported; repeated extensions, non-minimal lengths, trailing bytes and the like
// are malformed.
Result<Certificate> parse_certificate(std::string_view object, ByteView der);

}  // namespace anchorhold::crypto

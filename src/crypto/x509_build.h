#pragma once
// Making X.509 certificates: for the software root and its leaves.

#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "crypto/keys.h"
#include "crypto/x509.h"

namespace anchorhold::crypto {

// DistinguishedName: the attributes that Nitro's certificates carry; empty ones are left out.
struct DistinguishedName {
  std::string country = {};  // two letters
  std::string organization = {};
  std::string organizational_unit = {};
  std::string common_name = {};
};

// encode_name: the DER Name, attributes in the order above, one per set.
Bytes encode_name(const DistinguishedName& name);

// CertificateFields: what a certificate says. Times are cut to whole seconds.
struct CertificateFields {
  Bytes serial;   // unsigned, big endian, 1 to 20 bytes
  Bytes issuer;   // DER Name
  Bytes subject;  // DER Name
  Time not_before;
  Time not_after;
  PublicKey key;
  BasicConstraints basic_constraints;
  KeyUsages key_usage;
  bool key_identifiers = true;  // subject and authority key identifier; Nitro's leaves have none
};

// build_certificate: the DER certificate, signed by `issuer_key`; self-signed when that is the
// private half of fields.key. Fields that RFC 5280 forbids (an empty serial, an end before the
// beginning) are invalid_argument.
Result<Bytes> build_certificate(const CertificateFields& fields, const PrivateKey& issuer_key);

}  // namespace anchorhold::crypto

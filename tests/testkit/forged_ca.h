#pragma once
// Any vendor's hierarchy under test keys: certificates and revocation lists with every extension,
// key and signature, right or wrong.

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "codec/der.h"
#include "crypto/keys.h"
#include "crypto/x509.h"
#include "testkit/test_key.h"

namespace anchorhold::testkit {

// name_of: the DER Name "O=Anchorhold tests, CN=common_name".
Bytes name_of(const std::string& common_name);

// extension: one entry of an Extensions sequence; `value` is the content of extnValue.
Bytes extension(const der::Oid& oid, bool critical, ByteView value);

// Signer: the key of whoever issues, which must outlive it: a test's of any vendor's kind, or one
// of crypto's own.
class Signer {
 public:
  Signer(const TestKey& key) : test_key_(&key) {}
  Signer(const crypto::PrivateKey& key) : private_key_(&key) {}

  crypto::SignatureScheme default_scheme() const;
  Bytes sign(ByteView message, crypto::SignatureScheme scheme) const;

 private:
  const TestKey* test_key_ = nullptr;
  const crypto::PrivateKey* private_key_ = nullptr;
};

// CertificateSpec: what a certificate says. root_spec, ca_spec and leaf_spec give good ones to
// change from there.
struct CertificateSpec {
  Bytes issuer;   // DER Name
  Bytes subject;  // DER Name
  Bytes spki;
  Time not_before;
  Time not_after;
  Bytes serial = {0x01};                                           // magnitude, big endian
  std::optional<crypto::BasicConstraints> basic_constraints = {};  // critical
  crypto::KeyUsages key_usage = {};                                // critical; left out when empty
  std::optional<Bytes> subject_key_id = {};
  std::optional<Bytes> authority_key_id = {};
  std::vector<Bytes> more_extensions = {};             // made by extension()
  std::optional<crypto::SignatureScheme> scheme = {};  // else the issuing key's default
  std::optional<Bytes> signature_algorithm = {};       // else as the scheme says
};

// Good certificates for ten years from a year before `at`: a self-signed root and an intermediate,
// both with keyCertSign and cRLSign; a leaf with digitalSignature. Key identifiers are there.
CertificateSpec root_spec(const std::string& common_name, const TestKey& key, Time at);
CertificateSpec ca_spec(const std::string& common_name, const TestKey& key,
                        const CertificateSpec& issuer, Time at);
CertificateSpec leaf_spec(const std::string& common_name, const Bytes& spki,
                          const CertificateSpec& issuer, Time at);

// forge_certificate: the DER certificate.
Bytes forge_certificate(const CertificateSpec& spec, const Signer& issuer);

// with_extension, with_key: the finished certificate with one more extension at the end, and with
// another key in it, signed anew. `value` is the content of extnValue.
Bytes with_extension(ByteView certificate, const der::Oid& oid, bool critical, ByteView value,
                     const Signer& issuer);
Bytes with_key(ByteView certificate, ByteView spki, const Signer& issuer);

// RevocationSpec: what a revocation list says. revocation_spec gives a good one.
struct RevocationSpec {
  Bytes issuer;  // DER Name
  Time this_update;
  std::optional<Time> next_update;
  std::vector<Bytes> serials = {};           // revoked; magnitudes, big endian
  std::vector<Bytes> entry_extensions = {};  // of every entry; made by extension()
  std::optional<Bytes> authority_key_id = {};
  uint64_t number = 1;
  std::vector<Bytes> more_extensions = {};
  std::optional<crypto::SignatureScheme> scheme = {};
};

// From a day before `at` to thirty days after.
RevocationSpec revocation_spec(const CertificateSpec& issuer, Time at,
                               std::vector<Bytes> serials = {});

// forge_revocation_list: the DER list, version 2.
Bytes forge_revocation_list(const RevocationSpec& spec, const Signer& issuer);

}  // namespace anchorhold::testkit

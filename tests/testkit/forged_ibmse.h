#pragma once
// IBM's hierarchy under a test root: host key documents, attestation records, and revocation lists.

#include <string>
#include <vector>

#include "claims/anchor.h"
#include "crypto/crl.h"
#include "testkit/forged_ca.h"

namespace anchorhold::testkit {

// ibm_name: the DER Name of IBM's certificates, which differ in these two attributes.
Bytes ibm_name(const std::string& unit, const std::string& locality = "Armonk");

// IbmForge: good as it stands; everything may be changed before certificates and lists are made.
// `signer` is IBM's signing certificate, which is no CA; it issued `host` and `attestation`.
class IbmForge {
 public:
  IbmForge();

  static Time at();
  static TestKey root_key() { return TestKey::rsa(2048, 0); }
  static TestKey intermediate_key() { return TestKey::rsa(2048, 1); }
  static TestKey signer_key() { return TestKey::rsa(2048, 2); }
  static TestKey attestation_key() { return TestKey::rsa(2048, 3); }
  static TestKey host_key() { return TestKey::of(crypto::KeyKind::p521); }

  CertificateSpec root;
  CertificateSpec intermediate;
  CertificateSpec signer;
  CertificateSpec host;
  CertificateSpec attestation;
  RevocationSpec root_list;
  RevocationSpec intermediate_list;
  RevocationSpec signer_list;

  crypto::Certificate host_certificate() const;
  // Root, intermediate, signer and attestation certificate.
  std::vector<crypto::Certificate> certificates() const;
  std::vector<crypto::Crl> lists() const;
  GivenAnchor anchor() const;

  // A good record, and the attestation key's signature over any.
  static std::string record();
  static Bytes sign(ByteView record);
};

}  // namespace anchorhold::testkit

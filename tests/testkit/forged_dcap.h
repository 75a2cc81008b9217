#pragma once
// A whole Intel hierarchy under a test root, and quotes by a quoting enclave of it.

#include <map>
#include <string>

#include "claims/anchor.h"
#include "crypto/x509_build.h"
#include "evidence/dcap/pck.h"
#include "evidence/dcap/quote.h"
#include "testkit/fixed_random.h"
#include "testkit/forged_ca.h"

namespace anchorhold::testkit {

Bytes encode_enclave_report(const dcap::EnclaveReport& report);
Bytes encode_td_report(const dcap::TdReport& report);
Bytes encode_pck_extension(const dcap::PckExtension& pck);

// QuoteParts: a quote before it is signed. What the quoting enclave computes is filled in by
// DcapForge::sign; everything else stands as it is written here, right or wrong.
struct QuoteParts {
  uint16_t version = 4;
  uint16_t key_type = 2;
  uint32_t tee = 0x81;
  Bytes vendor;
  ByteArray<20> user_data{};
  uint16_t body_type = 0;  // of version 5 only
  Bytes body;
  dcap::EnclaveReport qe_report;
  bool bind_key = true;  // the report data of the QE report is computed
  Bytes auth_data = Bytes(32, 0x20);
  uint16_t outer_type = 6;  // from version 4 on
  uint16_t inner_type = 5;
  Bytes inner;
  Bytes padding = {};
};

// DcapForge: keys and certificates. All P-256; certificates are valid for years around at().
class DcapForge {
 public:
  explicit DcapForge(uint64_t seed = 7);

  static Time at();
  GivenAnchor anchor() const;

  const crypto::PrivateKey& root_key() const { return root_key_; }
  const crypto::PrivateKey& ca_key() const { return ca_key_; }
  const crypto::PrivateKey& tcb_signing_key() const { return tcb_signing_key_; }
  const crypto::PrivateKey& pck_key() const { return pck_key_; }

  // What the certificates say; DER.
  crypto::CertificateFields root_fields() const;
  crypto::CertificateFields ca_fields() const;           // PCK Platform CA
  crypto::CertificateFields tcb_signing_fields() const;  // no CA
  crypto::CertificateFields pck_fields() const;
  static dcap::PckExtension pck_extension();

  Bytes root() const;
  Bytes ca() const;
  Bytes tcb_signing() const;
  Bytes pck() const;
  Bytes pck_with(const crypto::CertificateFields& fields, ByteView extension_value) const;
  static std::string chain_pem(const std::vector<Bytes>& certificates);

  // Lists without entries, current for a month around at().
  RevocationSpec root_crl() const;
  RevocationSpec ca_crl() const;

  // Quotes of a platform with pck_extension(), with the whole PCK chain inside.
  static dcap::EnclaveReport enclave();
  static dcap::EnclaveReport quoting_enclave(dcap::TeeType tee);
  static dcap::TdReport td(dcap::TdVersion version);
  QuoteParts sgx(uint16_t version) const;
  QuoteParts tdx_1_0(uint16_t version) const;
  QuoteParts tdx_1_5() const;
  // sign: QE report and quote signed by the PCK key and the attestation key.
  Bytes sign(const QuoteParts& parts) const;

 private:
  crypto::CertificateFields fields(const std::string& name, const crypto::PrivateKey& key,
                                   const std::string& issuer, uint8_t serial) const;

  FixedRandom random_;
  crypto::PrivateKey root_key_;
  crypto::PrivateKey ca_key_;
  crypto::PrivateKey tcb_signing_key_;
  crypto::PrivateKey pck_key_;
  crypto::PrivateKey attestation_key_;
};

}  // namespace anchorhold::testkit

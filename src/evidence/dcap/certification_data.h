#pragma once
// Certification data: how a quote says which PCK certificate vouches for its quoting enclave.

#include <string_view>

#include "base/reader.h"
#include "evidence/dcap/enclave_report.h"

namespace anchorhold::dcap {

// CertificationType: Intel SGX DCAP ECDSA Quote Library API, appendix A.4, "QE Certification Data".
enum class CertificationType : uint16_t {
  ppid_clear = 1,        // PPID in the clear, CPUSVN, PCESVN, PCEID: names a certificate
  ppid_rsa2048 = 2,      // the same with the PPID encrypted to RSA-2048
  ppid_rsa3072 = 3,      // the same with the PPID encrypted to RSA-3072
  pck_leaf = 4,          // the PCK certificate alone
  pck_chain = 5,         // PCK certificate, CA and root
  qe_report = 6,         // the quoting enclave's report and further certification data
  platform_manifest = 7  // for registration, certifies nothing
};

// certification_name: for messages: "PPID encrypted with RSA-3072, CPUSVN, PCESVN and PCEID (type
// 3)".
std::string_view certification_name(CertificationType type);

// Real chains take 3.7 KB.
inline constexpr size_t certification_data_limit = 32768;

// CertificationData: a type between 1 and 7, and a view of its bytes.
struct CertificationData {
  CertificationType type = CertificationType::pck_chain;
  ByteView bytes;
};

// QeCertification: the quoting enclave's report with the PCK key's signature over it, and the data
// that it bound to its attestation key. In quotes of version 4 and later this is the content of
// certification data of type 6.
struct QeCertification {
  EnclaveReport report;
  ByteView report_bytes;  // what is signed
  ByteView signature;     // raw r || s
  ByteView auth_data;
  CertificationData inner;  // names or holds the PCK certificate: types 1 to 5
};

// read_certification_data: type, length and bytes. Types other than 1 to 7 are unsupported.
Result<CertificationData> read_certification_data(Reader& reader);

// read_qe_certification: all that is left of `reader`, whose bytes must outlive the result. Nothing
// may follow. Inner data of type 6 or 7 certifies nothing and is unsupported.
Result<QeCertification> read_qe_certification(Reader& reader);

}  // namespace anchorhold::dcap

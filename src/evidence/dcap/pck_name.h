#pragma once
// Certification data of types 1 to 3: how a quote names its PCK certificate without holding it.

#include "evidence/dcap/certification_data.h"

namespace anchorhold::dcap {

// PckName: `ppid` has 384 bytes: encrypted, or in the clear with zeros behind it.
struct PckName {
  ByteView ppid;
  ByteArray<16> cpu_svn{};
  uint16_t pce_svn = 0;
  uint16_t pce_id = 0;
};

// read_pck_name: the data of types 1 to 3, 404 bytes; its bytes must outlive the name. Other types
// hold the certificate itself and are an invalid argument. Source: Intel SGX DCAP ECDSA Quote
// Library API, appendix A.4, "QE Certification Data".
Result<PckName> read_pck_name(const CertificationData& data);

}  // namespace anchorhold::dcap

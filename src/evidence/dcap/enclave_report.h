#pragma once
// The SGX enclave report body: the body of an SGX quote, and what the quoting enclave says of
// itself.

#include "base/bytes.h"
#include "base/reader.h"
#include "base/result.h"

namespace anchorhold::dcap {

inline constexpr size_t enclave_report_size = 384;

// EnclaveReport: REPORTBODY, integers in little endian. Source: Intel SDM volume 3D, section 38.15;
// Intel SGX DCAP ECDSA Quote Library API, appendix A.4, "Enclave Report Body".
struct EnclaveReport {
  ByteArray<16> cpu_svn{};
  uint32_t misc_select = 0;
  ByteArray<16> isv_ext_prod_id{};
  ByteArray<16> attributes{};  // FLAGS and XFRM, as they lie in the report
  ByteArray<32> mrenclave{};
  ByteArray<32> mrsigner{};
  ByteArray<64> config_id{};
  uint16_t isv_prod_id = 0;
  uint16_t isv_svn = 0;
  uint16_t config_svn = 0;
  ByteArray<16> isv_family_id{};
  ByteArray<64> report_data{};

  bool operator==(const EnclaveReport&) const = default;
};

// read_enclave_report: the next 384 bytes. Reserved bytes must be zero.
Result<EnclaveReport> read_enclave_report(Reader& reader);

}  // namespace anchorhold::dcap

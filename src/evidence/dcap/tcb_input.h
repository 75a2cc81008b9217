#pragma once
// What a quote and its PCK certificate give to the matching against collateral.

#include <optional>

#include "base/bytes.h"
#include "evidence/dcap/enclave_report.h"

namespace anchorhold::dcap {

// TeeType: as the header of a quote states it.
enum class TeeType : uint32_t { sgx = 0x00, tdx = 0x81 };

// TdTcb: what the body of a TD quote says of the TDX module that measured the TD.
struct TdTcb {
  ByteArray<16> tee_tcb_svn{};
  std::optional<ByteArray<16>> tee_tcb_svn2 = {};  // bodies of TDX 1.5 only
  ByteArray<48> mrseam{};
  ByteArray<48> mrsignerseam{};
  ByteArray<8> seam_attributes{};

  bool operator==(const TdTcb&) const = default;
};

// TcbInput: taken from parts whose signatures the caller judges: the PCK certificate, the quote's
// body, and the quoting enclave's report.
struct TcbInput {
  TeeType tee = TeeType::sgx;
  ByteArray<6> fmspc{};
  ByteArray<2> pce_id{};           // as the certificate and TCB info write it
  ByteArray<16> sgx_components{};  // "SGX TCB Comp01 SVN" to 16 of the PCK certificate
  uint16_t pce_svn = 0;            // of the PCK certificate
  std::optional<TdTcb> td = {};    // set exactly when `tee` is tdx
  EnclaveReport qe_report;
};

}  // namespace anchorhold::dcap

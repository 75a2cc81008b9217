#pragma once
// Enclave identity: what Intel publishes of its quoting enclaves.

#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "evidence/dcap/svn_level.h"
#include "evidence/dcap/tcb_input.h"

namespace anchorhold::dcap {

struct EnclaveIdentity {
  TeeType tee = TeeType::sgx;  // whose quoting enclave: "QE" is SGX's, "TD_QE" is TDX's
  Time issue_date{};
  Time next_update{};
  uint32_t evaluation = 0;  // tcbEvaluationDataNumber
  uint32_t misc_select = 0;
  uint32_t misc_select_mask = 0;
  ByteArray<16> attributes{};
  ByteArray<16> attributes_mask{};
  ByteArray<32> mrsigner{};
  uint16_t isv_prod_id = 0;
  std::vector<SvnLevel> levels;  // from the highest

  bool operator==(const EnclaveIdentity&) const = default;
};

// identity_name: "QE" or "TD_QE", as collateral names the quoting enclave of a TEE.
std::string_view identity_name(TeeType tee);

// parse_enclave_identity: the value of "enclaveIdentity", whose signature the caller judges.
// Version
// 2. The identity of the quote verification enclave, "QVE", is unsupported: it makes no quotes.
// Levels out of order are malformed. Members that this program does not know are let be, as in TCB
// infos. Source: Intel PCS API, "Get SGX QE identity"; Intel QVL, EnclaveIdentityV2.
Result<EnclaveIdentity> parse_enclave_identity(std::string_view object, std::string_view text);

}  // namespace anchorhold::dcap

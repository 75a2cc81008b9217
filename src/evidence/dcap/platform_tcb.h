#pragma once
// PlatformTcb: how a platform stands by Intel's collateral.

#include <optional>

#include "claims/tcb.h"

namespace anchorhold::dcap {

// PlatformTcb: the status as a whole and the parts it was made of. `tcb.status` follows Intel's
// rules; `tcb.date` is the oldest date of the levels that were matched; `tcb.advisories` are those
// of all of them; `tcb.evaluation` is the lower of the two evaluation numbers.
struct PlatformTcb {
  Tcb tcb;
  std::optional<TcbStatus> sgx_level = {};   // absent: below every level
  std::optional<TcbStatus> tdx_level = {};   // TDX only; absent: below every level
  std::optional<TcbStatus> tdx_module = {};  // absent: below every level, or not judged by itself
  std::optional<TcbStatus> qe = {};          // absent: below every level
  uint32_t tcb_info_evaluation = 0;
  uint32_t identity_evaluation = 0;
};

}  // namespace anchorhold::dcap

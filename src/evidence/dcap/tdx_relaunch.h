#pragma once
// TDs that run under a module which was updated after their launch.

#include <optional>

#include "base/result.h"
#include "evidence/dcap/tcb_info.h"
#include "evidence/dcap/tcb_input.h"

namespace anchorhold::dcap {

// RelaunchState: what was found before the question of relaunch comes up.
struct RelaunchState {
  TcbStatus sgx_level;
  TcbStatus tdx;  // the TDX level together with the module
  std::optional<TcbStatus> tdx_module = {};
  std::optional<TcbStatus> qe = {};
};

// relaunch_status: `state.tdx`, or TDRelaunchAdvised in one of its two forms when all that is out
// of date is the module under which the TD was launched, while TEE_TCB_SVN2 says that the one
// running now is the latest. Denied when the running module's version is unknown. Only bodies of
// TDX 1.5 have a TEE_TCB_SVN2. Source: Intel QVL, TDRelaunchCheck, requirement 4.1.2.4.17.4.3.
Result<TcbStatus> relaunch_status(const TcbInfo& info, const ByteArray<16>& tee_tcb_svn2,
                                  const RelaunchState& state);

}  // namespace anchorhold::dcap

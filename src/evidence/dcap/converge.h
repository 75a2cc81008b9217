#pragma once
// From the levels of the parts to one status.

#include "base/result.h"
#include "claims/tcb.h"
#include "evidence/dcap/enclave_identity.h"
#include "evidence/dcap/platform_tcb.h"
#include "evidence/dcap/tcb_info.h"
#include "evidence/dcap/tcb_input.h"

namespace anchorhold::dcap {

// converge: the status of a platform at `level` with a part (TDX module or quoting enclave) at
// `part`: UpToDate, OutOfDate, Revoked, or NotSupported when it is below every level. Source: Intel
// QVL, TcbLevelCheck and TdxModuleCheck.
TcbStatus converge(TcbStatus level, TcbStatus part);

// platform_tcb: matches `input` against both documents and makes one status of it. For TDs the
// caller must have made match_tdx_module. Denied only when the running module of a TD that might be
// advised to relaunch is unknown. Source: Intel QVL, checkTcbLevel.
Result<PlatformTcb> platform_tcb(const TcbInfo& info, const EnclaveIdentity& identity,
                                 const TcbInput& input);

}  // namespace anchorhold::dcap

#pragma once
// The TDX module that measured a TD: whether it is one of Intel's.

#include "base/result.h"
#include "evidence/dcap/tcb_info.h"
#include "evidence/dcap/tcb_input.h"

namespace anchorhold::dcap {

// has_module_identity: modules of version 1 and later, TEE_TCB_SVN[1] > 0, have an identity with
// levels of its own; older ones are judged by the platform's levels alone.
bool has_module_identity(const ByteArray<16>& tee_tcb_svn);

// find_module_identity: the identity of the module of that TEE_TCB_SVN, or null. The pointer is
// into the TCB info.
const TdxModuleIdentity* find_module_identity(const TcbInfo& info,
                                              const ByteArray<16>& tee_tcb_svn);

// match_tdx_module: that a module of this version is known, that MRSIGNERSEAM is its signer's, and
// that SEAMATTRIBUTES are zero and as its identity says. Errors are denied. How old the module is,
// is not judged here. Source: Intel QVL, QuoteVerifier, requirement 4.1.2.4.11.
Status match_tdx_module(const TcbInfo& info, const TdTcb& td);

}  // namespace anchorhold::dcap

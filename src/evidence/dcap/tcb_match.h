#pragma once
// Which TCB levels a platform reaches.

#include "evidence/dcap/tcb_info.h"
#include "evidence/dcap/tcb_input.h"

namespace anchorhold::dcap {

// LevelMatch: null where the platform lies below every level. The pointers are into the TCB info.
struct LevelMatch {
  const TcbLevel* sgx = nullptr;
  const TcbLevel* tdx = nullptr;  // of TDs only
};

// match_levels: the highest level whose SGX components and PCESVN the PCK certificate reaches, each
// by itself; for a TD also the highest of these whose TDX components its TEE_TCB_SVN reaches. With
// a module of version 1 or later (TEE_TCB_SVN[1] > 0) components 0 and 1 are the module's own and
// are judged by its identity instead. Source: Intel QVL, TcbLevelCheck, requirement 4.1.2.4.17.
LevelMatch match_levels(const TcbInfo& info, const TcbInput& input);

}  // namespace anchorhold::dcap

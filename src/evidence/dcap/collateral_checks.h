#pragma once
// The checks of collateral, and of what is judged by it.

#include "base/check.h"

namespace anchorhold::dcap {

extern const Check tcb_info_check;
extern const Check qe_identity_collateral_check;
extern const Check tcb_signer_check;
extern const Check collateral_signature_check;
extern const Check tcb_signer_validity_check;
extern const Check tcb_signer_revocation_check;
extern const Check collateral_issued_check;
extern const Check collateral_stale_check;
extern const Check qe_identity_check;
extern const Check tdx_module_check;
extern const Check tcb_level_check;

// collateral_check_table: the part of the module's table that judge_collateral answers for.
CheckTable collateral_check_table();

}  // namespace anchorhold::dcap

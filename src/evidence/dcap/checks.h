#pragma once
// The checks of a quote and of its certificates. Those of collateral stand in collateral_checks.h.

#include "base/check.h"

namespace anchorhold::dcap {

extern const Check structure_check;
extern const Check certification_check;
extern const Check root_check;
extern const Check links_check;
extern const Check validity_check;
extern const Check pck_check;
extern const Check qe_signature_check;
extern const Check binding_check;
extern const Check signature_check;
extern const Check root_crl_check;
extern const Check pck_crl_check;
extern const Check revocation_check;

// check_table: all checks of a quote, those of collateral included, in the order in which they are
// made.
CheckTable check_table();

}  // namespace anchorhold::dcap

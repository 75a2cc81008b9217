#pragma once
// The checks of RA-TLS certificates.

#include "base/check.h"

namespace anchorhold::ratls {

extern const Check structure_check;
extern const Check signature_check;
extern const Check validity_check;
extern const Check evidence_check;
extern const Check binding_check;
extern const Check agreement_check;

CheckTable check_table();

}  // namespace anchorhold::ratls

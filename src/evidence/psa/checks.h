#pragma once
// The checks of PSA tokens.

#include "base/check.h"

namespace anchorhold::psa {

extern const Check envelope_check;
extern const Check claims_check;
extern const Check anchor_check;
extern const Check signature_check;

CheckTable check_table();

}  // namespace anchorhold::psa

#pragma once
// The checks of CCA tokens.

#include "base/check.h"

namespace anchorhold::cca {

extern const Check collection_check;
extern const Check platform_claims_check;
extern const Check realm_claims_check;
extern const Check profiles_check;
extern const Check anchor_check;
extern const Check platform_signature_check;
extern const Check realm_signature_check;
extern const Check binding_check;

CheckTable check_table();

}  // namespace anchorhold::cca

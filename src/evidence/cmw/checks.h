#pragma once
// The checks of conceptual message wrappers and of composite evidence.

#include "base/check.h"

namespace anchorhold::cmw {

extern const Check structure_check;
extern const Check types_check;
extern const Check endorsements_check;
extern const Check distinct_check;
extern const Check binding_check;

CheckTable check_table();

}  // namespace anchorhold::cmw

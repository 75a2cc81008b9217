#pragma once
// The checks of DICE certificate chains.

#include "base/check.h"

namespace anchorhold::dice {

extern const Check structure_check;
extern const Check layers_check;
extern const Check root_check;
extern const Check links_check;
extern const Check validity_check;

CheckTable check_table();

}  // namespace anchorhold::dice

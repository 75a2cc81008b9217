#pragma once
// The checks of event logs.

#include "base/check.h"

namespace anchorhold::eventlog {

extern const Check structure_check;
extern const Check replay_check;
extern const Check digests_check;
extern const Check separators_check;

CheckTable check_table();

}  // namespace anchorhold::eventlog

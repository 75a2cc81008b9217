#pragma once
// The checks of Keystone reports.

#include "base/check.h"

namespace anchorhold::keystone {

extern const Check structure_check;
extern const Check anchor_check;
extern const Check test_key_check;
extern const Check monitor_signature_check;
extern const Check enclave_signature_check;

CheckTable check_table();

}  // namespace anchorhold::keystone

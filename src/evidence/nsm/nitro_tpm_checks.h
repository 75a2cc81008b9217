#pragma once
// The checks of NitroTPM documents. Chain and signature are those of NSM documents.

#include "base/check.h"

namespace anchorhold::nsm {

extern const Check tpm_structure_check;
extern const Check tpm_module_id_check;

CheckTable tpm_check_table();

}  // namespace anchorhold::nsm

#pragma once
// The checks of NSM documents.

#include "base/check.h"

namespace anchorhold::nsm {

extern const Check structure_check;
extern const Check root_check;
extern const Check certificates_check;
extern const Check links_check;
extern const Check validity_check;
extern const Check signature_check;
extern const Check module_id_check;
extern const Check instance_check;

CheckTable check_table();

}  // namespace anchorhold::nsm

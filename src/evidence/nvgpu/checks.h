#pragma once
// The checks of NVIDIA's device reports.

#include "base/check.h"

namespace anchorhold::nvgpu {

extern const Check structure_check;
extern const Check certificates_check;
extern const Check signature_check;
extern const Check root_check;
extern const Check links_check;
extern const Check validity_check;
extern const Check revocation_check;
extern const Check device_check;
extern const Check fwid_check;
extern const Check submission_check;
extern const Check distinct_check;
extern const Check rim_structure_check;
extern const Check rim_fit_check;
extern const Check rim_signature_check;
extern const Check rim_root_check;
extern const Check rim_links_check;
extern const Check rim_validity_check;
extern const Check measurements_check;

CheckTable check_table();

}  // namespace anchorhold::nvgpu

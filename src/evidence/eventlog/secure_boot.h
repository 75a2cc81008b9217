#pragma once
// Secure boot, as the firmware's variables say.

#include "claims/claims.h"
#include "evidence/eventlog/story.h"

namespace anchorhold::eventlog {

// claim_secure_boot: `secure_boot` is "enabled", "disabled", "absent" (the variable does not
// exist), or "undetermined" with the reason in `secure_boot_trouble`: a variable that stands twice,
// behind the separator or nowhere, an event in PCR 7 that no firmware writes there, or data that
// is not what was measured. Further: secure_boot_pk_sha256 and so on for KEK, db and dbx, with
// counts; secure_boot_setup_mode; the authorities that images were checked against;
// uefi_debug_mode. Sources: TCG PC Client Platform Firmware Profile, section 3.3.4.8; UEFI
// specification, section 32.3.
void claim_secure_boot(const Story& story, Claims& claims);

// check_variables: every variable of the secure boot policy is well-formed.
Status check_variables(const Log& log);

}  // namespace anchorhold::eventlog

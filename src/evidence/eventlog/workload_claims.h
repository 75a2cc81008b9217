#pragma once
// What ran after the boot.

#include "claims/claims.h"
#include "evidence/eventlog/story.h"

namespace anchorhold::eventlog {

// claim_runtime: dstack_NAME for each of dstack's runtime events ("dstack_compose-hash"; the
// second of a name is dstack_NAME#2: whoever extends later cannot replace what was said first),
// aael_N for the Attestation Agent's records ("domain operation content"), ima_entries and
// ima_violations. Sources: dstack's attestation guide; guest-components, attestation-agent event
// log.
void claim_runtime(const Story& story, Claims& claims);

}  // namespace anchorhold::eventlog

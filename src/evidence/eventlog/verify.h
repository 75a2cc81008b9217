#pragma once
// Verification of event logs.

#include <span>

#include "claims/verification.h"
#include "evidence/eventlog/checks.h"
#include "evidence/eventlog/log.h"
#include "evidence/eventlog/replay.h"

namespace anchorhold::eventlog {

// verify_event_log: proves that the log leads to the registers in `quoted`, which the caller takes
// from an authentic quote ("sha256_pcr7", "rtmr0"; other names are skipped), and that data which
// must be what was measured is. Without `quoted` (null) the log is only read and replayed: the
// claims are a story that proves nothing, and say so (`replayed_against` is "nothing").
// Claims: every replayed register, `events` (without the Spec ID header), `startup_locality`,
// secure boot, boot and workload; see secure_boot.h, boot_claims.h, workload_claims.h and
// confidential_space.h. After a replay against a quote they come only from registers that agreed,
// so that an event in a register that was not quoted says nothing. What stays unproven always: an
// event's type, and names and paths beside digests of files. The caller must judge the claims, and
// registers listed in `unexplained_registers`.
// Checks: eventlog.structure, eventlog.replay, eventlog.digests, eventlog.separators.
Verification verify_event_log(ByteView log, const Registers* quoted);

// The same from several logs of one boot in the order of their writing: firmware's, then the
// launcher's or the kernel's. Banks that only some of them have are left out.
Verification verify_event_logs(std::span<const ByteView> logs, const Registers* quoted);

}  // namespace anchorhold::eventlog

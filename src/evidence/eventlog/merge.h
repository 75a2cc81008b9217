#pragma once
// Several logs of one boot.

#include <span>

#include "evidence/eventlog/log.h"

namespace anchorhold::eventlog {

// parse_logs: the events of all logs in the given order, in the banks that all of them have.
// Malformed when one speaks of PCRs and another of RTMRs, or no bank is common to all.
Result<Log> parse_logs(std::span<const ByteView> logs, std::optional<RegisterKind> registers);

}  // namespace anchorhold::eventlog

#pragma once
// What holds of every event log, whatever its form.

#include "check.h"
#include "evidence/eventlog/verify.h"

namespace anchorhold::fuzz {

// check_event_log: a log that is read leads to registers; what is accepted by itself is accepted
// against those and never against others. Accepted claims hold quoted values only.
inline void check_event_log(ByteView bytes) {
  using namespace eventlog;
  const auto log = parse_log(bytes);
  const Verification alone = verify_event_log(bytes, nullptr);
  check(log.ok() || !alone.claims);
  if (!log.ok() || !alone.said) return;
  check(log->events.size() <= kMostEvents && log->banks.size() <= kMostBanks);

  const auto locality = startup_locality(*log);
  check(locality.ok());
  Registers quoted = replay(*log, *locality);
  if (quoted.empty()) return;
  const Verification result = verify_event_log(bytes, &quoted);
  check(result.claims || !alone.claims);
  if (result.claims) check((**result.claims).measurements == quoted);
  quoted.begin()->second.back() ^= 1;
  check(!verify_event_log(bytes, &quoted).claims);
}

}  // namespace anchorhold::fuzz

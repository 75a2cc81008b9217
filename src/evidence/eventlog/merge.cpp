#include "evidence/eventlog/merge.h"

#include <algorithm>

#include "evidence/eventlog/formats.h"

namespace anchorhold::eventlog {
namespace {

Status join(Log& log, Log more) {
  if (log.registers != more.registers)
    return Error{Code::malformed, "event logs", "one of PCRs and one of RTMRs"};
  std::erase_if(log.banks, [&](const Bank* bank) {
    return std::ranges::find(more.banks, bank) == more.banks.end();
  });
  if (log.banks.empty()) return Error{Code::malformed, "event logs", "no bank is in all of them"};
  for (Event& event : more.events) AH_TRY(add_event(log, std::move(event)));
  return {};
}

}  // namespace

Result<Log> parse_logs(std::span<const ByteView> logs, std::optional<RegisterKind> registers) {
  if (logs.empty()) return Error{Code::invalid_argument, "event logs", "none given"};
  AH_ASSIGN(Log log, parse_log(logs.front(), registers));
  for (const ByteView bytes : logs.subspan(1)) {
    AH_ASSIGN(Log more, parse_log(bytes, registers));
    AH_TRY(join(log, std::move(more)));
  }
  return log;
}

}  // namespace anchorhold::eventlog

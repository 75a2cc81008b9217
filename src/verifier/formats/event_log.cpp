#include "evidence/eventlog/checks.h"
#include "evidence/eventlog/log.h"
#include "evidence/eventlog/verify.h"
#include "verifier/compose.h"
#include "verifier/dcap_quote.h"
#include "verifier/event_logs.h"
#include "verifier/format.h"
#include "verifier/role.h"
#include "verifier/tpm_parts.h"

namespace anchorhold::verifier {
namespace {

// A log as the evidence itself is a story that nothing proves. Where a quote lies beside it, the
// log must at least lead to the registers that the quote states; whether these are true is for the
// verification of the quote, with the log beside it.
Verification verify_event_log(const Request& request) {
  Verification quote;
  if (const ByteView quoted = request.material.first(role::dcap_quote); !quoted.empty())
    quote = verify_dcap_quote(quoted, request);
  if (const ByteView quoted = request.material.first(role::quote); !quoted.empty())
    quote = verify_tpm_quote(quoted, request, std::nullopt);
  if (!quote.said) return eventlog::verify_event_log(request.evidence, nullptr);
  const eventlog::Registers registers = quote.said->claimed().measurements;
  return eventlog::verify_event_log(request.evidence, &registers);
}

}  // namespace

Verification with_event_logs(Verification quoted, const Material& material) {
  std::vector<ByteView> logs;
  for (const File& file : material.all(role::event_log)) logs.emplace_back(file.bytes);
  if (logs.empty() || !quoted.said) return quoted;
  const eventlog::Registers registers = quoted.said->claimed().measurements;
  return with_more(std::move(quoted), eventlog::verify_event_logs(logs, &registers));
}

const Format event_log_format = {"event-log", "event log (TCG, CCEL, CEL, IMA or dstack)",
                                 eventlog::looks_like_event_log, verify_event_log,
                                 eventlog::check_table};

}  // namespace anchorhold::verifier

#include "evidence/eventlog/verify.h"

#include <algorithm>

#include "evidence/eventlog/boot_claims.h"
#include "evidence/eventlog/confidential_space.h"
#include "evidence/eventlog/merge.h"
#include "evidence/eventlog/quoted.h"
#include "evidence/eventlog/secure_boot.h"
#include "evidence/eventlog/separators.h"
#include "evidence/eventlog/workload_claims.h"

namespace anchorhold::eventlog {
namespace {

// The kind of the quoted registers decides what the log's indices mean.
std::optional<RegisterKind> quoted_kind(const Registers* quoted) {
  if (quoted == nullptr) return std::nullopt;
  for (const auto& [subject, value] : *quoted) {
    if (const auto name = parse_register_name(subject)) return name->kind;
  }
  return std::nullopt;
}

std::vector<Told> tell(Log&& log) {
  std::vector<Told> out;
  out.reserve(log.events.size());
  for (Event& event : log.events) {
    Binding binding = bind(event);
    out.push_back({std::move(event), std::move(binding)});
  }
  return out;
}

void judge_digests(const std::vector<Told>& events, CheckRun& run) {
  for (size_t i = 0; i < events.size(); ++i) {
    if (!events[i].binding.violated) continue;
    run.fail(digests_check, label(events[i].event, i), "the digest is not of the event's data");
    return;
  }
  run.pass(digests_check, "event log", std::to_string(events.size()) + " events");
}

// Keeps of each event the digests that a quote proves, and drops events without any.
void keep_proven(std::vector<Told>& events, const Proven& proven) {
  std::map<uint32_t, size_t> seen;
  std::erase_if(events, [&](Told& told) {
    Event& event = told.event;
    if (event.type == EventType::no_action) return true;
    const auto counted = proven.counted.find(event.index);
    if (counted == proven.counted.end() || ++seen[event.index] > counted->second) return true;
    std::erase_if(event.digests, [&](const Digest& digest) {
      return !proven.registers.contains({digest.bank, event.index});
    });
    return event.digests.empty();
  });
}

// The quoted values of the registers to which the log led.
Registers proven_registers(const Registers& quoted, const Proven& proven) {
  Registers out;
  for (const auto& [subject, value] : quoted) {
    const auto name = parse_register_name(subject);
    if (name && proven.registers.contains({name->bank, name->index})) out.emplace(subject, value);
  }
  return out;
}

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : " ") + name;
  return out;
}

Claims basic_claims(const Log& log, uint8_t locality) {
  Claims claims;
  claims.tee = log.registers == RegisterKind::rtmr ? TeeKind::tdx : TeeKind::tpm;
  claims.format = format_name(log.format);
  claims.vendor.emplace("events", uint64_t{log.events.size()});
  if (log.registers == RegisterKind::pcr)
    claims.vendor.emplace("startup_locality", uint64_t{locality});
  return claims;
}

void claim_registers(const Registers& registers, Claims& claims) {
  for (const auto& [name, value] : registers) {
    claims.measurements.emplace(name, value);
    claims.vendor.emplace(name, value);
  }
}

// What the log says, from those of its registers that count: all, or after a replay against a quote
// those that agreed.
Status claim_events(RegisterKind registers, std::vector<Told> events, const Proven* proven,
                    Claims& claims) {
  claims.vendor.emplace("replayed_against", proven == nullptr ? "nothing" : "quote");
  if (proven != nullptr) {
    keep_proven(events, *proven);
    if (!proven->counted.contains(0)) claims.vendor.erase("startup_locality");
    if (!proven->unexplained.empty())
      claims.vendor.emplace("unexplained_registers", joined(proven->unexplained));
  }
  const Story story{registers, std::move(events)};
  claim_secure_boot(story, claims);
  claim_boot(story, claims);
  claim_runtime(story, claims);
  return claim_workload(story, claims);
}

Verification verify_parsed(Log log, uint8_t locality, const Registers* quoted) {
  CheckRun run(check_table());
  std::optional<Proven> proven;
  if (quoted == nullptr) {
    run.not_applicable(replay_check, "no quoted registers were given: the log proves nothing");
  } else {
    proven = compare(log, locality, *quoted, run);
  }
  run.judge(separators_check, "event log", check_separators(log), "in their places");
  Claims claims = basic_claims(log, locality);
  const Registers registers = replay(log, locality);
  const RegisterKind kind = log.registers;
  std::vector<Told> events = tell(std::move(log));
  judge_digests(events, run);
  // A refused log is explained by all that it says.
  const bool limited = proven && run.accepted();
  claim_registers(limited ? proven_registers(*quoted, *proven) : registers, claims);
  const Status told = claim_events(kind, std::move(events), limited ? &*proven : nullptr, claims);
  run.judge(structure_check, "event log", told, claims.format);
  return conclude(std::move(run), std::move(claims));
}

}  // namespace

Verification verify_event_log(ByteView log, const Registers* quoted) {
  return verify_event_logs(std::span(&log, 1), quoted);
}

Verification verify_event_logs(std::span<const ByteView> logs, const Registers* quoted) {
  const auto unread = [](const Error& error) {
    CheckRun run(check_table());
    run.fail(structure_check, "event log", error.to_string());
    return unreadable(std::move(run));
  };
  auto log = parse_logs(logs, quoted_kind(quoted));
  if (!log.ok()) return unread(log.error());
  const auto locality = startup_locality(*log);
  if (!locality.ok()) return unread(locality.error());
  const Status variables = check_variables(*log);
  if (!variables.ok()) return unread(variables.error());
  return verify_parsed(std::move(*log), *locality, quoted);
}

}  // namespace anchorhold::eventlog

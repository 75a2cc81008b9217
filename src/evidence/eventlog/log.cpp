#include "evidence/eventlog/log.h"

#include <algorithm>

#include "evidence/eventlog/formats.h"

namespace anchorhold::eventlog {
namespace {

constexpr uint32_t last_rtmr_index = 4;

Result<Log> parse_by_content(ByteView bytes) {
  if (looks_like_agile(bytes)) return parse_agile(bytes);
  if (looks_like_json(bytes)) return parse_dstack(bytes);
  if (looks_like_cel(bytes)) return parse_cel(bytes);
  if (looks_like_ima(bytes)) return parse_ima(bytes);
  if (looks_like_sha1(bytes)) return parse_sha1(bytes);
  return Error{Code::unsupported, std::string(log_object), "of no known format"}
      .want("a TCG PC Client log, a CCEL, a CEL in TLV form, dstack's JSON or an IMA list")
      .advise(
          "give the log as binary_bios_measurements, /sys/firmware/acpi/tables/data/CCEL or "
          "the agent wrote it");
}

bool fits_rtmrs(const Log& log) {
  return log.banks.size() == 1 && log.banks.front()->name == "sha384" &&
         std::ranges::all_of(log.events,
                             [](const Event& event) { return event.index <= last_rtmr_index; });
}

// CEL and dstack name their registers; the other forms only number them.
Status settle_kind(Log& log, std::optional<RegisterKind> registers) {
  if (log.format == Format::cel || log.format == Format::dstack) {
    if (!registers || *registers == log.registers) return {};
    return Error{Code::malformed, std::string(log_object), "of another kind of register"}.advise(
        "give the log of the machine that was quoted");
  }
  const bool fits = !registers && fits_rtmrs(log);
  log.registers = registers.value_or(fits ? RegisterKind::rtmr : RegisterKind::pcr);
  return {};
}

Status check_indices(const Log& log) {
  const uint32_t last = log.registers == RegisterKind::rtmr ? last_rtmr_index : last_pcr;
  for (size_t i = 0; i < log.events.size(); ++i) {
    if (log.events[i].index > last) {
      return Error{Code::malformed, std::string(log_object),
                   label(log.events[i], i) + " is of a register that does not exist"}
          .want("an index up to " + std::to_string(last));
    }
  }
  return {};
}

}  // namespace

std::string_view format_name(Format format) {
  switch (format) {
    case Format::tcg_agile:
      return "TCG PC Client event log, crypto-agile";
    case Format::tcg_sha1:
      return "TCG PC Client event log, SHA-1";
    case Format::cel:
      return "TCG Canonical Event Log, TLV";
    case Format::dstack:
      return "dstack event log";
    case Format::ima:
      return "IMA measurement list";
  }
  return "";
}

Result<Log> parse_log(ByteView bytes, std::optional<RegisterKind> registers) {
  if (bytes.size() > kMostBytes) {
    return Error{Code::limit_exceeded, std::string(log_object), "too large"}
        .want("at most " + std::to_string(kMostBytes) + " bytes")
        .saw(std::to_string(bytes.size()));
  }
  AH_ASSIGN(Log log, parse_by_content(bytes));
  AH_TRY(settle_kind(log, registers));
  AH_TRY(check_indices(log));
  return log;
}

bool looks_like_event_log(ByteView bytes) {
  return looks_like_agile(bytes) || looks_like_sha1(bytes) || looks_like_cel(bytes) ||
         looks_like_ima(bytes) || looks_like_dstack(bytes);
}

}  // namespace anchorhold::eventlog

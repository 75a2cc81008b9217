// dstack's JSON logs: an array of {imr, event_type, digest, event, event_payload}, alone or as the
// member `event_log` of a report, there also as text.
// Source: dstack, cc-eventlog and the attestation guide.

#include "codec/json.h"
#include "codec/json_fields.h"
#include "evidence/eventlog/dstack_digest.h"
#include "evidence/eventlog/formats.h"

namespace anchorhold::eventlog {
namespace {

constexpr std::string_view dstack_object = "dstack event log";
constexpr json::Limits limits = {.bytes = kMostBytes, .depth = 8, .values = size_t{1} << 16};
constexpr size_t start_size = 4096;  // of a report, in which its keys are looked for

// The array of events; a report has other members too: the quote, the machine's configuration.
Result<json::Value> parse_entries(ByteView bytes) {
  AH_ASSIGN(json::Value report, json::parse(dstack_object, text_of(bytes), limits));
  if (report.is_array()) return report;
  const json::Value* member = report.find("event_log");
  if (member == nullptr) {
    return Error{Code::malformed, std::string(dstack_object), "no member event_log"}.advise(
        "give dstack's report, or the array of its events");
  }
  AH_ASSIGN(json::Value entries, member->is_string()
                                     ? json::parse(dstack_object, member->as_string(), limits)
                                     : Result<json::Value>(*member));
  if (entries.is_array()) return entries;
  return Error{Code::malformed, std::string(dstack_object), "not an array"}.saw(
      std::string(entries.type_name()));
}

// A runtime event may be written without its digest, which follows from its text. A firmware
// event's does not.
Result<Bytes> read_digest(const json::Fields& fields, std::string_view hex, const Event& event) {
  if (!hex.empty()) {
    AH_ASSIGN(const auto digest, fixed_from_hex<sizeof(Digest384)>(fields.place("digest"), hex));
    return copy_of(digest);
  }
  if (event.content == Content::dstack) return dstack_digest(event);
  return Error{Code::malformed, fields.place("digest"), "missing"}.advise(
      "give the log with the digests of its firmware events");
}

Result<Event> read_event(const json::Value& value, size_t number, const Bank& bank) {
  constexpr int64_t last_imr = 3;
  json::Fields fields(json::item_place(dstack_object, number), value);
  Event event;
  AH_ASSIGN(const int64_t imr, fields.integer("imr", 0, last_imr));
  event.index = static_cast<uint32_t>(imr) + 1;
  AH_ASSIGN(const int64_t type, fields.integer("event_type", 0, UINT32_MAX));
  event.type = static_cast<EventType>(static_cast<uint32_t>(type));
  AH_ASSIGN(const std::string digest, fields.text("digest"));
  AH_ASSIGN(event.name, fields.text("event"));
  AH_ASSIGN(const std::string payload, fields.text("event_payload"));
  AH_ASSIGN(event.data, from_hex(fields.place("event_payload"), payload));
  if (event.type == EventType::dstack_runtime) event.content = Content::dstack;
  event.stripped = event.data.empty() && event.content == Content::tcg;
  AH_ASSIGN(Bytes value_of_digest, read_digest(fields, digest, event));
  event.digests = {{&bank, std::move(value_of_digest)}};
  return event;
}

}  // namespace

bool looks_like_json(ByteView bytes) {
  const size_t start = text_of(bytes).find_first_not_of(" \t\r\n");
  return start != std::string_view::npos && (bytes[start] == '{' || bytes[start] == '[');
}

bool looks_like_dstack(ByteView bytes) {
  if (!looks_like_json(bytes)) return false;
  const std::string_view text = text_of(bytes);
  return text.find("\"event_log\"") != std::string_view::npos ||
         text.substr(0, start_size).find("\"event_payload\"") != std::string_view::npos;
}

Result<Log> parse_dstack(ByteView bytes) {
  Log log;
  log.format = Format::dstack;
  log.registers = RegisterKind::rtmr;
  const Bank* bank = bank_of(crypto::HashKind::sha384);
  log.banks = {bank};
  AH_ASSIGN(const json::Value entries, parse_entries(bytes));
  for (const json::Value& entry : entries.as_array()) {
    AH_ASSIGN(Event event, read_event(entry, log.events.size(), *bank));
    AH_TRY(add_event(log, std::move(event)));
  }
  return log;
}

}  // namespace anchorhold::eventlog

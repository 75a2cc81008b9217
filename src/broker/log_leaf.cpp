#include "broker/log_leaf.h"

#include "base/hex.h"
#include "codec/json_fields.h"

namespace anchorhold::broker {
namespace {

constexpr std::string_view kFormat = "anchorhold log leaf v1";
constexpr size_t kMaxChecks = 256;

struct Encoder {
  json::Value& out;

  void operator()(const ContractAccepted& event) const {
    out.set("event", "contract");
    out.set("contract", to_hex(event.contract));
    out.set("lineage", event.lineage);
  }
  void operator()(const Released& event) const {
    out.set("event", "release");
    out.set("contract", to_hex(event.contract));
    out.set("lineage", event.lineage);
    out.set("input", event.input);
    out.set("tee_key", to_hex(event.tee_key));
    out.set("nonce_sha256", to_hex(event.nonce_sha256));
    out.set("evidence_sha256", to_hex(event.evidence_sha256));
    out.set("ciphertext_sha256", to_hex(event.ciphertext_sha256));
    out.set("head_sha256", to_hex(event.head_sha256));
    out.set("unit", event.unit);
    out.set("first", event.first);
  }
  void operator()(const Refused& event) const {
    out.set("event", "refusal");
    out.set("step", event.step);
    out.set("session_sha256", to_hex(event.session_sha256));
    out.set("evidence_sha256", to_hex(event.evidence_sha256));
    out.set("contract", to_hex(event.contract));
    json::Array checks(event.checks.begin(), event.checks.end());
    out.set("checks", std::move(checks));
  }
};

Result<LogEvent> parse_accepted(json::Fields& fields) {
  ContractAccepted event;
  AH_ASSIGN(event.contract, fields.hex<48>("contract"));
  AH_ASSIGN(event.lineage, fields.text("lineage"));
  return LogEvent(std::move(event));
}

Result<LogEvent> parse_released(json::Fields& fields) {
  Released event;
  AH_ASSIGN(event.contract, fields.hex<48>("contract"));
  AH_ASSIGN(event.lineage, fields.text("lineage"));
  AH_ASSIGN(event.input, fields.text("input"));
  AH_ASSIGN(event.tee_key, fields.hex<32>("tee_key"));
  AH_ASSIGN(event.nonce_sha256, fields.hex<32>("nonce_sha256"));
  AH_ASSIGN(event.evidence_sha256, fields.hex<32>("evidence_sha256"));
  AH_ASSIGN(event.ciphertext_sha256, fields.hex<32>("ciphertext_sha256"));
  AH_ASSIGN(event.head_sha256, fields.hex<32>("head_sha256"));
  AH_ASSIGN(const int64_t unit, fields.integer("unit", 1, json::kMaxInteger));
  event.unit = static_cast<uint64_t>(unit);
  AH_ASSIGN(event.first, fields.boolean("first"));
  return LogEvent(std::move(event));
}

Result<LogEvent> parse_refused(json::Fields& fields) {
  Refused event;
  AH_ASSIGN(event.step, fields.text("step"));
  AH_ASSIGN(event.session_sha256, fields.hex<32>("session_sha256"));
  AH_ASSIGN(event.evidence_sha256, fields.hex<32>("evidence_sha256"));
  AH_ASSIGN(event.contract, fields.hex<48>("contract"));
  AH_ASSIGN(event.checks, fields.texts("checks"));
  if (event.checks.empty() || event.checks.size() > kMaxChecks) {
    return Error{Code::malformed, fields.place("checks"), "wrong number of checks"};
  }
  return LogEvent(std::move(event));
}

Result<LogEvent> parse_event(json::Fields& fields) {
  AH_ASSIGN(const std::string event, fields.text("event"));
  if (event == "contract") return parse_accepted(fields);
  if (event == "release") return parse_released(fields);
  if (event == "refusal") return parse_refused(fields);
  return Error{Code::unsupported, fields.place("event"), "unknown event"};
}

}  // namespace

std::string encode_leaf(const LogLeaf& leaf) {
  json::Value out = json::Value::object({{"format", kFormat},
                                         {"index", leaf.index},
                                         {"previous", to_hex(leaf.previous)},
                                         {"time", format_time(leaf.time)}});
  std::visit(Encoder{out}, leaf.event);
  return json::canonical(out);
}

Result<LogLeaf> parse_leaf(std::string_view object, std::string_view text) {
  AH_ASSIGN(const json::Value value,
            json::parse(object, text, {.bytes = 64 << 10, .depth = 4, .values = 512}));
  json::Fields fields(std::string(object), value);
  AH_ASSIGN(const std::string format, fields.text("format"));
  if (format != kFormat) {
    return Error{Code::unsupported, fields.place("format"), "another format"}.want(
        std::string(kFormat));
  }
  LogLeaf leaf;
  AH_ASSIGN(const int64_t index, fields.integer("index", 0, json::kMaxInteger));
  leaf.index = static_cast<uint64_t>(index);
  AH_ASSIGN(leaf.previous, fields.hex<32>("previous"));
  AH_ASSIGN(leaf.time, fields.time("time"));
  AH_ASSIGN(leaf.event, parse_event(fields));
  AH_TRY(fields.finish());
  if (encode_leaf(leaf) != text) {
    return Error{Code::malformed, std::string(object), "not in canonical form"};
  }
  return leaf;
}

}  // namespace anchorhold::broker

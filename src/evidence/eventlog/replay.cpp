#include "evidence/eventlog/replay.h"

#include <algorithm>
#include <charconv>

#include "base/reader.h"

namespace anchorhold::eventlog {
namespace {

constexpr std::string_view rtmr_prefix = "rtmr";
constexpr std::string_view pcr_infix = "_pcr";
constexpr std::string_view locality_signature{"StartupLocality\0", 16};
constexpr uint32_t most_rtmr = 3;

std::optional<uint32_t> parse_index(std::string_view digits, uint32_t most) {
  uint32_t value = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (failure != std::errc() || end != digits.data() + digits.size() || value > most)
    return std::nullopt;
  return value;
}

bool is_locality_event(const Event& event) {
  return event.type == EventType::no_action && event.content == Content::tcg &&
         text_of(event.data).starts_with(locality_signature);
}

bool is_extended(const Log& log, const Event& event) {
  if (event.type == EventType::no_action) return false;
  return log.registers == RegisterKind::pcr || event.index != 0;
}

Error bad_locality(std::string message) {
  return Error{Code::malformed, "StartupLocality event", std::move(message)}
      .want("one in PCR 0, of locality 0, 3 or 4")
      .advise("reject the log: PCR 0 cannot be replayed from it");
}

}  // namespace

std::string register_name(RegisterKind kind, const Bank& bank, uint32_t index) {
  if (kind == RegisterKind::rtmr)
    return std::string(rtmr_prefix) + std::to_string(index == 0 ? 0 : index - 1);
  return std::string(bank.name) + std::string(pcr_infix) + std::to_string(index);
}

std::optional<RegisterName> parse_register_name(std::string_view name) {
  if (name.starts_with(rtmr_prefix)) {
    const auto index = parse_index(name.substr(rtmr_prefix.size()), most_rtmr);
    if (!index) return std::nullopt;
    return RegisterName{RegisterKind::rtmr, bank_of(crypto::HashKind::sha384), *index + 1};
  }
  const size_t infix = name.find(pcr_infix);
  if (infix == std::string_view::npos) return std::nullopt;
  const Bank* bank = find_bank(name.substr(0, infix));
  const auto index = parse_index(name.substr(infix + pcr_infix.size()), last_pcr);
  if (bank == nullptr || !index) return std::nullopt;
  return RegisterName{RegisterKind::pcr, bank, *index};
}

Result<uint8_t> startup_locality(const Log& log) {
  constexpr uint8_t drtm = 3;
  constexpr uint8_t hcrtm = 4;
  std::optional<uint8_t> found;
  for (const Event& event : log.events) {
    if (!is_locality_event(event)) continue;
    if (log.registers != RegisterKind::pcr || event.index != 0) return bad_locality("not of PCR 0");
    if (found) return bad_locality("logged twice");
    if (event.data.size() != locality_signature.size() + 1) return bad_locality("of wrong size");
    found = event.data.back();
    if (*found != 0 && *found != drtm && *found != hcrtm)
      return bad_locality("locality " + std::to_string(*found));
  }
  return found.value_or(0);
}

Bytes start_value(const RegisterName& name, uint8_t locality) {
  Bytes value(name.bank->size, 0);
  if (name.kind == RegisterKind::pcr && name.index == 0) value.back() = locality;
  return value;
}

void extend(Bytes& value, const RegisterName& name, const Event& event) {
  value = crypto::hash(*name.bank->hash, {value, *event.digest(*name.bank)});
}

Registers replay(const Log& log, uint8_t locality) {
  Registers out;
  for (const Bank* bank : log.banks) {
    if (!bank->hash) continue;
    std::map<uint32_t, Bytes> values;
    for (const Event& event : log.events) {
      if (!is_extended(log, event)) continue;
      const RegisterName name{log.registers, bank, event.index};
      const auto at = values.try_emplace(event.index, start_value(name, locality)).first;
      extend(at->second, name, event);
    }
    for (auto& [index, value] : values)
      out.emplace(register_name(log.registers, *bank, index), std::move(value));
  }
  return out;
}

}  // namespace anchorhold::eventlog

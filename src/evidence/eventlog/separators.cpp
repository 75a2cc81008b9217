#include "evidence/eventlog/separators.h"

#include <algorithm>
#include <array>
#include <map>

#include "evidence/eventlog/confidential_space.h"
#include "evidence/eventlog/formats.h"

namespace anchorhold::eventlog {
namespace {

// By index: MRTD holds PCR 0, RTMR0 PCRs 1 and 7, RTMR1 PCRs 2 to 6.
constexpr std::array<size_t, 3> most_in_rtmr = {1, 2, 5};

bool has_digest_of(const Event& event, ByteView data) {
  return std::ranges::any_of(event.digests, [&](const Digest& digest) {
    return digest.bank->hash && digest.value == crypto::hash(*digest.bank->hash, data);
  });
}

// Types whose events may well measure four bytes of zeros that are no separator.
bool may_measure_zeros(EventType type) {
  return type == EventType::platform_config_flags || type == EventType::nonhost_config ||
         type == EventType::efi_variable_boot || type == EventType::separator ||
         type == EventType::no_action;
}

size_t most_separators(const Log& log, uint32_t index) {
  if (log.registers == RegisterKind::pcr) return index <= last_firmware_pcr ? 1 : SIZE_MAX;
  return index < most_in_rtmr.size() ? most_in_rtmr.at(index) : SIZE_MAX;
}

Status check_launch(const Log& log) {
  const auto launched = std::ranges::find_if(log.events, is_launch_separator);
  if (launched == log.events.end()) return {};
  const auto after = std::find_if(launched + 1, log.events.end(), [](const Event& event) {
    return event.content == Content::confidential_space;
  });
  if (after == log.events.end()) return {};
  return Error{Code::malformed, std::string(log_object), "a workload record after the launch"};
}

}  // namespace

bool has_separator_digest(const Event& event) {
  static constexpr std::array<uint8_t, 4> zeros = {0, 0, 0, 0};
  static constexpr std::array<uint8_t, 4> ones = {UINT8_MAX, UINT8_MAX, UINT8_MAX, UINT8_MAX};
  return has_digest_of(event, zeros) || has_digest_of(event, ones);
}

Separator separator_of(const Event& event) {
  if (event.type != EventType::separator || event.content != Content::tcg) return Separator::none;
  if (has_separator_digest(event)) return Separator::ready;
  return event.index <= last_firmware_pcr ? Separator::error : Separator::none;
}

Status check_separators(const Log& log) {
  const uint32_t policy = firmware_policy_register(log.registers);
  std::map<uint32_t, size_t> count;
  for (size_t i = 0; i < log.events.size(); ++i) {
    const Event& event = log.events[i];
    const size_t most = most_separators(log, event.index);
    if (event.content != Content::tcg || most == SIZE_MAX) continue;
    if (event.type == EventType::separator && ++count[event.index] > most) {
      return Error{Code::malformed, std::string(log_object),
                   label(event, i) + " is one separator too many"}
          .want("at most " + std::to_string(most));
    }
    if (event.index == policy && !may_measure_zeros(event.type) && has_separator_digest(event)) {
      return Error{Code::malformed, std::string(log_object),
                   label(event, i) + " has a separator's digest under another type"};
    }
  }
  return check_launch(log);
}

}  // namespace anchorhold::eventlog

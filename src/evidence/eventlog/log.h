#pragma once
// Logs: the measurement logs of firmware, boot loaders and workloads, read into one shape.

#include <optional>
#include <vector>

#include "base/result.h"
#include "evidence/eventlog/event.h"

namespace anchorhold::eventlog {

enum class Format : uint8_t {
  tcg_agile,  // TCG_PCR_EVENT2 after a Spec ID header; also the CCEL of a TD
  tcg_sha1,   // TCG_PCR_EVENT: the SHA-1 form of TPM 1.2
  cel,        // TCG Canonical Event Log, TLV encoding
  dstack,     // dstack's JSON
  ima,        // the kernel's binary_runtime_measurements
};

std::string_view format_name(Format format);

// RegisterKind: which registers the indices mean.
enum class RegisterKind : uint8_t { pcr, rtmr };

inline constexpr uint32_t last_pcr = 23;
inline constexpr uint32_t last_firmware_pcr = 7;

// firmware_policy_register: the index that holds the secure boot variables: PCR 7, or RTMR0.
constexpr uint32_t firmware_policy_register(RegisterKind kind) {
  return kind == RegisterKind::pcr ? 7 : 1;
}

// Limits on what is read; more is Code::limit_exceeded.
inline constexpr size_t kMostBytes = size_t{2} << 20;
inline constexpr size_t kMostEvents = 8192;
inline constexpr size_t kMostBanks = 8;

struct Log {
  Format format = Format::tcg_agile;
  RegisterKind registers = RegisterKind::pcr;
  std::vector<const Bank*> banks = {};
  std::vector<Event> events = {};  // in their order, without the Spec ID header
};

// parse_log: reads a log of any format, recognised by its content. Padding after the last event
// (all bytes 0x00, or all 0xff) is no event; anything else that is left over is malformed.
// `registers` says whose registers the log speaks of; without it a log whose only bank is SHA-384
// and whose indices fit RTMRs is one of RTMRs. Proves nothing: replay it against a quote.
// Errors: malformed, unsupported, limit_exceeded. Sources: TCG PC Client Platform Firmware Profile
// section 10; Guest-Host-Communication Interface for TDX, CCEL; TCG Canonical Event Log section 5.
Result<Log> parse_log(ByteView bytes, std::optional<RegisterKind> registers = std::nullopt);

// looks_like_event_log: true when the first bytes are those of one of the formats.
bool looks_like_event_log(ByteView bytes);

}  // namespace anchorhold::eventlog

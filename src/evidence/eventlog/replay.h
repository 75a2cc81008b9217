#pragma once
// Replay: the registers that a log leads to.

#include <map>
#include <string>
#include <string_view>

#include "evidence/eventlog/log.h"

namespace anchorhold::eventlog {

// Registers: by their names: "sha256_pcr7", "rtmr0".
using Registers = std::map<std::string, Bytes, std::less<>>;

// RegisterName: what a name means. A TD's registers are SHA-384; index 1 is RTMR0.
struct RegisterName {
  RegisterKind kind;
  const Bank* bank;
  uint32_t index;
};

std::string register_name(RegisterKind kind, const Bank& bank, uint32_t index);
// parse_register_name: nothing when it is not the name of such a register.
std::optional<RegisterName> parse_register_name(std::string_view name);

// startup_locality: 0 without such an event. Malformed: two of them, another register than PCR 0,
// or a locality at which no TPM is started. Source: TCG PC Client Platform Firmware Profile,
// section 10.4.5.3.
Result<uint8_t> startup_locality(const Log& log);

// start_value: what a register holds before the first event.
Bytes start_value(const RegisterName& name, uint8_t locality);

// extend: the register's next value.
void extend(Bytes& value, const RegisterName& name, const Event& event);

// replay: every register that the log extends, in every bank that can be computed. EV_NO_ACTION
// extends nothing, and neither does MRTD (index 0 of a TD's log), which holds no hash chain of
// events. `locality` is where PCR 0 starts.
Registers replay(const Log& log, uint8_t locality);

}  // namespace anchorhold::eventlog

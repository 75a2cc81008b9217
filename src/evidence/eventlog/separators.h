#pragma once
// Separators: where firmware hands over.

#include "evidence/eventlog/log.h"

namespace anchorhold::eventlog {

enum class Separator : uint8_t { none, ready, error };

// has_separator_digest: of four bytes 0x00 or 0xff, whatever type the event bears.
bool has_separator_digest(const Event& event);

// separator_of: by what was measured, not by the type alone: a digest of four bytes 0x00 or 0xff
// hands over, any other separator of firmware reports an error; boot loaders write texts of their
// own into the registers above. Source: TCG PC Client Platform Firmware
// Profile, section 10.4.1.
Separator separator_of(const Event& event);

// check_separators: at most one for each PCR 0 to 7, for RTMRs one for each PCR that lies in them
// (UEFI specification 2.10, section 38.4.1); none under another type in the register that holds
// the secure boot variables; and nothing after
// the record with which a Confidential Space workload starts.
Status check_separators(const Log& log);

}  // namespace anchorhold::eventlog

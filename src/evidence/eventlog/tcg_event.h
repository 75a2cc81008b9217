#pragma once
// What the two binary forms of TCG logs share.

#include "base/reader.h"
#include "evidence/eventlog/formats.h"

namespace anchorhold::eventlog {

inline constexpr std::string_view tcg_object = "TCG event log";
inline constexpr std::string_view spec_id_agile{"Spec ID Event03\0", 16};
inline constexpr std::string_view spec_id_start = "Spec ID Event";

// Sha1Event: TCG_PCR_EVENT as it lies in the log. Source: PC Client Platform Firmware Profile,
// section 10.2.1.
struct Sha1Event {
  uint32_t index;
  EventType type;
  ByteView digest;
  ByteView data;
};

Result<Sha1Event> read_sha1_event(Reader& in);

// check_no_action: an event that is not extended has digests of zeros and nothing else.
Status check_no_action(const Event& event);

}  // namespace anchorhold::eventlog

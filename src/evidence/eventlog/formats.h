#pragma once
// The wire forms of event logs, one parser each; parse_log chooses.

#include "base/reader.h"
#include "evidence/eventlog/log.h"

namespace anchorhold::eventlog {

inline constexpr std::string_view log_object = "event log";  // whatever its form, in errors

bool looks_like_agile(ByteView bytes);
bool looks_like_sha1(ByteView bytes);
bool looks_like_cel(ByteView bytes);
bool looks_like_ima(ByteView bytes);
bool looks_like_json(ByteView bytes);
bool looks_like_dstack(ByteView bytes);  // looks_like_json, and its start names an event log

Result<Log> parse_agile(ByteView bytes);
Result<Log> parse_sha1(ByteView bytes);
Result<Log> parse_cel(ByteView bytes);
Result<Log> parse_ima(ByteView bytes);
Result<Log> parse_dstack(ByteView bytes);

// add_event: refuses the event after kMostEvents.
Status add_event(Log& log, Event event);

// at_end: true when nothing but padding (all 0x00, or all 0xff) is left. What begins like padding
// and goes on otherwise is malformed.
Result<bool> at_end(const Reader& in, ByteView bytes);

}  // namespace anchorhold::eventlog

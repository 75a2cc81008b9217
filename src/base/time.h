#pragma once
// Points in time as values. Nothing here reads a clock: the time is always a parameter.

#include <chrono>
#include <string>

#include "base/result.h"

namespace anchorhold {

// Time: UTC, in milliseconds since 1970.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;
using Duration = std::chrono::milliseconds;

// format_time: RFC 3339 in UTC, "2026-11-21T10:08:25Z"; milliseconds only when there are any.
std::string format_time(Time time);

// parse_time: RFC 3339 with 'Z'; years 1970 to 9999.
Result<Time> parse_time(std::string_view object, std::string_view text);

}  // namespace anchorhold

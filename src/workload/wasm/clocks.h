#pragma once
// Time as the standard counts it: nanoseconds in 64 bits.

#include <cstdint>
#include <ctime>
#include <optional>

namespace anchorhold::wasi {

// timespec_of, nanoseconds_of: from one to the other; what lies before the clock's start is 0.
timespec timespec_of(uint64_t nanoseconds);
uint64_t nanoseconds_of(const timespec& time);

// clock_of: realtime, monotonic, and the processor time of process and thread; nothing for others.
std::optional<clockid_t> clock_of(uint32_t clock);

uint64_t time_of(clockid_t clock);

}  // namespace anchorhold::wasi

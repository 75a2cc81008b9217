#include "workload/wasm/clocks.h"

#include <array>

#include "workload/wasm/host.h"

namespace anchorhold::wasi {

namespace {

constexpr uint64_t nanoseconds_per_second = 1'000'000'000;

constexpr std::array<clockid_t, 4> host_clocks = {
    CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID};

}  // namespace

timespec timespec_of(uint64_t nanoseconds) {
  return {.tv_sec = static_cast<time_t>(nanoseconds / nanoseconds_per_second),
          .tv_nsec = static_cast<long>(nanoseconds % nanoseconds_per_second)};
}

uint64_t nanoseconds_of(const timespec& time) {
  if (time.tv_sec < 0) return 0;
  return static_cast<uint64_t>(time.tv_sec) * nanoseconds_per_second +
         static_cast<uint64_t>(time.tv_nsec);
}

std::optional<clockid_t> clock_of(uint32_t clock) {
  if (clock >= host_clocks.size()) return std::nullopt;
  return host_clocks[clock];
}

uint64_t time_of(clockid_t clock) {
  timespec time = {};
  ::clock_gettime(clock, &time);
  return nanoseconds_of(time);
}

Errno Host::clock_res_get(uint32_t clock, Pointer resolution) {
  const auto asked = clock_of(clock);
  if (!asked) return Errno::inval;
  timespec step = {};
  ::clock_getres(*asked, &step);
  return guest().store(resolution, nanoseconds_of(step)) ? Errno::success : Errno::fault;
}

// The precision that is asked for is a hint: a clock is read as exactly as it runs.
Errno Host::clock_time_get(uint32_t clock, uint64_t /*precision*/, Pointer time) {
  const auto asked = clock_of(clock);
  if (!asked) return Errno::inval;
  return guest().store(time, time_of(*asked)) ? Errno::success : Errno::fault;
}

}  // namespace anchorhold::wasi

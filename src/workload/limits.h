#pragma once
// What a workload may use, and how it ended: the values that cross between agent and spawner.

#include <cstdint>
#include <string_view>

namespace anchorhold::workload {

// Limits: what the manifest grants. Exceeding one ends the run.
struct Limits {
  uint64_t memory_bytes = 0;  // of each process, and of /tmp
  uint64_t cpu_seconds = 0;   // of each process while it runs, of all together at the end
  uint64_t wall_seconds = 0;
  uint64_t processes = 0;  // threads count
  uint64_t out_bytes = 0;  // all of /out together
};

// Space: what bounds the file systems that the agent fills.
struct Space {
  uint64_t root_bytes = 0;  // the image's content, each file rounded up to pages
  uint64_t in_bytes = 0;    // all inputs together
  uint64_t files = 0;       // entries in the image
};

// End: how the workload's first process came to its end, or what ended it.
enum class End : uint8_t {
  success,  // exit status 0
  failure,  // another exit status
  crash,    // a signal of its own making
  memory_limit,
  cpu_limit,
  wall_limit,
  not_started,  // the entry point could not be executed
  killed,       // by the agent
  // Of WebAssembly programs, by the core specification's names.
  out_of_bounds,
  integer_overflow,
  division_by_zero,
  invalid_conversion,
  unreachable,
  indirect_call,
  stack_overflow,
  exit_code,      // proc_exit with a code above 125
  input_refused,  // an input's bytes did not verify when they were read
};
inline constexpr End last_end = End::input_refused;

// Share: how much of a limit was used, coarse on purpose: exact numbers would be a side channel.
enum class Share : uint8_t { under_quarter, under_half, under_limit, limit };

// WorkloadEnd: for the data owners only. The host learns ok or failed.
struct WorkloadEnd {
  End end = End::killed;
  uint8_t exit_status = 0;  // of `failure`; the errno of `not_started`
  Share cpu = Share::under_quarter;
  Share memory = Share::under_quarter;
  Share wall = Share::under_quarter;
  bool ok() const { return end == End::success; }
};

// The stable words of receipts and reports: "success", "memory limit", "under quarter".
std::string_view end_name(End end);
std::string_view share_name(Share share);

}  // namespace anchorhold::workload

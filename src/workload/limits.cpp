#include "workload/limits.h"

namespace anchorhold::workload {

std::string_view end_name(End end) {
  switch (end) {
    case End::success:
      return "success";
    case End::failure:
      return "failure";
    case End::crash:
      return "crash";
    case End::memory_limit:
      return "memory limit";
    case End::cpu_limit:
      return "cpu limit";
    case End::wall_limit:
      return "wall clock limit";
    case End::not_started:
      return "not started";
    case End::killed:
      return "killed";
    case End::out_of_bounds:
      return "trap: out of bounds access";
    case End::integer_overflow:
      return "trap: integer overflow";
    case End::division_by_zero:
      return "trap: integer divide by zero";
    case End::invalid_conversion:
      return "trap: invalid conversion to integer";
    case End::unreachable:
      return "trap: unreachable executed";
    case End::indirect_call:
      return "trap: indirect call of another type";
    case End::stack_overflow:
      return "trap: call stack exhausted";
    case End::exit_code:
      return "exit code above 125";
    case End::input_refused:
      return "input refused";
  }
  return "killed";
}

std::string_view share_name(Share share) {
  switch (share) {
    case Share::under_quarter:
      return "under quarter";
    case Share::under_half:
      return "under half";
    case Share::under_limit:
      return "under limit";
    case Share::limit:
      return "limit";
  }
  return "limit";
}

}  // namespace anchorhold::workload

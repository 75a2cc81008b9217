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

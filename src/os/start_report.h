#pragma once
// How a new process tells its parent which step between fork and exec failed.

#include <optional>
#include <string>

#include "base/result.h"
#include "os/fd.h"

namespace anchorhold::os {

// StartFailure: the first step that failed, and errno.
struct StartFailure {
  int error = 0;
  char step[60] = {};
};

// StartSteps: the child's end. System calls only.
class StartSteps {
 public:
  explicit StartSteps(int report) : report_(report) {}
  // Goes on when `error` is 0; otherwise reports the step and ends the process.
  void operator()(const char* step, int error) const;

 private:
  int report_;
};

// read_start_report: the parent's end, its own copy of the child's end closed. Blocks until the
// child has executed its program (empty) or failed.
std::optional<StartFailure> read_start_report(const Fd& report);

}  // namespace anchorhold::os

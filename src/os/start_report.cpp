#include "os/start_report.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace anchorhold::os {

void StartSteps::operator()(const char* step, int error) const {
  if (error == 0) return;
  StartFailure failure;
  failure.error = error;
  std::strncpy(failure.step, step, sizeof failure.step - 1);
  [[maybe_unused]] const ssize_t written = ::write(report_, &failure, sizeof failure);
  ::_exit(127);
}

std::optional<StartFailure> read_start_report(const Fd& report) {
  StartFailure failure;
  ssize_t count = 0;
  do {
    count = ::read(report.get(), &failure, sizeof failure);
  } while (count < 0 && errno == EINTR);
  if (count != sizeof failure) return std::nullopt;
  return failure;
}

}  // namespace anchorhold::os

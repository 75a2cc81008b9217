#pragma once
// The machine's wall clock. Read at the border only, then passed on as a value.

#include "base/time.h"

namespace anchorhold::os {

inline Time now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace anchorhold::os

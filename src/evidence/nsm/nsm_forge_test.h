#pragma once
// The one forge of enclave documents that this module's tests share: its keys are slow to make.

#include "testkit/forged_nsm.h"

namespace anchorhold::nsm {

inline const testkit::NsmForge& forge() {
  static const testkit::NsmForge instance;
  return instance;
}

}  // namespace anchorhold::nsm

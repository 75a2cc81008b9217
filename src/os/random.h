#pragma once
// The kernel's random number generator.

#include "base/io.h"

namespace anchorhold::os {

class SystemRandom : public Random {
 public:
  Status fill(MutableBytes out) override;
};

}  // namespace anchorhold::os

#pragma once
// Randomness that is the same on every run.

#include "base/io.h"

namespace anchorhold::testkit {

// FixedRandom: an endless stream that follows from its seed alone.
class FixedRandom : public Random {
 public:
  explicit FixedRandom(uint64_t seed = 1) : seed_(seed) {}
  Status fill(MutableBytes out) override;

 private:
  uint64_t seed_;
  uint64_t block_ = 0;
};

}  // namespace anchorhold::testkit

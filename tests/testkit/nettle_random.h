#pragma once
// What Nettle asks of whoever makes keys with it. For the testkit's .cpp files only.

#include <cstdlib>

#include "testkit/fixed_random.h"

namespace anchorhold::testkit {

inline void abort_unless(bool done) {
  if (!done) std::abort();
}

// next_random: Nettle's callback; `random` is a FixedRandom.
inline void next_random(void* random, size_t size, uint8_t* out) {
  abort_unless(static_cast<FixedRandom*>(random)->fill({out, size}).ok());
}

}  // namespace anchorhold::testkit

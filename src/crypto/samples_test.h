#pragma once
// A time and keys that are the same in every run.

#include "base/time.h"
#include "crypto/keys.h"
#include "testkit/fixed_random.h"

namespace anchorhold::crypto {

inline const Time noon = parse_time("noon", "2026-11-21T12:00:00Z").value();

inline PrivateKey key_from_seed(Algorithm algorithm, uint64_t seed = 1) {
  testkit::FixedRandom random(seed);
  return PrivateKey::generate(algorithm, random).value();
}

}  // namespace anchorhold::crypto

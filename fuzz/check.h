#pragma once
// What fuzz targets assert: a broken promise stops the run, and libFuzzer keeps the input.

#include "base/bytes.h"

namespace anchorhold::fuzz {

inline void check(bool promise) {
  if (!promise) __builtin_trap();
}

inline bool same(ByteView a, ByteView b) {
  return text_of(a) == text_of(b);
}

}  // namespace anchorhold::fuzz

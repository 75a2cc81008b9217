#pragma once
// The 128-bit key of one age file; recipients wrap it, the header MAC and the payload key are
// derived from it.

#include "base/secret.h"

namespace anchorhold::age {

inline constexpr size_t file_key_size = 16;
using FileKey = SecretArray<file_key_size>;

}  // namespace anchorhold::age

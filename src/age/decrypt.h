#pragma once
// Decrypting age v1 files (age-encryption.org/v1), streaming, in memory that does not grow with the
// file.

#include "age/rules.h"
#include "base/block_source.h"

namespace anchorhold::age {

// decrypt: writes the plaintext, each 64 KiB chunk only after its tag was verified. It proves that
// every byte written was encrypted, in this order, by someone who knew a recipient or the
// passphrase; it does not say who. Only success proves that the file was complete: on an error the
// caller discards what the sink took. Errors name their layer (rules.h): malformed and denied for a
// damaged or changed file, not_found when no key opens it, limit_exceeded for a work factor above
// the rules, unsupported when only unknown recipient types are in it.
Status decrypt(Source& file, Sink& plain, const Keys& keys, const Rules& rules = {});
Status decrypt(BlockSource& file, Sink& plain, const Keys& keys, const Rules& rules = {});

inline Status decrypt(Source& file, Sink& plain, std::span<const Identity> identities,
                      const Rules& rules = {}) {
  return decrypt(file, plain, Keys{identities}, rules);
}

}  // namespace anchorhold::age

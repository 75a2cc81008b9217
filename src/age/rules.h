#pragma once
// What a caller lets an age file be, and the keys to try on it.

#include <functional>
#include <span>

#include "age/recipient.h"

namespace anchorhold::age {

enum class ArmorRule : uint8_t { detect, required, refused };

struct Rules {
  // Exactly one stanza, and it is X25519: a file with further readers, or one that a guessed
  // passphrase opens, is denied. For inputs whose only reader must be the released identity.
  bool single_x25519_only = false;
  ArmorRule armor = ArmorRule::detect;
  // The file names its own scrypt work factor; above 2^max_scrypt_log2n it is limit_exceeded.
  unsigned max_scrypt_log2n = 22;
};

// Keys: what may open the file. `passphrase` is asked at most once, and only for a file that is
// encrypted to one.
struct Keys {
  std::span<const Identity> identities;
  std::function<Result<SecretBytes>()> passphrase = {};
};

// The `object` of every error that is about the file itself, so that callers and tests can tell the
// layers apart.
namespace layer {
inline constexpr std::string_view armor = "age armor";
inline constexpr std::string_view header = "age header";
inline constexpr std::string_view mac =
    "age header MAC";  // denied: header changed after encryption
inline constexpr std::string_view recipients = "age recipients";  // not_found: no key here opens it
inline constexpr std::string_view payload = "age payload";
}  // namespace layer

}  // namespace anchorhold::age

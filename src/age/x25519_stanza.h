#pragma once
// The X25519 stanza: `-> X25519 <ephemeral share>` and the wrapped file key.

#include <optional>

#include "age/header.h"
#include "age/recipient.h"

namespace anchorhold::age {

inline constexpr std::string_view x25519_type = "X25519";

// X25519Stanza: a stanza of that type with its shape checked.
struct X25519Stanza {
  crypto::X25519Public share{};
  ByteArray<32> body{};

  static Result<X25519Stanza> from(const Stanza& stanza);
  // The file key, or nothing when it was wrapped for another recipient. A share of low order is
  // malformed.
  Result<std::optional<FileKey>> unwrap(const Identity& identity) const;
};

Result<Stanza> wrap_x25519(const FileKey& file_key, const Recipient& recipient, Random& random);

}  // namespace anchorhold::age

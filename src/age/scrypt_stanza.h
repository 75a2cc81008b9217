#pragma once
// The scrypt stanza: `-> scrypt <salt> <log2 N>` and the wrapped file key. It is always alone in
// its header.

#include <optional>

#include "age/header.h"

namespace anchorhold::age {

inline constexpr std::string_view scrypt_type = "scrypt";

// ScryptStanza: a stanza of that type with its shape checked. The caller bounds log2n before it
// unwraps.
struct ScryptStanza {
  ByteArray<16> salt{};
  unsigned log2n = 0;
  ByteArray<32> body{};

  static Result<ScryptStanza> from(const Stanza& stanza);
  // The file key, or nothing when the passphrase is another.
  Result<std::optional<FileKey>> unwrap(ByteView passphrase) const;
};

Result<Stanza> wrap_scrypt(const FileKey& file_key, ByteView passphrase, unsigned log2n,
                           Random& random);

}  // namespace anchorhold::age

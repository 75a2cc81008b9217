#pragma once
// The 32-byte body that X25519 and scrypt stanzas share: the file key under a wrap key that is used
// once.

#include <optional>

#include "age/file_key.h"
#include "age/header.h"
#include "crypto/aead.h"

namespace anchorhold::age {

using WrapKey = SecretArray<crypto::aead_key_size>;
using WrappedKey = ByteArray<file_key_size + crypto::aead_tag_size>;

Result<Bytes> wrap_key(const FileKey& file_key, const WrapKey& wrap_key);

// unwrap_key: nothing when the wrap key is another.
Result<std::optional<FileKey>> unwrap_key(const WrappedKey& body, const WrapKey& wrap_key);

// wrapped_key_of: the body, which must have exactly this length before anything is tried on it, or
// the stanza could be made to open under many keys.
Result<WrappedKey> wrapped_key_of(const Stanza& stanza);

// fill_argument: decodes one Base64 argument, which must fill `out` exactly.
Status fill_argument(const Stanza& stanza, size_t index, MutableBytes out);

Error stanza_error(const Stanza& stanza, const std::string& message);

}  // namespace anchorhold::age

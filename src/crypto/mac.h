#pragma once
// HMAC (RFC 2104) over SHA-256, SHA-384 and SHA-512.

#include <initializer_list>

#include "base/bytes.h"

namespace anchorhold::crypto {

// hmac_sha256: the tag of `message`. Compare tags with ct_equal, never with ==.
Digest256 hmac_sha256(ByteView key, ByteView message);

// The tag of the parts one after another.
Digest256 hmac_sha256(ByteView key, std::initializer_list<ByteView> parts);

Digest384 hmac_sha384(ByteView key, std::initializer_list<ByteView> parts);
Digest512 hmac_sha512(ByteView key, std::initializer_list<ByteView> parts);

}  // namespace anchorhold::crypto

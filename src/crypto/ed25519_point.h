#pragma once
// What a public key of Ed25519 must not be. For this module's .cpp files only.

#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::crypto {

// check_ed25519: refuses 32 bytes that are not the canonical encoding of a y-coordinate (RFC 8032
// section 5.1.3), and points of small order, under which a signature can be made to verify for any
// message.
Status check_ed25519(std::string_view object, ByteView raw);

}  // namespace anchorhold::crypto

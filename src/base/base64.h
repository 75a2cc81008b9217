#pragma once
// Base64 (RFC 4648): the standard alphabet and the URL-safe one, with and without padding,
// canonical only.

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold {

enum class Base64 : uint8_t {
  standard,           // RFC 4648 section 4, padded
  standard_unpadded,  // as age writes stanzas
  url,                // RFC 4648 section 5, unpadded, as JOSE writes it
};

std::string to_base64(ByteView bytes, Base64 form);

// from_base64: refuses white space, wrong padding and non-zero trailing bits.
Result<Bytes> from_base64(std::string_view object, std::string_view text, Base64 form);

}  // namespace anchorhold

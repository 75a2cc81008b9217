#pragma once
// PEM: RFC 7468's strict form, one block a text: lines of 64, no headers, nothing before or after.

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret.h"

namespace anchorhold::pem {

// decode: the bytes of the one block labelled `label` ("CERTIFICATE"). Line ends may be LF or CRLF;
// the last one may be missing. Everything else that encode would not write is malformed.
Result<Bytes> decode(std::string_view object, std::string_view label, std::string_view text);
std::string encode(std::string_view label, ByteView bytes);

// The same for private keys: what passes through memory here is wiped.
Result<SecretBytes> decode_secret(std::string_view object, std::string_view label, ByteView text);
SecretBytes encode_secret(std::string_view label, ByteView bytes);

}  // namespace anchorhold::pem

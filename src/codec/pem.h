#pragma once
// PEM (RFC 7468): the strict form for our own files, one block a text, lines of 64, no headers,
// nothing before or after; and the lax one for other people's.

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret.h"

namespace anchorhold::pem {

// decode: the bytes of the one block labelled `label` ("CERTIFICATE"). Line ends may be LF or CRLF;
// the last one may be missing. Everything else that encode would not write is malformed.
Result<Bytes> decode(std::string_view object, std::string_view label, std::string_view text);
std::string encode(std::string_view label, ByteView bytes);

// decode_all: the blocks labelled `label` of a text that other people wrote, in their order, at
// most
// 64. What stands outside of them is skipped, other blocks too; their lines may be of any length,
// and a zero octet may end the text. None at all is malformed.
Result<std::vector<Bytes>> decode_all(std::string_view object, std::string_view label,
                                      std::string_view text);

// The same for private keys: what passes through memory here is wiped.
Result<SecretBytes> decode_secret(std::string_view object, std::string_view label, ByteView text);
SecretBytes encode_secret(std::string_view label, ByteView bytes);

}  // namespace anchorhold::pem

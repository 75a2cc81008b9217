#pragma once
// Bech32 (BIP 173) without its length limit, as age writes keys. In SecretBytes throughout, since
// identities are keys.

#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace anchorhold::age {

// encode_bech32: lower case. `prefix` is the human-readable part, in lower case.
SecretBytes encode_bech32(std::string_view prefix, ByteView data);

struct Bech32 {
  std::string prefix;  // in the case of the text
  SecretBytes data;
};

// decode_bech32: refuses mixed case, a wrong checksum and left-over bits. Errors name `object`,
// never the text.
Result<Bech32> decode_bech32(std::string_view object, std::string_view text);

}  // namespace anchorhold::age

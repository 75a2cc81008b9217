#pragma once
// Lower-case hexadecimal.

#include <algorithm>

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold {

std::string to_hex(ByteView bytes);

// from_hex: lower-case digits only, even count; `object` names the value in errors.
Result<Bytes> from_hex(std::string_view object, std::string_view text);

// fixed_from_hex: exactly N bytes.
template <size_t N>
Result<ByteArray<N>> fixed_from_hex(std::string_view object, std::string_view text) {
  AH_ASSIGN(Bytes bytes, from_hex(object, text));
  if (bytes.size() != N) {
    return Error{Code::malformed, std::string(object), "wrong length"}
        .want(std::to_string(2 * N) + " hexadecimal digits")
        .saw(std::to_string(text.size()));
  }
  ByteArray<N> out;
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

}  // namespace anchorhold

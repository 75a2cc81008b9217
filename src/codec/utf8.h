#pragma once
// UTF-8 (RFC 3629), as JSON and CBOR text demand it: its check, and its order.

#include <string_view>

#include "base/utf8.h"

namespace anchorhold {

// Utf16Less: orders UTF-8 text by UTF-16 code units, which is how RFC 8785 section 3.2.3 sorts
// members. It differs from the order of bytes only in that U+E000..U+FFFF come after the
// supplementary planes.
struct Utf16Less {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const;
};

}  // namespace anchorhold

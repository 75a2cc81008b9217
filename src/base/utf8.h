#pragma once
// UTF-8 (RFC 3629).

#include <string_view>

namespace anchorhold {

// is_utf8: true when `text` is well-formed: no overlong forms, no surrogates, nothing above
// U+10FFFF.
bool is_utf8(std::string_view text);

}  // namespace anchorhold

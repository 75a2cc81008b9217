#include "codec/utf8.h"

#include <algorithm>
#include <cstdint>

namespace anchorhold {

namespace {

// Lead octets EE and EF (U+E000..U+FFFF) rank above F0..F4, whose first UTF-16 unit is a surrogate.
int rank(char c) {
  const int value = static_cast<uint8_t>(c);
  return value == 0xee || value == 0xef ? value + 0x10 : value;
}

}  // namespace

bool Utf16Less::operator()(std::string_view a, std::string_view b) const {
  const auto [in_a, in_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (in_a == a.end() || in_b == b.end()) return a.size() < b.size();
  return rank(*in_a) < rank(*in_b);
}

}  // namespace anchorhold

#include "base/utf8.h"

#include <cstdint>

namespace anchorhold {

namespace {

constexpr uint8_t octet(char c) {
  return static_cast<uint8_t>(c);
}

// Length of the sequence that starts `text`, or 0 when it is not one (RFC 3629 section 4).
size_t sequence_length(std::string_view text) {
  const uint8_t lead = octet(text[0]);
  const size_t length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (length == 0 || lead > 0xf4 || text.size() < length) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((octet(text[i]) & 0xc0) != 0x80) return 0;
  }
  if (length < 3) return length;
  const uint8_t second = octet(text[1]);
  const bool overlong = (lead == 0xe0 && second < 0xa0) || (lead == 0xf0 && second < 0x90);
  const bool surrogate = lead == 0xed && second > 0x9f;
  const bool too_high = lead == 0xf4 && second > 0x8f;
  return overlong || surrogate || too_high ? 0 : length;
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const size_t length = sequence_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace anchorhold

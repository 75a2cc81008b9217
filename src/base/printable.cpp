#include "base/printable.h"

#include "base/bytes.h"
#include "base/hex.h"

namespace anchorhold {

namespace {
constexpr size_t kMaxShown = 80;
}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, kMaxShown)) {
    const auto byte = static_cast<uint8_t>(c);
    if (byte >= 0x20 && byte < 0x7f) {
      out += c;
    } else {
      out += "\\x" + to_hex({&byte, 1});
    }
  }
  if (text.size() > kMaxShown) out += "…";
  return out;
}

}  // namespace anchorhold

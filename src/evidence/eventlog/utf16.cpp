#include "evidence/eventlog/utf16.h"

#include <algorithm>

#include "base/reader.h"

namespace anchorhold::eventlog {
namespace {

constexpr uint32_t high_first = 0xd800;
constexpr uint32_t low_first = 0xdc00;
constexpr uint32_t surrogate_end = 0xe000;
constexpr uint32_t supplementary = 0x10000;
constexpr unsigned surrogate_bits = 10;

void append_utf8(std::string& out, uint32_t c) {
  constexpr unsigned shift = 6;
  constexpr uint32_t mask = 0x3f;
  const auto put = [&out](uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  const auto tail = [&](unsigned count) {
    for (unsigned i = count; i-- > 0;) put(0x80U | ((c >> (shift * i)) & mask));
  };
  if (c < 0x80U) {
    put(c);
  } else if (c < 0x800U) {
    put(0xc0U | (c >> shift));
    tail(1);
  } else if (c < supplementary) {
    put(0xe0U | (c >> (2 * shift)));
    tail(2);
  } else {
    put(0xf0U | (c >> (3 * shift)));
    tail(3);
  }
}

Result<uint32_t> read_character(Reader& in) {
  AH_ASSIGN(const uint32_t first, in.u16le());
  if (first < high_first || first >= surrogate_end) return first;
  if (first >= low_first) return in.error("lone surrogate");
  AH_ASSIGN(const uint32_t second, in.u16le());
  if (second < low_first || second >= surrogate_end) return in.error("lone surrogate");
  return supplementary + ((first - high_first) << surrogate_bits) + (second - low_first);
}

}  // namespace

Result<std::string> utf16_text(std::string_view object, ByteView bytes) {
  Reader in(object, bytes);
  std::string out;
  while (!in.empty()) {
    AH_ASSIGN(const uint32_t character, read_character(in));
    if (character == 0) break;
    append_utf8(out, character);
  }
  return out;
}

std::string ascii_text(ByteView bytes) {
  const std::string_view text = text_of(bytes).substr(0, text_of(bytes).find('\0'));
  const bool printable = std::ranges::all_of(
      text, [](char c) { return (c >= ' ' && c <= '~') || c == '\t' || c == '\n' || c == '\r'; });
  return printable ? std::string(text) : std::string();
}

}  // namespace anchorhold::eventlog

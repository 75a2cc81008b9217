#include "codec/toml_text.h"

#include <algorithm>
#include <bit>

#include "base/hex.h"
#include "codec/utf8.h"

namespace anchorhold::toml {

namespace {

constexpr size_t kMaxTomlBytes = 1 << 20;
constexpr int kMaxDotsPerLine = 64;

bool is_ascii(char c) {
  return static_cast<uint8_t>(c) < 0x80;
}

// LineRewriter: one line of well-formed UTF-8 into ASCII.
class LineRewriter {
 public:
  LineRewriter(std::string_view line, std::string& out) : line_(line), out_(out) {}

  // The reason to refuse the line, or null.
  const char* rewrite() {
    while (at_ < line_.size() && line_[at_] != '#') {
      const char c = line_[at_];
      if (!is_ascii(c)) return "a character outside ASCII outside of a \"text\"";
      if (c == '.' && ++dots_ > kMaxDotsPerLine) return "too many dots in one line";
      if (c != '"' && c != '\'') {
        copy();
      } else if (line_.substr(at_, 3) == std::string(3, c)) {
        return "a text of several lines; write it in one, with \\n";
      } else if (const char* reason = rewrite_text(c)) {
        return reason;
      }
    }
    return nullptr;
  }

  size_t column() const { return at_ + 1; }

 private:
  void copy() { out_ += line_[at_++]; }

  const char* rewrite_text(char quote) {
    copy();
    while (at_ < line_.size() && line_[at_] != quote) {
      if (!is_ascii(line_[at_])) {
        if (quote == '\'') return "a character outside ASCII in a 'text'; write it as a \"text\"";
        escape();
      } else {
        const bool pair = quote == '"' && line_[at_] == '\\' && at_ + 1 < line_.size() &&
                          is_ascii(line_[at_ + 1]);
        copy();
        if (pair) copy();
      }
    }
    if (at_ < line_.size()) copy();
    return nullptr;
  }

  // The character at the cursor, of two to four bytes, as \UXXXXXXXX.
  void escape() {
    const auto lead = static_cast<uint8_t>(line_[at_]);
    const auto count = static_cast<size_t>(std::countl_one(lead));
    uint32_t code = lead & (0x7fU >> count);
    for (size_t i = 1; i < count; ++i)
      code = code << 6 | (static_cast<uint8_t>(line_[at_ + i]) & 0x3fU);
    at_ += count;
    const ByteArray<4> bytes = {0, static_cast<uint8_t>(code >> 16),
                                static_cast<uint8_t>(code >> 8), static_cast<uint8_t>(code)};
    out_ += "\\U" + to_hex(bytes);
  }

  std::string_view line_;
  std::string& out_;
  size_t at_ = 0;
  int dots_ = 0;
};

}  // namespace

Result<std::string> plain_toml(std::string_view object, std::string_view text) {
  if (text.size() > kMaxTomlBytes) {
    return Error{Code::limit_exceeded, std::string(object), "too large for a contract"}.want(
        "at most 1 MiB");
  }
  if (!is_utf8(text)) return Error{Code::malformed, std::string(object), "not UTF-8"};
  std::string out;
  size_t line = 1;
  for (size_t begin = 0; begin < text.size(); ++line) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    LineRewriter rewriter(text.substr(begin, end - begin), out);
    if (const char* reason = rewriter.rewrite()) {
      return Error{Code::malformed,
                   std::string(object) + ":" + std::to_string(line) + ":" +
                       std::to_string(rewriter.column()),
                   reason};
    }
    out += '\n';
    begin = end + 1;
  }
  return out;
}

}  // namespace anchorhold::toml

// The canonical form (RFC 8785), and the same with spaces for people.
#include <array>
#include <charconv>
#include <cmath>

#include "codec/json.h"

namespace anchorhold::json {

namespace {

void write_text(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto code = static_cast<uint8_t>(c);
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (code < 0x20) {
          out += "\\u00";
          out += kHex[code >> 4];
          out += kHex[code & 15];
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

// TextWriter: one walk for both forms; `indent` spaces a level, none for the canonical form.
class TextWriter {
 public:
  explicit TextWriter(size_t indent) : indent_(indent) {}

  void write(const Value& value) {
    if (value.is_null()) {
      out_ += "null";
    } else if (value.is_bool()) {
      out_ += value.as_bool() ? "true" : "false";
    } else if (value.is_integer()) {
      out_ += std::to_string(value.as_integer());
    } else if (value.is_number()) {
      out_ += format_number(value.as_number());
    } else if (value.is_string()) {
      write_text(out_, value.as_string());
    } else if (value.is_array()) {
      list('[', value.as_array(), ']', [this](const Value& item) { write(item); });
    } else {
      list('{', value.as_object(), '}', [this](const auto& member) {
        write_text(out_, member.first);
        out_ += indent_ > 0 ? ": " : ":";
        write(member.second);
      });
    }
  }

  std::string take() { return std::move(out_); }

 private:
  template <class List, class WriteItem>
  void list(char open, const List& items, char close, WriteItem write_item) {
    out_ += open;
    ++level_;
    bool first = true;
    for (const auto& item : items) {
      if (!first) out_ += ',';
      first = false;
      new_line();
      write_item(item);
    }
    --level_;
    if (!first) new_line();
    out_ += close;
  }

  void new_line() {
    if (indent_ == 0) return;
    out_ += '\n';
    out_.append(level_ * indent_, ' ');
  }

  size_t indent_;
  size_t level_ = 0;
  std::string out_;
};

}  // namespace

// ECMAScript Number::toString: with n the position of the decimal point after the first of k
// shortest digits, plain notation for -6 < n <= 21 and scientific otherwise.
std::string format_number(double value) {
  if (value == 0) return "0";  // also for minus zero
  std::array<char, 32> buffer;
  const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(value),
                                     std::chars_format::scientific);
  const std::string_view shortest(buffer.data(), static_cast<size_t>(written.ptr - buffer.data()));
  const size_t e = shortest.find('e');
  std::string digits(1, shortest[0]);
  if (e > 1) digits += shortest.substr(2, e - 2);
  int exponent = 0;
  const size_t exponent_at = e + (shortest[e + 1] == '+' ? 2 : 1);
  std::from_chars(shortest.data() + exponent_at, shortest.data() + shortest.size(), exponent);

  const int k = static_cast<int>(digits.size());
  const int n = exponent + 1;
  std::string out = value < 0 ? "-" : "";
  if (n > 21 || n <= -6) {
    out += digits[0];
    if (k > 1) out += "." + digits.substr(1);
    out += exponent < 0 ? "e-" : "e+";
    return out + std::to_string(std::abs(exponent));
  }
  if (n <= 0) return out + "0." + std::string(static_cast<size_t>(-n), '0') + digits;
  if (k <= n) return out + digits + std::string(static_cast<size_t>(n - k), '0');
  return out + digits.insert(static_cast<size_t>(n), ".");
}

std::string canonical(const Value& value) {
  TextWriter writer(0);
  writer.write(value);
  return writer.take();
}

std::string pretty(const Value& value) {
  TextWriter writer(2);
  writer.write(value);
  return writer.take() + "\n";
}

}  // namespace anchorhold::json

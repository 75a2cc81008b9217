// UTCTime and GeneralizedTime in the profile of RFC 5280 section 4.1.2.5.
#include "codec/der.h"

namespace anchorhold::der {

namespace {
constexpr int kPivot = 50;  // two-digit years from 50 on are 19xx

// "YYYYMMDDHHMMSSZ" as "YYYY-MM-DDTHH:MM:SSZ".
std::string with_separators(const std::string& t) {
  return t.substr(0, 4) + "-" + t.substr(4, 2) + "-" + t.substr(6, 2) + "T" + t.substr(8, 2) + ":" +
         t.substr(10, 2) + ":" + t.substr(12);
}
}  // namespace

Result<Time> Cursor::time() {
  const bool general = peek() == kGeneralizedTime;
  AH_ASSIGN(const Time time, vendor_time());
  if (general && format_time(time) < "2050") {
    return error("GeneralizedTime for a year that UTCTime holds that ends");
  }
  return time;
}

Result<Time> Cursor::vendor_time() {
  const auto tag = peek();
  if (tag != kUtcTime && tag != kGeneralizedTime) return error("not a time");
  AH_ASSIGN(const Element element, next());
  std::string text = string_of(element.content);
  if (text.size() != (tag == kUtcTime ? 13 : 15)) return error("time of a wrong length that ends");
  if (tag == kUtcTime) text.insert(0, text[0] - '0' >= kPivot / 10 ? "19" : "20");
  return parse_time(name_, with_separators(text));
}

Bytes time(Time value) {
  std::string text;
  for (const char c : format_time(std::chrono::floor<std::chrono::seconds>(value))) {
    if (c >= '0' && c <= '9') text += c;
  }
  text += 'Z';
  if (text.substr(0, 4) < "2050") return element(kUtcTime, {bytes_of(text).subspan(2)});
  return element(kGeneralizedTime, {bytes_of(text)});
}

}  // namespace anchorhold::der

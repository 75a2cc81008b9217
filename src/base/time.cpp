#include "base/time.h"

namespace anchorhold {

using namespace std::chrono;

namespace {

// The number's decimal digits, so many of them, before the place `end`.
void put(std::string& text, size_t end, size_t digits, int64_t number) {
  for (size_t i = 1; i <= digits; ++i, number /= 10)
    text[end - i] = static_cast<char>('0' + number % 10);
}

}  // namespace

std::string format_time(Time time) {
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  std::string out = "yyyy-mm-ddThh:mm:ss.mmmZ";
  put(out, 4, 4, static_cast<int>(date.year()));
  put(out, 7, 2, static_cast<unsigned>(date.month()));
  put(out, 10, 2, static_cast<unsigned>(date.day()));
  put(out, 13, 2, clock.hours().count());
  put(out, 16, 2, clock.minutes().count());
  put(out, 19, 2, clock.seconds().count());
  const auto ms = clock.subseconds().count();
  put(out, 23, 3, ms);
  if (ms == 0) out.erase(19, 4);
  return out;
}

Result<Time> parse_time(std::string_view object, std::string_view text) {
  const Error bad = Error{Code::malformed, std::string(object), "not a UTC time of RFC 3339"}
                        .want("like 2027-06-30T00:00:00Z")
                        .saw(std::string(text.substr(0, 40)));
  constexpr std::string_view kShape = "dddd-dd-ddTdd:dd:dd";
  if (text.size() < kShape.size() + 1 || text.back() != 'Z') return bad;
  for (size_t i = 0; i < kShape.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kShape[i] == 'd' ? !digit : text[i] != kShape[i]) return bad;
  }
  const auto number = [&](size_t from, size_t count) {
    int value = 0;
    for (size_t i = from; i < from + count; ++i) value = value * 10 + (text[i] - '0');
    return value;
  };
  int ms = 0;
  const std::string_view fraction = text.substr(kShape.size(), text.size() - kShape.size() - 1);
  if (!fraction.empty()) {
    if (fraction.front() != '.' || fraction.size() < 2 || fraction.size() > 10) return bad;
    for (size_t i = 1; i < fraction.size(); ++i) {
      if (fraction[i] < '0' || fraction[i] > '9') return bad;
      if (i <= 3) ms = ms * 10 + (fraction[i] - '0');
    }
    for (size_t i = fraction.size(); i <= 3; ++i) ms *= 10;
  }
  const year_month_day date{year{number(0, 4)}, month{static_cast<unsigned>(number(5, 2))},
                            day{static_cast<unsigned>(number(8, 2))}};
  if (!date.ok() || number(0, 4) < 1970 || number(11, 2) > 23 || number(14, 2) > 59 ||
      number(17, 2) > 59) {
    return bad;
  }
  return Time{sys_days{date}} + hours{number(11, 2)} + minutes{number(14, 2)} +
         seconds{number(17, 2)} + milliseconds{ms};
}

}  // namespace anchorhold

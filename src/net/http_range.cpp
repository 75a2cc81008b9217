#include "net/http_range.h"

#include <algorithm>
#include <charconv>

#include "base/printable.h"

namespace anchorhold::net {
namespace {

constexpr std::string_view kRangeStart = "bytes=";
constexpr std::string_view kContentRangeStart = "bytes ";

// The decimal digits of one number, with nothing around them and no zeros in front.
std::optional<uint64_t> offset_from(std::string_view digits) {
  int64_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, failed] = std::from_chars(digits.data(), end, value);
  if (digits.empty() || failed != std::errc() || stop != end || value < 0) return std::nullopt;
  if (digits.front() == '-' || (digits.front() == '0' && digits.size() > 1)) return std::nullopt;
  return static_cast<uint64_t>(value);
}

// "FIRST-LAST".
std::optional<ByteRange> interval_from(std::string_view text) {
  const size_t dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto first = offset_from(text.substr(0, dash));
  const auto last = offset_from(text.substr(dash + 1));
  if (!first || !last || *first > *last) return std::nullopt;
  return ByteRange{*first, *last - *first + 1};
}

std::string interval_text(const ByteRange& range) {
  return std::to_string(range.first) + "-" + std::to_string(range.first + range.bytes - 1);
}

Error bad_content_range(std::string_view value) {
  return Error{Code::malformed, "HTTP Content-Range", "not a range inside of a whole"}
      .want("bytes FIRST-LAST/TOTAL")
      .saw(printable(value));
}

}  // namespace

std::string encode_range(const ByteRange& range) {
  return std::string(kRangeStart) + interval_text(range);
}

Result<ByteRange> parse_range(std::string_view value) {
  if (value.starts_with(kRangeStart)) {
    if (const auto range = interval_from(value.substr(kRangeStart.size()))) return *range;
  }
  return Error{Code::unsupported, "HTTP Range", "not one range with both ends"}
      .want("bytes=FIRST-LAST")
      .saw(printable(value));
}

std::string encode_content_range(const ContentRange& content) {
  return std::string(kContentRangeStart) + (content.range ? interval_text(*content.range) : "*") +
         "/" + std::to_string(content.total);
}

Result<ContentRange> parse_content_range(std::string_view value) {
  const size_t slash = value.find('/');
  if (!value.starts_with(kContentRangeStart) || slash == std::string_view::npos)
    return bad_content_range(value);
  const auto total = offset_from(value.substr(slash + 1));
  if (!total) return bad_content_range(value);
  const std::string_view part =
      value.substr(kContentRangeStart.size(), slash - kContentRangeStart.size());
  if (part == "*") return ContentRange{std::nullopt, *total};
  const auto range = interval_from(part);
  if (!range || range->first >= *total || range->bytes > *total - range->first)
    return bad_content_range(value);
  return ContentRange{range, *total};
}

}  // namespace anchorhold::net

#pragma once
// Byte ranges (RFC 9110, section 14) in the one form that is spoken here: a single range whose
// first and last byte are both named.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace anchorhold::net {

// ByteRange: at least one byte, and no place beyond 2^63.
struct ByteRange {
  uint64_t first = 0;
  uint64_t bytes = 0;
  bool operator==(const ByteRange&) const = default;
};

// The value of a request's Range: "bytes=0-99". parse_range: unsupported for the standard's other
// forms (several ranges, open ends, other units), which a server may pass over.
std::string encode_range(const ByteRange& range);
Result<ByteRange> parse_range(std::string_view value);

// ContentRange: what a 206 holds, "bytes 0-99/1000"; or, without a range, how long the whole is of
// which a 416 could not give it, "bytes */1000".
struct ContentRange {
  std::optional<ByteRange> range;
  uint64_t total = 0;
  bool operator==(const ContentRange&) const = default;
};

// parse_content_range: malformed when the range does not lie inside of the whole, or the whole's
// length is not named.
std::string encode_content_range(const ContentRange& content);
Result<ContentRange> parse_content_range(std::string_view value);

}  // namespace anchorhold::net

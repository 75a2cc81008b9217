// The chunked transfer coding (RFC 9112, section 7.1), of answers only.

#include <algorithm>
#include <charconv>

#include "net/http_stream.h"

namespace anchorhold::net {
namespace {

Error bad_chunk(std::string message) {
  return Error{Code::malformed, "HTTP chunk", std::move(message)};
}

// The size at the front of a chunk's line; extensions may follow and mean nothing here.
Result<uint64_t> size_of(std::string_view line) {
  const std::string_view digits = line.substr(0, line.find_first_of("; \t"));
  uint64_t size = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, failed] = std::from_chars(digits.data(), end, size, 16);
  if (digits.empty() || failed != std::errc() || stop != end) return bad_chunk("has no size");
  return size;
}

}  // namespace

Result<std::string> MessageReader::read_line() {
  constexpr std::string_view end = "\r\n";
  for (;;) {
    const size_t found = buffered_.find(end);
    if (found != buffered_.npos) {
      std::string line = buffered_.substr(0, found);
      buffered_.erase(0, found + end.size());
      return line;
    }
    if (buffered_.size() > limits_.head_bytes) return bad_chunk("its line is too long");
    std::array<uint8_t, 4096> chunk;
    AH_ASSIGN(const size_t count, stream_.read(chunk));
    if (count == 0) return bad_chunk("the stream ended inside it");
    buffered_ += text_of(ByteView(chunk).first(count));
  }
}

Status MessageReader::skip_trailers() {
  uint64_t total = 0;
  for (;;) {
    AH_ASSIGN(const std::string line, read_line());
    if (line.empty()) return {};
    total += line.size();
    if (total > limits_.head_bytes) return bad_chunk("its trailers are too long");
  }
}

Result<Bytes> MessageReader::read_chunked_body() {
  Bytes out;
  for (;;) {
    AH_ASSIGN(const std::string line, read_line());
    AH_ASSIGN(const uint64_t size, size_of(line));
    if (size == 0) break;
    if (size > limits_.body_bytes - out.size()) {
      return Error{Code::limit_exceeded, "HTTP body", "too long"}.want(
          "at most " + std::to_string(limits_.body_bytes) + " bytes");
    }
    Body chunk = body(size);
    AH_ASSIGN(const Bytes bytes, read_all(chunk, "HTTP chunk", static_cast<size_t>(size)));
    append(out, bytes);
    AH_ASSIGN(const std::string rest, read_line());
    if (!rest.empty()) return bad_chunk("is longer than it says");
  }
  AH_TRY(skip_trailers());
  return out;
}

}  // namespace anchorhold::net

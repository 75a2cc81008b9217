#include "net/http_stream.h"

#include <algorithm>
#include <array>

namespace anchorhold::net {

Result<size_t> Body::read(MutableBytes out) {
  const size_t wanted = static_cast<size_t>(std::min<uint64_t>(out.size(), remaining_));
  if (wanted == 0) return size_t{0};
  AH_ASSIGN(const size_t count, reader_->read_some(out.first(wanted)));
  if (count == 0) {
    return Error{Code::malformed, "HTTP body", "the stream ended inside it"}
        .want(std::to_string(length_) + " bytes")
        .saw(std::to_string(length_ - remaining_));
  }
  remaining_ -= count;
  return count;
}

Result<std::string> MessageReader::read_head() {
  constexpr std::string_view end = "\r\n\r\n";
  size_t searched = 0;
  for (;;) {
    const size_t found = buffered_.find(end, searched);
    if (found != buffered_.npos && found + end.size() <= limits_.head_bytes) {
      std::string head = buffered_.substr(0, found + end.size());
      buffered_.erase(0, head.size());
      return head;
    }
    if (found != buffered_.npos || buffered_.size() > limits_.head_bytes) {
      return Error{Code::limit_exceeded, "HTTP head", "too long"}.want(
          "at most " + std::to_string(limits_.head_bytes) + " bytes");
    }
    searched = buffered_.size() < end.size() ? 0 : buffered_.size() - end.size() + 1;
    std::array<uint8_t, 4096> chunk;
    AH_ASSIGN(const size_t count, stream_.read(chunk));
    if (count == 0) {
      if (buffered_.empty()) return std::string();
      return Error{Code::malformed, "HTTP head", "the stream ended inside it"};
    }
    buffered_ += text_of(ByteView(chunk).first(count));
  }
}

Result<Bytes> MessageReader::read_body(uint64_t length) {
  if (length > limits_.body_bytes) {
    return Error{Code::limit_exceeded, "HTTP body", "too long"}
        .want("at most " + std::to_string(limits_.body_bytes) + " bytes")
        .saw(std::to_string(length));
  }
  Body source = body(length);
  return read_all(source, "HTTP body", static_cast<size_t>(length));
}

Result<size_t> MessageReader::read_some(MutableBytes out) {
  if (buffered_.empty()) return stream_.read(out);
  const size_t count = std::min(out.size(), buffered_.size());
  std::copy_n(bytes_of(buffered_).begin(), count, out.begin());
  buffered_.erase(0, count);
  return count;
}

Status discard(Body& body) {
  std::array<uint8_t, 4096> chunk;
  while (body.remaining() > 0) AH_TRY(body.read(chunk));
  return {};
}

}  // namespace anchorhold::net

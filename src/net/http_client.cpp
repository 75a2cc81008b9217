#include "net/http_client.h"

#include <algorithm>
#include <array>

namespace anchorhold::net {
namespace {

constexpr uint64_t kErrorTextBytes = 512;

// bad_status: what the peer said, as far as it can be shown.
Error bad_status(const std::string& target, unsigned wanted, const HttpResponse& response) {
  std::string said = std::to_string(response.status) + " ";
  for (const uint8_t c : response.body) {
    if (c >= 0x20 && c < 0x7f) said += static_cast<char>(c);
  }
  const Code code = response.status == 404   ? Code::not_found
                    : response.status >= 500 ? Code::unavailable
                                             : Code::denied;
  return Error{code, "GET " + target, "was not answered with " + std::to_string(wanted)}.saw(
      std::move(said));
}

}  // namespace

HttpClient::HttpClient(Source& in, Sink& out, std::string host, HttpLimits limits)
    : out_(out), host_(std::move(host)), reader_(in, limits) {}

Status HttpClient::send(HttpRequest request, uint64_t length, Source* body) {
  request.headers.add("Host", host_);
  AH_ASSIGN(std::string head, encode_head(request, length));
  head += text_of(request.body);  // one write for small messages
  AH_TRY(out_.write(bytes_of(head)));
  if (body == nullptr) return {};
  std::array<uint8_t, 65536> chunk;
  for (uint64_t left = length; left > 0;) {
    const size_t wanted = static_cast<size_t>(std::min<uint64_t>(left, chunk.size()));
    AH_ASSIGN(const size_t count, body->read(MutableBytes(chunk).first(wanted)));
    if (count == 0) {
      return Error{Code::malformed, "body of PUT " + request.target, "ended early"}
          .want(std::to_string(length) + " bytes")
          .saw(std::to_string(length - left));
    }
    AH_TRY(out_.write(ByteView(chunk).first(count)));
    left -= count;
  }
  return {};
}

Result<ResponseHead> HttpClient::receive_head() {
  AH_ASSIGN(const std::string head, reader_.read_head());
  if (head.empty()) {
    return Error{Code::unavailable, host_, "closed the connection before it answered"};
  }
  return parse_response_head(head);
}

Result<Bytes> HttpClient::receive_body(const ResponseHead& head) {
  return head.chunked ? reader_.read_chunked_body() : reader_.read_body(head.content_length);
}

Result<HttpResponse> HttpClient::exchange(const HttpRequest& request) {
  AH_TRY(send(request, request.body.size(), nullptr));
  AH_ASSIGN(ResponseHead head, receive_head());
  AH_ASSIGN(head.response.body, receive_body(head));
  return std::move(head.response);
}

// The head of an answer that has this status and a length, so that its body can stream.
Result<ResponseHead> HttpClient::receive_head_of(const std::string& target, unsigned status) {
  AH_ASSIGN(ResponseHead head, receive_head());
  if (head.chunked) {
    return Error{Code::unsupported, "HTTP response", "has a transfer coding"}.want(
        "Content-Length");
  }
  if (head.response.status != status) {
    Body body = reader_.body(std::min(head.content_length, kErrorTextBytes));
    AH_ASSIGN(head.response.body, read_all(body, "HTTP body", kErrorTextBytes));
    return bad_status(target, status, head.response);
  }
  return head;
}

Result<Body> HttpClient::open(const std::string& target) {
  AH_TRY(send(HttpRequest{"GET", target, {}, {}}, 0, nullptr));
  AH_ASSIGN(const ResponseHead head, receive_head_of(target, 200));
  return reader_.body(head.content_length);
}

Result<PartialBody> HttpClient::open_range(const std::string& target, const ByteRange& range) {
  HttpRequest request{"GET", target, {}, {}};
  request.headers.add("Range", encode_range(range));
  AH_TRY(send(std::move(request), 0, nullptr));
  AH_ASSIGN(const ResponseHead head, receive_head_of(target, 206));
  const std::string* said = head.response.headers.find("Content-Range");
  if (said == nullptr) return Error{Code::malformed, "HTTP response", "206 has no Content-Range"};
  AH_ASSIGN(const ContentRange content, parse_content_range(*said));
  if (content.range != range || head.content_length != range.bytes) {
    return Error{Code::malformed, "HTTP response", "another part than was asked for"}
        .want(encode_range(range))
        .saw(encode_content_range(content) + " in " + std::to_string(head.content_length) +
             " bytes");
  }
  return PartialBody{reader_.body(head.content_length), content.total};
}

Result<uint64_t> HttpClient::get_to(const std::string& target, Sink& sink) {
  AH_ASSIGN(Body body, open(target));
  return copy(body, sink);
}

Result<HttpResponse> HttpClient::put_from(const std::string& target, uint64_t length,
                                          Source& body) {
  AH_TRY(send(HttpRequest{"PUT", target, {}, {}}, length, &body));
  AH_ASSIGN(ResponseHead head, receive_head());
  AH_ASSIGN(head.response.body, receive_body(head));
  return std::move(head.response);
}

}  // namespace anchorhold::net

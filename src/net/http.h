#pragma once
// HTTP/1.1 messages (RFC 9112) as values. Streams are read and written in http_client.h and
// http_server.h.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::net {

// HttpLimits: what a peer may make us hold in memory. A body that is streamed has no limit here.
struct HttpLimits {
  uint32_t head_bytes = 16 * 1024;
  uint64_t body_bytes = uint64_t{2} << 20;  // the default of the KBS protocol's reference server
};

// Headers: the fields of one message in order; names compare without regard to case (RFC 9110 5.1).
class Headers {
 public:
  void add(std::string name, std::string value);
  // find: the first value, or null.
  const std::string* find(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& list() const { return list_; }

 private:
  std::vector<std::pair<std::string, std::string>> list_;
};

// In every message Content-Length is the encoder's business: never add it.
struct HttpRequest {
  std::string method;
  std::string target;
  Headers headers;
  Bytes body;
};

struct HttpResponse {
  unsigned status = 200;
  Headers headers;
  Bytes body;
};

// reason_phrase: the standard words for a status.
std::string_view reason_phrase(unsigned status);

// encode_head: start line, fields and Content-Length, up to and with the empty line. Refuses a
// method, target or field that would break out of its line.
Result<std::string> encode_head(const HttpRequest& request, uint64_t content_length);
Result<std::string> encode_head(const HttpResponse& response, uint64_t content_length);

// A parsed head. `content_length` is exact: a request with a transfer coding is refused as
// unsupported, and a response that has neither a length nor the chunked coding as well, because
// where it ends could not be told from where it was cut off.
struct RequestHead {
  HttpRequest request;  // body empty
  uint64_t content_length = 0;
  bool keep_alive = true;
};
struct ResponseHead {
  HttpResponse response;  // body empty
  uint64_t content_length = 0;
  bool keep_alive = true;
  bool chunked = false;  // the body is in chunks, and content_length is 0
};

// parse_*_head: `text` is a whole head, its empty line included. malformed: not HTTP/1.x, a bad or
// repeated length, bytes after the empty line; unsupported: a transfer coding.
Result<RequestHead> parse_request_head(std::string_view text);
Result<ResponseHead> parse_response_head(std::string_view text);

}  // namespace anchorhold::net

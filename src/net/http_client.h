#pragma once
// HttpClient: requests over one byte stream, one after the other. Time-outs belong to the stream.

#include "net/http_range.h"
#include "net/http_stream.h"

namespace anchorhold::net {

// PartialBody: a part of something, and how long the server says that all of it is.
struct PartialBody {
  Body body;
  uint64_t total = 0;
};

// HttpClient speaks over `in` and `out`, which must outlive it. After any error the stream's
// position is unknown: drop the client and its connection.
class HttpClient {
 public:
  HttpClient(Source& in, Sink& out, std::string host, HttpLimits limits = {});

  // exchange: sends and receives whole messages in memory. Any status is a response, not an error.
  Result<HttpResponse> exchange(const HttpRequest& request);

  // get_to: GET whose body goes to `sink` as it arrives; any status but 200 is an error (404:
  // not_found, else denied) with the start of the body as what was seen. Returns the body's length.
  Result<uint64_t> get_to(const std::string& target, Sink& sink);

  // open: GET whose body the caller reads from the returned source, to the end, before the next
  // request; errors as get_to.
  Result<Body> open(const std::string& target);

  // open_range: GET of a part. The answer is 206 with exactly this range, or an error as get_to.
  Result<PartialBody> open_range(const std::string& target, const ByteRange& range);

  // put_from: PUT of exactly `length` bytes of `body`.
  Result<HttpResponse> put_from(const std::string& target, uint64_t length, Source& body);

 private:
  Status send(HttpRequest request, uint64_t length, Source* body);
  Result<ResponseHead> receive_head();
  Result<ResponseHead> receive_head_of(const std::string& target, unsigned status);
  Result<Bytes> receive_body(const ResponseHead& head);

  Sink& out_;
  std::string host_;
  MessageReader reader_;
};

}  // namespace anchorhold::net

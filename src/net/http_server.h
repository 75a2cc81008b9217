#pragma once
// serve_http: answers requests on one byte stream until it ends.

#include <functional>
#include <memory>

#include "net/http_stream.h"

namespace anchorhold::net {

// HttpReply: a response whose body may be a stream. With `stream` set, `length` bytes of it follow
// the head and `response.body` is not used.
struct HttpReply {
  HttpResponse response;
  std::unique_ptr<Source> stream;
  uint64_t length = 0;

  HttpReply(HttpResponse whole) : response(std::move(whole)) {}
  HttpReply(HttpResponse head, std::unique_ptr<Source> body, uint64_t body_length)
      : response(std::move(head)), stream(std::move(body)), length(body_length) {}
};

// HttpHandler: `request` has its body if it is within the body limit and the handler is served by
// serve_http; StreamHandler: `request.body` is empty and `body` streams.
using HttpHandler = std::function<HttpResponse(const HttpRequest& request)>;
using StreamHandler = std::function<HttpReply(const HttpRequest& head, Body& body)>;

// serve_http: reads requests from `in` and writes answers to `out` until `in` ends between two
// messages, or a message asks to close. A head or body over the limits gets 431 or 413, a malformed
// one 400, and ends the stream with the error as result.
Status serve_http(Source& in, Sink& out, const HttpHandler& handler, HttpLimits limits = {});
Status serve_http_streams(Source& in, Sink& out, const StreamHandler& handler,
                          HttpLimits limits = {});

}  // namespace anchorhold::net

#include "net/http_server.h"

#include <algorithm>
#include <array>

namespace anchorhold::net {
namespace {

unsigned status_of(const Error& error) {
  switch (error.code) {
    case Code::limit_exceeded:
      return error.object == "HTTP body" ? 413 : 431;
    case Code::unsupported:
      return 501;
    default:
      return 400;
  }
}

Status write_response(Sink& out, const HttpResponse& response) {
  AH_ASSIGN(std::string bytes, encode_head(response, response.body.size()));
  bytes += text_of(response.body);
  return out.write(bytes_of(bytes));
}

// refuse: answers with the status that fits and gives the error back. That the peer may be gone
// already is no news.
Status refuse(Sink& out, Error error) {
  HttpResponse response;
  response.status = status_of(error);
  response.headers.add("Connection", "close");
  if (Status sent = write_response(out, response); !sent.ok()) return sent;
  return error;
}

Status write_stream(Sink& out, HttpReply& reply) {
  AH_ASSIGN(const std::string head, encode_head(reply.response, reply.length));
  AH_TRY(out.write(bytes_of(head)));
  std::array<uint8_t, 65536> chunk;
  for (uint64_t left = reply.length; left > 0;) {
    const size_t wanted = static_cast<size_t>(std::min<uint64_t>(left, chunk.size()));
    AH_ASSIGN(const size_t count, reply.stream->read(MutableBytes(chunk).first(wanted)));
    if (count == 0) {
      return Error{Code::unavailable, "HTTP body", "its source ended early"}
          .want(std::to_string(reply.length) + " bytes")
          .saw(std::to_string(reply.length - left));
    }
    AH_TRY(out.write(ByteView(chunk).first(count)));
    left -= count;
  }
  return {};
}

}  // namespace

Status serve_http_streams(Source& in, Sink& out, const StreamHandler& handler, HttpLimits limits) {
  MessageReader reader(in, limits);
  for (;;) {
    Result<std::string> text = reader.read_head();
    if (!text.ok()) return refuse(out, text.take_error());
    if (text->empty()) return {};
    Result<RequestHead> head = parse_request_head(*text);
    if (!head.ok()) return refuse(out, head.take_error());
    Body body = reader.body(head->content_length);
    HttpReply reply = handler(head->request, body);
    if (reply.stream) {
      AH_TRY(write_stream(out, reply));
    } else {
      AH_TRY(write_response(out, reply.response));
    }
    if (!head->keep_alive) return {};
    AH_TRY(discard(body));
  }
}

Status serve_http(Source& in, Sink& out, const HttpHandler& handler, HttpLimits limits) {
  MessageReader reader(in, limits);
  for (;;) {
    Result<std::string> text = reader.read_head();
    if (!text.ok()) return refuse(out, text.take_error());
    if (text->empty()) return {};
    Result<RequestHead> head = parse_request_head(*text);
    if (!head.ok()) return refuse(out, head.take_error());
    Result<Bytes> body = reader.read_body(head->content_length);
    if (!body.ok()) return refuse(out, body.take_error());
    head->request.body = std::move(body).value();
    AH_TRY(write_response(out, handler(head->request)));
    if (!head->keep_alive) return {};
  }
}

}  // namespace anchorhold::net

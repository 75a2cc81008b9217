// Heads are parsed by Boost.Beast's parser; it is seen nowhere else.

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <limits>

#include "net/http.h"

namespace anchorhold::net {
namespace {

namespace beast = boost::beast;
using beast::error_code;

// HeadParser: collects what Beast's parser recognises, and stops behind the head.
template <bool is_request>
class HeadParser : public beast::http::basic_parser<is_request> {
 public:
  HeadParser() {
    this->header_limit(std::numeric_limits<uint32_t>::max());  // MessageReader has limited it
    this->body_limit(std::numeric_limits<uint64_t>::max());
    this->eager(false);
  }

  std::string method;
  std::string target;
  int status = 0;
  Headers headers;

 private:
  static std::string text(beast::string_view view) { return {view.data(), view.size()}; }

  void on_request_impl(beast::http::verb, beast::string_view name, beast::string_view path, int,
                       error_code&) override {
    method = text(name);
    target = text(path);
  }
  void on_response_impl(int code, beast::string_view, int, error_code&) override { status = code; }
  void on_field_impl(beast::http::field, beast::string_view name, beast::string_view value,
                     error_code&) override {
    headers.add(text(name), text(value));
  }
  void on_header_impl(error_code&) override {}
  void on_body_init_impl(const boost::optional<uint64_t>&, error_code&) override {}
  size_t on_body_impl(beast::string_view, error_code&) override { return 0; }
  void on_chunk_header_impl(uint64_t, beast::string_view, error_code&) override {}
  size_t on_chunk_body_impl(uint64_t, beast::string_view, error_code&) override { return 0; }
  void on_finish_impl(error_code&) override {}
};

Error bad_head(std::string message) {
  return Error{Code::malformed, "HTTP head", std::move(message)};
}

template <bool is_request>
Status parse(HeadParser<is_request>& parser, std::string_view text) {
  error_code failed;
  try {
    const size_t used = parser.put(boost::asio::buffer(text.data(), text.size()), failed);
    if (!failed && (!parser.is_header_done() || used != text.size())) {
      return bad_head("not one whole head");
    }
  } catch (const std::exception&) {
    return Error{Code::internal, "HTTP head", "the parser threw"};
  }
  if (failed) return bad_head(failed.message());
  const std::string* coding = parser.headers.find("Transfer-Encoding");
  const bool only_chunked = !is_request && coding != nullptr && *coding == "chunked";
  if (coding != nullptr && !(only_chunked && parser.chunked())) {
    return Error{Code::unsupported, "HTTP message", "has a transfer coding"}.want("Content-Length");
  }
  return {};
}

}  // namespace

Result<RequestHead> parse_request_head(std::string_view text) {
  HeadParser<true> parser;
  AH_TRY(parse(parser, text));
  const auto length = parser.content_length();
  return RequestHead{
      {std::move(parser.method), std::move(parser.target), std::move(parser.headers), {}},
      length ? *length : 0,
      parser.keep_alive()};
}

Result<ResponseHead> parse_response_head(std::string_view text) {
  HeadParser<false> parser;
  AH_TRY(parse(parser, text));
  const auto length = parser.content_length();
  if (parser.status < 200) {
    return Error{Code::unsupported, "HTTP response", "an interim status"}.saw(
        std::to_string(parser.status));
  }
  if (!length && !parser.chunked()) {
    return Error{Code::unsupported, "HTTP response", "has no Content-Length"};
  }
  return ResponseHead{{static_cast<unsigned>(parser.status), std::move(parser.headers), {}},
                      length ? *length : 0,
                      parser.keep_alive(),
                      parser.chunked()};
}

}  // namespace anchorhold::net

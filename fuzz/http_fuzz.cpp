// Whatever a peer sends, a server answers whole messages or stops, and a client never takes a short
// body.
#include "check.h"
#include "net/http_client.h"
#include "net/http_range.h"
#include "net/http_server.h"

using namespace anchorhold;

namespace {

// A range that is understood has one spelling, and lies where 64 bits can say it.
void check_ranges(std::string_view text) {
  const auto range = net::parse_range(text);
  if (range.ok()) {
    fuzz::check(range->bytes > 0 && range->first + range->bytes > range->first);
    fuzz::check(net::encode_range(*range) == text);
  }
  const auto content = net::parse_content_range(text);
  if (content.ok()) {
    fuzz::check(!content->range || content->range->first + content->range->bytes <= content->total);
    fuzz::check(net::encode_content_range(*content) == text);
  }
}

// A part is exactly what was asked for, or an error.
void check_part(ByteView input, net::HttpLimits limits) {
  constexpr net::ByteRange asked{2, 4};
  MemorySource responses(input);
  MemorySink sent;
  net::HttpClient client(responses, sent, "host", limits);
  auto part = client.open_range("/inputs/a", asked);
  if (!part.ok()) return;
  fuzz::check(part->total >= asked.first + asked.bytes && part->body.length() == asked.bytes);
  const auto bytes = read_all(part->body, "part", input.size());
  fuzz::check(!bytes.ok() || bytes->size() == asked.bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView input(data, size);
  const net::HttpLimits limits{.head_bytes = 1024, .body_bytes = 4096};

  MemorySource requests(input);
  MemorySink answers;
  (void)net::serve_http(
      requests, answers,
      [&](const net::HttpRequest& request) {
        fuzz::check(request.body.size() <= limits.body_bytes);
        // What was understood can be said again, and means the same.
        const auto head = net::encode_head(request, request.body.size());
        if (head.ok()) {
          const auto again = net::parse_request_head(head.value());
          fuzz::check(!again.ok() || again->request.target == request.target);
        }
        net::HttpResponse response;
        response.body = request.body;
        return response;
      },
      limits);

  MemorySource responses(input);
  MemorySink sent;
  net::HttpClient client(responses, sent, "host", limits);
  const auto response = client.exchange({"GET", "/", {}, {}});
  if (response.ok()) fuzz::check(response->status >= 200 && response->body.size() <= size);

  check_ranges(text_of(input));
  check_part(input, limits);
  return 0;
}

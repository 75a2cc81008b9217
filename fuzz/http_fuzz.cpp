// Whatever a peer sends, a server answers whole messages or stops, and a client never takes a short
// body.
#include "check.h"
#include "net/http_client.h"
#include "net/http_server.h"

using namespace anchorhold;

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
  return 0;
}

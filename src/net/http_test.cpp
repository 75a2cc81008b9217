#include <gtest/gtest.h>

#include "net/http_client.h"
#include "net/http_server.h"
#include "testkit/attack.h"

namespace anchorhold::net {
namespace {

constexpr std::string_view kGet = "GET /contract HTTP/1.1\r\nHost: host\r\n\r\n";

// Pipe: what one side wrote, for the other to read, byte counts as small as they can be.
class Trickle : public Source {
 public:
  explicit Trickle(ByteView bytes) : rest_(bytes) {}
  Result<size_t> read(MutableBytes out) override {
    return rest_.read(out.first(out.empty() ? 0 : 1));
  }

 private:
  MemorySource rest_;
};

HttpResponse text_response(std::string_view text) {
  HttpResponse response;
  response.body = copy_of(bytes_of(text));
  return response;
}

std::string serve_text(std::string_view input, const HttpHandler& handler, HttpLimits limits = {}) {
  MemorySource in(bytes_of(input));
  MemorySink out;
  (void)serve_http(in, out, handler, limits);
  return string_of(out.bytes());
}

std::string echo(std::string_view input, HttpLimits limits = {}) {
  return serve_text(
      input,
      [](const HttpRequest& request) {
        return text_response(request.method + " " + request.target + " " + string_of(request.body));
      },
      limits);
}

TEST(HttpServer, AnswersRequestAfterRequest) {
  const std::string two = std::string(kGet) + "PUT /x HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc";
  const std::string answers = echo(two);
  EXPECT_NE(answers.find("\r\n\r\nGET /contract "), answers.npos);
  EXPECT_NE(answers.find("\r\n\r\nPUT /x abc"), answers.npos);
}

TEST(HttpServer, ReadsWhateverTheChunksOfTheStream) {
  const std::string request = "PUT /x HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc";
  Trickle in(bytes_of(request));
  MemorySink out;
  ASSERT_TRUE(serve_http(in, out, [](const HttpRequest& r) {
                return text_response(string_of(r.body));
              }).ok());
  EXPECT_TRUE(text_of(out.bytes()).ends_with("\r\n\r\nabc"));
}

TEST(HttpServer, StopsWhenThePeerAsksToClose) {
  const std::string answers =
      echo("GET /1 HTTP/1.1\r\nConnection: close\r\n\r\n" + std::string(kGet));
  EXPECT_EQ(answers.find("/contract"), answers.npos);
}

TEST(HttpServer, RefusesWhatIsTooLargeOrMalformed) {
  const HttpLimits small{.head_bytes = 64, .body_bytes = 2};
  EXPECT_TRUE(
      echo("PUT / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", small).starts_with("HTTP/1.1 413"));
  EXPECT_TRUE(echo("GET /" + std::string(100, 'a') + " HTTP/1.1\r\n\r\n", small)
                  .starts_with("HTTP/1.1 431"));
  EXPECT_TRUE(echo("GET /\r\n\r\n").starts_with("HTTP/1.1 400"));
  EXPECT_TRUE(echo("PUT / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab")
                  .starts_with("HTTP/1.1 400"));
  EXPECT_TRUE(echo("PUT / HTTP/1.1\r\nContent-Length: -1\r\n\r\n").starts_with("HTTP/1.1 400"));
  EXPECT_TRUE(echo("PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
                  .starts_with("HTTP/1.1 501"));
  EXPECT_TRUE(
      echo("PUT / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n").starts_with("HTTP/1.1 501"));
}

TEST(HttpServer, AnEndlessHeadIsRefusedAtTheLimit) {
  EXPECT_TRUE(echo(std::string(1 << 20, 'a')).starts_with("HTTP/1.1 431"));
}

TEST(HttpServer, ATruncatedRequestNeverReachesTheHandler) {
  const std::string request = "PUT /x HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc";
  testkit::for_each_truncation(bytes_of(request), [&](ByteView prefix) {
    serve_text(text_of(prefix), [](const HttpRequest&) {
      ADD_FAILURE() << "handled";
      return HttpResponse{};
    });
  });
}

TEST(HttpServer, StreamsBodiesBothWays) {
  const Bytes large(300000, 'x');
  const std::string head = "PUT /x HTTP/1.1\r\nContent-Length: 300000\r\n\r\n";
  const std::string input = head + string_of(large) + std::string(kGet);
  MemorySource in(bytes_of(input));
  MemorySink out;
  uint64_t seen = 0;
  const Status served = serve_http_streams(in, out, [&](const HttpRequest& request, Body& body) {
    if (request.method == "PUT") {
      std::array<uint8_t, 1000> part;
      seen = read_full(body, part).value();  // the rest is passed over
      return HttpReply(HttpResponse{});
    }
    return HttpReply(HttpResponse{}, std::make_unique<MemorySource>(large), large.size());
  });
  ASSERT_TRUE(served.ok()) << served.error().to_string();
  EXPECT_EQ(seen, 1000U);
  EXPECT_GT(out.bytes().size(), large.size());
}

// ask: a client against canned answers.
Result<HttpResponse> ask(std::string_view answer) {
  MemorySource in(bytes_of(answer));
  MemorySink out;
  return HttpClient(in, out, "broker").exchange({"GET", "/x", {}, {}});
}

TEST(HttpClient, SendsAndReceives) {
  const std::string answer = "HTTP/1.1 200 OK\r\nX-A: b\r\nContent-Length: 2\r\n\r\nhi";
  MemorySource in(bytes_of(answer));
  MemorySink out;
  HttpClient client(in, out, "broker");
  const auto response = client.exchange({"POST", "/kbs", {}, copy_of(bytes_of("body"))});
  ASSERT_TRUE(response.ok()) << response.error().to_string();
  EXPECT_EQ(text_of(response->body), "hi");
  EXPECT_EQ(*response->headers.find("x-a"), "b");
  EXPECT_EQ(text_of(out.bytes()),
            "POST /kbs HTTP/1.1\r\nHost: broker\r\nContent-Length: 4\r\n\r\nbody");
}

TEST(HttpClient, NeverTakesATruncatedAnswer) {
  const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  ASSERT_TRUE(ask(answer).ok());
  testkit::for_each_truncation(bytes_of(answer),
                               [](ByteView prefix) { EXPECT_FALSE(ask(text_of(prefix)).ok()); });
  EXPECT_FALSE(ask("HTTP/1.1 200 OK\r\n\r\nhi").ok()) << "no length";
  EXPECT_FALSE(ask("HTTP/1.1 100 Continue\r\nContent-Length: 0\r\n\r\n").ok());
}

TEST(HttpClient, BitFlipsAreHandled) {
  const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  testkit::for_each_bit_flip(bytes_of(answer),
                             [](ByteView mutant, size_t) { (void)ask(text_of(mutant)); });
}

TEST(HttpClient, StreamsDownAndUp) {
  const std::string answers =
      "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndataHTTP/1.1 204 No Content\r\nContent-Length: "
      "0\r\n\r\n";
  MemorySource in(bytes_of(answers));
  MemorySink out, body;
  HttpClient client(in, out, "host");
  EXPECT_EQ(client.get_to("/inputs/a", body).value(), 4U);
  EXPECT_EQ(text_of(body.bytes()), "data");
  MemorySource upload(bytes_of("12345"));
  EXPECT_EQ(client.put_from("/outputs/b", 5, upload)->status, 204U);
  EXPECT_TRUE(text_of(out.bytes()).ends_with("Content-Length: 5\r\n\r\n12345"));
}

TEST(HttpClient, AnErrorStatusSaysWhatThePeerSaid) {
  const std::string answer = "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone";
  MemorySource in(bytes_of(answer));
  MemorySink out, body;
  const auto result = HttpClient(in, out, "host").get_to("/x", body);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, Code::not_found);
  EXPECT_EQ(result.error().seen, "404 gone");
  EXPECT_TRUE(body.bytes().empty());
}

TEST(HttpClient, RefusesToWriteWhatBreaksOutOfItsLine) {
  MemorySource in{ByteView()};
  MemorySink out;
  HttpClient client(in, out, "host");
  EXPECT_EQ(client.exchange({"GET", "/x HTTP/1.1\r\nA: b", {}, {}}).error().code,
            Code::invalid_argument);
  Headers headers;
  headers.add("Cookie", "a\r\nB: c");
  EXPECT_EQ(client.exchange({"GET", "/x", headers, {}}).error().code, Code::invalid_argument);
  EXPECT_TRUE(out.bytes().empty());
}

}  // namespace
}  // namespace anchorhold::net

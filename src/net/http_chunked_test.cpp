#include <gtest/gtest.h>

#include "net/http_client.h"

namespace anchorhold::net {
namespace {

constexpr std::string_view kHead = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

Result<HttpResponse> exchange(std::string_view answer, HttpLimits limits = {}) {
  MemorySource in(bytes_of(answer));
  MemorySink out;
  HttpClient client(in, out, "host", limits);
  return client.exchange({"GET", "/", {}, {}});
}

std::string body_of(std::string_view chunks) {
  const auto response = exchange(std::string(kHead) + std::string(chunks));
  return response.ok() ? string_of(response->body) : "error";
}

TEST(ChunkedBody, IsPutTogether) {
  EXPECT_EQ(body_of("3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n"), "abc0123456789");
  EXPECT_EQ(body_of("0\r\nTrailer: x\r\n\r\n"), "");
}

TEST(ChunkedBody, RefusesWhatIsCutOrCrooked) {
  const std::string whole = "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
  for (size_t size = 0; size < whole.size(); ++size)
    EXPECT_EQ(body_of(whole.substr(0, size)), "error") << size;
  EXPECT_EQ(body_of("2\r\nabc\r\n0\r\n\r\n"), "error");
  EXPECT_EQ(body_of("x\r\nabc\r\n0\r\n\r\n"), "error");
  EXPECT_EQ(body_of("-1\r\nabc\r\n0\r\n\r\n"), "error");
  EXPECT_EQ(body_of("fffffffffffffffff\r\nabc\r\n0\r\n\r\n"), "error");
  EXPECT_EQ(body_of(std::string(20000, '1')), "error");
}

TEST(ChunkedBody, HasTheLimitOfAllBodies) {
  const std::string answer = std::string(kHead) + "3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n";
  EXPECT_TRUE(exchange(answer, {.body_bytes = 6}).ok());
  const auto refused = exchange(answer, {.body_bytes = 5});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, Code::limit_exceeded);
}

TEST(ChunkedBody, HasNoLengthBesides) {
  EXPECT_FALSE(
      exchange("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc"
               "\r\n0\r\n\r\n")
          .ok());
  EXPECT_FALSE(exchange("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n").ok());
}

}  // namespace
}  // namespace anchorhold::net

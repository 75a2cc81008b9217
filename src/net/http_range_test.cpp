#include "net/http_range.h"

#include <gtest/gtest.h>

#include "net/http_client.h"
#include "testkit/attack.h"

namespace anchorhold::net {
namespace {

TEST(HttpRange, ReadsWhatItWrites) {
  for (const ByteRange range : {ByteRange{0, 1}, ByteRange{0, 100}, ByteRange{65552, 1 << 20},
                                ByteRange{INT64_MAX, 1}, ByteRange{0, uint64_t{INT64_MAX} + 1}}) {
    const auto read = parse_range(encode_range(range));
    ASSERT_TRUE(read.ok()) << read.error().to_string();
    EXPECT_EQ(*read, range);
  }
  EXPECT_EQ(encode_range({10, 5}), "bytes=10-14");
}

TEST(HttpRange, RefusesEveryOtherForm) {
  for (const char* value : {"",
                            "bytes",
                            "bytes=",
                            "bytes=-",
                            "bytes=5",
                            "bytes=5-",
                            "bytes=-5",
                            "bytes=5-4",
                            "bytes=0-1,3-4",
                            "bytes=0-1 ",
                            "bytes= 0-1",
                            " bytes=0-1",
                            "bytes =0-1",
                            "bytes=00-1",
                            "bytes=0-01",
                            "bytes=+0-1",
                            "bytes=0-+1",
                            "bytes=0x0-1",
                            "bytes=0--1",
                            "bytes=-1--1",
                            "bytes=1-9223372036854775808",
                            "bytes=18446744073709551616-18446744073709551617",
                            "BYTES=0-1",
                            "items=0-1",
                            "bytes=0-1/2"}) {
    const auto range = parse_range(value);
    ASSERT_FALSE(range.ok()) << value;
    EXPECT_EQ(range.error().code, Code::unsupported) << value;
  }
}

TEST(HttpContentRange, ReadsWhatItWrites) {
  for (const ContentRange& content :
       {ContentRange{ByteRange{0, 1}, 1}, ContentRange{ByteRange{99, 1}, 100},
        ContentRange{ByteRange{5, 10}, INT64_MAX}, ContentRange{std::nullopt, 0}}) {
    const auto read = parse_content_range(encode_content_range(content));
    ASSERT_TRUE(read.ok()) << read.error().to_string();
    EXPECT_EQ(*read, content);
  }
  EXPECT_EQ(encode_content_range({ByteRange{10, 5}, 20}), "bytes 10-14/20");
  EXPECT_EQ(encode_content_range({std::nullopt, 20}), "bytes */20");
}

TEST(HttpContentRange, RefusesWhatDoesNotLieInside) {
  for (const char* value : {"",
                            "bytes",
                            "bytes ",
                            "bytes 0-1",
                            "bytes 0-1/",
                            "bytes 0-1/*",
                            "bytes 0-1/1",
                            "bytes 1-0/5",
                            "bytes 5-5/5",
                            "bytes 0-1/-2",
                            "bytes=0-1/2",
                            "bytes  0-1/2",
                            "bytes 0-1 /2",
                            "bytes 0-1/ 2",
                            "bytes 0-1/02",
                            "bytes 00-1/2",
                            "bytes 0-1/2/3",
                            "bytes */",
                            "bytes */*",
                            "bytes **/5",
                            "bytes 0-9223372036854775807/9223372036854775807",
                            "Bytes 0-1/2"}) {
    const auto content = parse_content_range(value);
    ASSERT_FALSE(content.ok()) << value;
    EXPECT_EQ(content.error().code, Code::malformed) << value;
  }
}

// The answer of a server to the one request for bytes 2 to 5, as a client takes it.
Result<std::string> answered(std::string_view head, std::string_view body, std::string* sent = {}) {
  const std::string text = std::string(head) + "\r\n\r\n" + std::string(body);
  MemorySource in(bytes_of(text));
  MemorySink out;
  HttpClient client(in, out, "host");
  auto part = client.open_range("/inputs/a", {2, 4});
  if (sent != nullptr) *sent = string_of(out.bytes());
  if (!part.ok()) return part.take_error();
  AH_ASSIGN(const Bytes bytes, read_all(part->body, "part", 100));
  return string_of(bytes) + " of " + std::to_string(part->total);
}

constexpr std::string_view kPart =
    "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 2-5/10\r\nContent-Length: 4";

TEST(HttpClientRange, TakesExactlyThePartThatItAskedFor) {
  std::string sent;
  const auto part = answered(kPart, "2345", &sent);
  ASSERT_TRUE(part.ok()) << part.error().to_string();
  EXPECT_EQ(*part, "2345 of 10");
  EXPECT_NE(sent.find("\r\nRange: bytes=2-5\r\n"), sent.npos) << sent;
}

TEST(HttpClientRange, RefusesEveryOtherAnswer) {
  const auto refused = [](std::string_view head, std::string_view body, Code code) {
    const auto part = answered(head, body);
    ASSERT_FALSE(part.ok()) << head;
    EXPECT_EQ(part.error().code, code) << head << ": " << part.error().to_string();
  };
  refused("HTTP/1.1 200 OK\r\nContent-Length: 10", "0123456789", Code::denied);
  refused("HTTP/1.1 206 P\r\nContent-Length: 4", "2345", Code::malformed);
  refused("HTTP/1.1 206 P\r\nContent-Range: bytes 2-5/10\r\nContent-Length: 5", "23456",
          Code::malformed);
  refused("HTTP/1.1 206 P\r\nContent-Range: bytes 1-4/10\r\nContent-Length: 4", "1234",
          Code::malformed);
  refused("HTTP/1.1 206 P\r\nContent-Range: bytes 2-4/10\r\nContent-Length: 3", "234",
          Code::malformed);
  refused("HTTP/1.1 206 P\r\nContent-Range: bytes */10\r\nContent-Length: 4", "2345",
          Code::malformed);
  refused("HTTP/1.1 206 P\r\nContent-Range: bytes 2-5/10\r\nTransfer-Encoding: chunked",
          "4\r\n2345\r\n0\r\n\r\n", Code::unsupported);
  refused("HTTP/1.1 416 R\r\nContent-Range: bytes */3\r\nContent-Length: 0", "", Code::denied);
  refused("HTTP/1.1 404 N\r\nContent-Length: 0", "", Code::not_found);
  refused("HTTP/1.1 500 N\r\nContent-Length: 0", "", Code::unavailable);
  for (size_t cut = 0; cut < 4; ++cut) refused(kPart, std::string(cut, 'x'), Code::malformed);
}

}  // namespace
}  // namespace anchorhold::net

#include "net/tls.h"

#include <gtest/gtest.h>

namespace anchorhold::net {
namespace {

Status shake_hands(std::string_view answer, const TlsTrust& trust = {}) {
  MemorySource in(bytes_of(answer));
  MemorySink out;
  const auto stream = TlsStream::connect(in, out, "localhost", trust);
  return stream.ok() ? Status() : Status(Error(stream.error()));
}

TEST(TlsStream, GreetsTheHostByName) {
  MemorySource in({});
  MemorySink out;
  EXPECT_FALSE(TlsStream::connect(in, out, "vendor.example", {}).ok());
  EXPECT_NE(text_of(out.bytes()).find("vendor.example"), std::string_view::npos);
}

TEST(TlsStream, RefusesPeersThatDoNotSpeakIt) {
  EXPECT_EQ(shake_hands("").error().code, Code::unavailable);
  EXPECT_EQ(shake_hands("HTTP/1.1 400 Bad Request\r\n\r\n").error().code, Code::unavailable);
  EXPECT_EQ(shake_hands(std::string(100000, '\x16')).error().code, Code::unavailable);
}

TEST(TlsStream, NeedsAuthoritiesThatCanBeRead) {
  const Status status = shake_hands("", {"/nowhere/authorities.pem"});
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().object, "/nowhere/authorities.pem");
}

}  // namespace
}  // namespace anchorhold::net

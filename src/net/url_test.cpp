#include "net/url.h"

#include <gtest/gtest.h>

namespace anchorhold::net {
namespace {

TEST(Url, IsTakenApart) {
  const auto url = parse_url("https://kdsintf.amd.com/vcek/v1/Milan/ab?blSPL=03&teeSPL=00");
  ASSERT_TRUE(url.ok());
  EXPECT_TRUE(url->tls);
  EXPECT_EQ(url->host, "kdsintf.amd.com");
  EXPECT_EQ(url->port, 443);
  EXPECT_EQ(url->target, "/vcek/v1/Milan/ab?blSPL=03&teeSPL=00");
  EXPECT_EQ(url->authority(), "kdsintf.amd.com");
}

TEST(Url, MayNamePortAndAddress) {
  const auto name = parse_url("http://localhost:8080");
  ASSERT_TRUE(name.ok());
  EXPECT_FALSE(name->tls);
  EXPECT_EQ(name->port, 8080);
  EXPECT_EQ(name->target, "/");
  EXPECT_EQ(name->authority(), "localhost:8080");
  const auto address = parse_url("http://[::1]:81/x");
  ASSERT_TRUE(address.ok());
  EXPECT_EQ(address->host, "::1");
  EXPECT_EQ(address->authority(), "[::1]:81");
}

TEST(Url, RefusesAllElse) {
  for (const char* bad :
       {"", "ftp://host/", "https://", "https:///path", "https://host:/", "https://host:0/",
        "https://host:65536/", "https://host:8a/", "https://user@host/", "https://ho st/",
        "https://host/a b", "https://host/\r\nX: y", "https://host/#part", "https://[::1/",
        "https://[]/", "https://[::1]x/", "//host/", "host"}) {
    EXPECT_FALSE(parse_url(bad).ok()) << bad;
  }
  EXPECT_FALSE(parse_url("https://host/" + std::string(5000, 'a')).ok());
}

}  // namespace
}  // namespace anchorhold::net

#include "net/kbs.h"

#include <gtest/gtest.h>

#include "testkit/attack.h"

namespace anchorhold::net::kbs {
namespace {

constexpr std::string_view kNonce = "eDd7UldXtJRCf4kBT5fXmSjzk40U61HiD7XeyYNOswQ=";

Attestation attestation() {
  Attestation out;
  out.nonce = kNonce;
  out.tee_pubkey = json::Value::object({{"kty", "EC"}, {"crv", "P-256"}});
  out.primary_evidence = encode_evidence(bytes_of("document"));
  return out;
}

TEST(KbsRequest, ReadsWhatTheGuestComponentsSend) {
  const auto request = parse_request(
      R"({"version":"0.4.0","tee":"sample","extra-params":{"supported-hash-algorithms":["sha384"]}})");
  ASSERT_TRUE(request.ok()) << request.error().to_string();
  EXPECT_EQ(request->version, "0.4.0");
  EXPECT_EQ(request->tee, "sample");
  EXPECT_TRUE(parse_request(encode_request({"0.4.0", "nitro"})).ok());
  EXPECT_FALSE(parse_request(R"({"version":"0.4.0","tee":"sample"})").ok());
  EXPECT_FALSE(parse_request(R"({"version":1,"tee":"sample","extra-params":""})").ok());
}

TEST(KbsChallenge, RoundTripsAndDemandsThirtyTwoBytes) {
  EXPECT_EQ(encode_challenge({std::string(kNonce)}),
            R"({"extra-params":"","nonce":"eDd7UldXtJRCf4kBT5fXmSjzk40U61HiD7XeyYNOswQ="})");
  EXPECT_EQ(parse_challenge(encode_challenge({std::string(kNonce)}))->nonce, kNonce);
  EXPECT_FALSE(parse_challenge(encode_challenge({"YWJj"})).ok());
  EXPECT_FALSE(nonce_bytes("eDd7UldXtJRCf4kBT5fXmSjzk40U61HiD7XeyYNOswQ").ok()) << "no padding";
}

TEST(KbsAttestation, RoundTrips) {
  const std::string text = encode_attestation(attestation());
  const auto parsed = parse_attestation(text);
  ASSERT_TRUE(parsed.ok()) << parsed.error().to_string();
  EXPECT_EQ(parsed->nonce, kNonce);
  EXPECT_EQ(parsed->tee_pubkey, attestation().tee_pubkey);
  EXPECT_EQ(text_of(parse_evidence(parsed->primary_evidence).value()), "document");
  EXPECT_EQ(encode_attestation(*parsed), text);
}

TEST(KbsAttestation, RefusesTruncationsAndOtherMembers) {
  const std::string text = encode_attestation(attestation());
  testkit::for_each_truncation(bytes_of(text), [](ByteView prefix) {
    EXPECT_FALSE(parse_attestation(text_of(prefix)).ok());
  });
  testkit::for_each_bit_flip(
      bytes_of(text), [](ByteView mutant, size_t) { (void)parse_attestation(text_of(mutant)); });
  EXPECT_FALSE(parse_attestation(R"({"x":1,)" + text.substr(1)).ok());
  EXPECT_EQ(parse_attestation(R"({"init-data":{"format":"toml","body":""},)" +
                              text.substr(std::string_view(R"({"init-data":null,)").size()))
                .error()
                .code,
            Code::unsupported);
}

TEST(KbsError, HasTheTypeUrl) {
  const std::string text = encode_error({"PolicyDeny", "no"});
  EXPECT_EQ(
      text,
      R"({"detail":"no","type":"https://github.com/confidential-containers/kbs/errors/PolicyDeny"})");
  EXPECT_EQ(parse_error(text)->variant, "PolicyDeny");
  EXPECT_FALSE(parse_error(R"({"detail":"no","type":"about:blank"})").ok());
}

TEST(KbsResource, NamesAreThreeAndPlain) {
  const auto name = parse_resource_path("/kbs/v0/resource/1.ok/2ok./3...");
  ASSERT_TRUE(name.ok());
  EXPECT_EQ(name->repository, "1.ok");
  EXPECT_EQ(name->tag, "3...");
  EXPECT_EQ(resource_path("a", "key", "b"), "/kbs/v0/resource/a/key/b");
  for (const std::string_view bad :
       {"/kbs/v0/resource/.1.ok/2/3", "/kbs/v0/resource/1/2", "/kbs/v0/resource//2/3",
        "/kbs/v0/resource/1/2/3/4", "/kbs/v0/resource/1/2/3?x", "/kbs/v0/other/1/2/3",
        "/kbs/v0/resource/1/%2e/3", "/kbs/v0/resource/1/2/"}) {
    EXPECT_FALSE(parse_resource_path(bad).ok()) << bad;
  }
}

TEST(KbsCookie, IsFoundAmongOthers) {
  EXPECT_EQ(cookie_value("kbs-session-id=abc; Expires=x", session_cookie), "abc");
  EXPECT_EQ(cookie_value("a=b; kbs-session-id=abc", session_cookie), "abc");
  EXPECT_EQ(cookie_value("xkbs-session-id=abc", session_cookie), std::nullopt);
  EXPECT_EQ(cookie_value("", session_cookie), std::nullopt);
}

}  // namespace
}  // namespace anchorhold::net::kbs

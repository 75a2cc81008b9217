#include <gtest/gtest.h>

#include "base/hex.h"
#include "codec/cose.h"
#include "testkit/attack.h"

namespace anchorhold::cose {
namespace {

// Encoded pieces of a message, so that anything can stand in each place.
struct Pieces {
  Bytes header = cbor::Encoder().map(1).integer(1).integer(kEs384).take();
  Bytes unprotected = cbor::Encoder().map(0).take();
  Bytes payload = cbor::Encoder().bytes(bytes_of("payload")).take();
  Bytes signature = cbor::Encoder().bytes(Bytes(96, 1)).take();
  std::optional<uint64_t> tag = 18;

  Bytes encode() const {
    cbor::Encoder out;
    if (tag) out.tag(*tag);
    return out.array(4)
        .bytes(header)
        .encoded(unprotected)
        .encoded(payload)
        .encoded(signature)
        .take();
  }
};

Result<Message> parse(const Bytes& bytes, const HeaderRules& rules = {}) {
  return parse_sign1_any("m", bytes, rules);
}

std::string refusal(const Pieces& pieces, const HeaderRules& rules = {}) {
  const Bytes bytes = pieces.encode();
  const auto message = parse(bytes, rules);
  return message.ok() ? "accepted" : message.error().to_string();
}

cbor::Encoder header(size_t more) {
  cbor::Encoder out;
  out.map(1 + more).integer(1).integer(kEs384);
  return out;
}

TEST(CoseMessage, ReadsEveryKnownHeader) {
  Pieces pieces;
  pieces.header = header(6)
                      .integer(3)
                      .text("application/json")
                      .integer(4)
                      .bytes(bytes_of("kid"))
                      .integer(33)
                      .array(2)
                      .bytes(bytes_of("leaf"))
                      .bytes(bytes_of("ca"))
                      .integer(34)
                      .array(2)
                      .integer(-16)
                      .bytes(Bytes(32, 7))
                      .integer(15)
                      .map(1)
                      .integer(1)
                      .text("issuer")
                      .text("feed")
                      .text("name")
                      .take();
  const Bytes bytes = pieces.encode();
  const auto message = parse(bytes);
  ASSERT_TRUE(message.ok()) << message.error().to_string();
  EXPECT_TRUE(message->tagged);
  EXPECT_EQ(message->alg(), kEs384);
  EXPECT_EQ(message->header.type_text, "application/json");
  EXPECT_EQ(string_of(*message->header.kid), "kid");
  ASSERT_EQ(message->header.x5chain.size(), 2U);
  EXPECT_EQ(string_of(message->header.x5chain[1]), "ca");
  EXPECT_EQ(message->header.x5t->hash_algorithm, -16);
  EXPECT_EQ(message->header.cwt_claims()->find(int64_t{1})->as_text(), "issuer");
  EXPECT_EQ(message->header.map.find("feed")->as_text(), "name");
  EXPECT_EQ(string_of(*message->payload), "payload");
  EXPECT_EQ(message->signature.size(), 96U);
}

TEST(CoseMessage, ReadsOneCertificateAndANumberedType) {
  Pieces pieces;
  pieces.header = header(2).integer(33).bytes(bytes_of("leaf")).integer(3).uint(263).take();
  const Bytes bytes = pieces.encode();
  const auto message = parse(bytes);
  ASSERT_TRUE(message.ok());
  ASSERT_EQ(message->header.x5chain.size(), 1U);
  EXPECT_EQ(message->header.type_number, 263U);
}

TEST(CoseMessage, TagIsOptionalByRule) {
  Pieces pieces;
  pieces.tag.reset();
  EXPECT_EQ(refusal(pieces), "accepted");
  EXPECT_NE(refusal(pieces, {.allow_untagged = false}).find("no tag"), std::string::npos);
  pieces.tag = 61;
  EXPECT_NE(refusal(pieces).find("tag 61"), std::string::npos);
}

TEST(CoseMessage, NamesOtherKindsOfMessages) {
  Pieces pieces;
  pieces.tag = 17;
  const Bytes bytes = pieces.encode();
  const auto message = parse(bytes);
  ASSERT_FALSE(message.ok());
  EXPECT_EQ(message.error().code, Code::unsupported);
  EXPECT_NE(message.error().message.find("COSE_Mac0"), std::string::npos);
}

TEST(CoseMessage, DemandsAlgInTheProtectedHeaderOnly) {
  Pieces pieces;
  pieces.header = {};
  EXPECT_NE(refusal(pieces).find("without alg"), std::string::npos);
  pieces.header = cbor::Encoder().map(0).take();
  EXPECT_NE(refusal(pieces).find("alg is missing"), std::string::npos);
  pieces.header = header(0).take();
  pieces.unprotected = cbor::Encoder().map(1).integer(1).integer(kEs256).take();
  EXPECT_NE(refusal(pieces, {.allow_unprotected = true}).find("alg stands"), std::string::npos);
}

TEST(CoseMessage, UnprotectedHeadersNeedARule) {
  Pieces pieces;
  pieces.unprotected = cbor::Encoder().map(1).integer(4).bytes(bytes_of("kid")).take();
  EXPECT_NE(refusal(pieces).find("not an empty map"), std::string::npos);
  EXPECT_EQ(refusal(pieces, {.allow_unprotected = true}), "accepted");
  pieces.header = header(1).integer(4).bytes(bytes_of("other")).take();
  EXPECT_NE(refusal(pieces, {.allow_unprotected = true}).find("both headers"), std::string::npos);
}

TEST(CoseMessage, DetachedPayloadsNeedARule) {
  Pieces pieces;
  pieces.payload = cbor::Encoder().null().take();
  EXPECT_NE(refusal(pieces).find("payload"), std::string::npos);
  EXPECT_EQ(refusal(pieces, {.allow_detached = true}), "accepted");
  pieces.payload = cbor::Encoder().text("text").take();
  EXPECT_NE(refusal(pieces, {.allow_detached = true}), "accepted");
}

TEST(CoseMessage, RefusesCriticalHeaders) {
  Pieces pieces;
  pieces.header = header(1).integer(2).array(1).integer(15).take();
  EXPECT_NE(refusal(pieces).find("critical"), std::string::npos);
}

TEST(CoseMessage, RefusesMembersOfTheWrongType) {
  const auto with = [](cbor::Encoder encoder) {
    Pieces pieces;
    pieces.header = encoder.take();
    return refusal(pieces);
  };
  EXPECT_NE(with(cbor::Encoder().map(1).integer(1).text("ES384")), "accepted");
  EXPECT_NE(with(header(1).integer(3).bytes({})), "accepted");
  EXPECT_NE(with(header(1).integer(4).text("kid")), "accepted");
  EXPECT_NE(with(header(1).integer(33).array(1).bytes(bytes_of("one"))), "accepted");
  EXPECT_NE(with(header(1).integer(33).array(2).bytes(bytes_of("one")).text("two")), "accepted");
  EXPECT_NE(with(header(1).integer(34).array(1).integer(-16)), "accepted");
  EXPECT_NE(with(header(1).integer(34).array(2).bytes({}).bytes({})), "accepted");
  EXPECT_NE(with(cbor::Encoder().array(0)), "accepted");
}

TEST(CoseMessage, BoundsTheChain) {
  cbor::Encoder encoder = header(1);
  encoder.integer(33).array(9);
  for (int i = 0; i < 9; ++i) encoder.bytes(bytes_of("certificate"));
  Pieces pieces;
  pieces.header = encoder.take();
  EXPECT_NE(refusal(pieces).find("too many"), std::string::npos);
  EXPECT_EQ(refusal(pieces, {.max_chain = 9}), "accepted");
}

TEST(CoseMessage, RefusesEveryTruncationAndTrailingBytes) {
  const Bytes bytes = Pieces().encode();
  testkit::for_each_truncation(
      bytes, [](ByteView prefix) { EXPECT_FALSE(parse_sign1_any("m", prefix).ok()); });
  Bytes longer = bytes;
  longer.push_back(0);
  EXPECT_FALSE(parse(longer).ok());
}

}  // namespace
}  // namespace anchorhold::cose

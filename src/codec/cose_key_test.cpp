#include <gtest/gtest.h>

#include "codec/cose.h"

namespace anchorhold::cose {
namespace {

const Bytes coordinate(32, 5);

Result<Key> parse(cbor::Encoder encoder) {
  const Bytes bytes = encoder.take();
  return parse_key("key", cbor::decode("key", bytes).value());
}

cbor::Encoder ec2(size_t more = 0) {
  cbor::Encoder out;
  out.map(4 + more).integer(1).integer(2).integer(-1).integer(1);
  out.integer(-2).bytes(coordinate).integer(-3).bytes(coordinate);
  return out;
}

cbor::Encoder okp(size_t more = 0) {
  cbor::Encoder out;
  out.map(3 + more).integer(1).integer(1).integer(-1).integer(6).integer(-2).bytes(coordinate);
  return out;
}

TEST(CoseKey, ReadsCurveKeysOfBothTypes) {
  const auto first = cbor::Encoder(ec2()).take();
  const auto key = parse_key("key", cbor::decode("key", first).value());
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(key->type, Key::Type::ec2);
  EXPECT_EQ(key->curve, 1);
  EXPECT_EQ(key->x.size(), 32U);
  EXPECT_EQ(key->y.size(), 32U);
  const auto second = parse(okp());
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second->type, Key::Type::okp);
  EXPECT_TRUE(second->y.empty());
}

TEST(CoseKey, ReadsOptionalMembers) {
  const auto key =
      parse(ec2(3).integer(3).integer(kEs256).integer(4).array(1).integer(2).integer(2).bytes(
          bytes_of("kid")));
  ASSERT_TRUE(key.ok()) << key.error().to_string();
  EXPECT_EQ(key->alg, kEs256);
}

TEST(CoseKey, RefusesUnknownAndPrivateMembers) {
  EXPECT_FALSE(parse(ec2(1).integer(-4).bytes(coordinate)).ok());
  EXPECT_FALSE(parse(ec2(1).integer(-70001).integer(1)).ok());
  EXPECT_FALSE(parse(ec2(1).text("x").integer(1)).ok());
  EXPECT_FALSE(parse(okp(1).integer(-3).bytes(coordinate)).ok());
}

TEST(CoseKey, RefusesRepeatedMembers) {
  const Bytes bytes = ec2(1).integer(-2).bytes(coordinate).take();
  EXPECT_FALSE(cbor::decode("key", bytes).ok());
}

TEST(CoseKey, NamesWhatItDoesNotSupport) {
  const auto compressed = parse(std::move(cbor::Encoder()
                                              .map(4)
                                              .integer(1)
                                              .integer(2)
                                              .integer(-1)
                                              .integer(1)
                                              .integer(-2)
                                              .bytes(coordinate)
                                              .integer(-3)
                                              .boolean(true)));
  ASSERT_FALSE(compressed.ok());
  EXPECT_EQ(compressed.error().code, Code::unsupported);
  const auto rsa = parse(std::move(cbor::Encoder().map(1).integer(1).integer(3)));
  ASSERT_FALSE(rsa.ok());
  EXPECT_EQ(rsa.error().code, Code::unsupported);
}

TEST(CoseKey, RefusesKeysThatMayNotVerify) {
  EXPECT_FALSE(parse(ec2(1).integer(4).array(1).integer(1)).ok());
  EXPECT_FALSE(parse(ec2(1).integer(4).integer(2)).ok());
}

TEST(CoseKey, RefusesMissingAndMistypedMembers) {
  EXPECT_FALSE(parse(std::move(cbor::Encoder().map(0))).ok());
  EXPECT_FALSE(parse(std::move(cbor::Encoder().array(0))).ok());
  EXPECT_FALSE(parse(std::move(cbor::Encoder().map(1).integer(1).integer(2))).ok());
  EXPECT_FALSE(parse(ec2(1).integer(2).text("kid")).ok());
  EXPECT_FALSE(parse(ec2(1).integer(3).text("ES256")).ok());
}

}  // namespace
}  // namespace anchorhold::cose

#include "evidence/nsm/protocol.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "codec/cbor.h"
#include "testkit/attack.h"

namespace anchorhold::nsm {
namespace {

const std::vector<Request>& requests() {
  static const std::vector<Request> list = {
      DescribeNsm{},
      GetRandom{},
      DescribePcr{31},
      ExtendPcr{16, Bytes(48, 7)},
      ExtendPcr{65535, {}},
      LockPcr{16},
      LockPcrs{32},
      Attestation{},
      Attestation{Bytes(512, 1), Bytes(512, 2), Bytes(1024, 3)},
      Attestation{Bytes(), std::nullopt, std::nullopt},
  };
  return list;
}

const std::vector<Response>& responses() {
  static const std::vector<Response> list = {
      Description{1, 2, 3, "software-a-enc0000000000000001", 32, {0, 1, 16}, "SHA384"},
      RandomBytes{Bytes(256, 9)},
      Register{true, Digest384{1}},
      Extended{Digest384{2}},
      Locked{},
      LockedRange{},
      Attested{Bytes(5000, 4)},
      NsmError::invalid_argument,
      NsmError::internal_error,
  };
  return list;
}

TEST(NsmProtocol, RequestsRoundTrip) {
  for (const Request& request : requests()) {
    const auto decoded = decode_request(encode_request(request));
    ASSERT_TRUE(decoded.ok()) << decoded.error().to_string();
    EXPECT_EQ(*decoded, request);
  }
}

TEST(NsmProtocol, ResponsesRoundTrip) {
  for (const Response& response : responses()) {
    const auto decoded = decode_response(encode_response(response));
    ASSERT_TRUE(decoded.ok()) << decoded.error().to_string();
    EXPECT_EQ(*decoded, response);
  }
}

TEST(NsmProtocol, BytesAreThoseOfTheDevice) {
  EXPECT_EQ(to_hex(encode_request(DescribeNsm{})), "6b44657363726962654e534d");
  EXPECT_EQ(to_hex(encode_request(LockPcr{16})), "a1674c6f636b504352a165696e64657810");
  EXPECT_EQ(
      to_hex(encode_request(Attestation{})),
      "a16b4174746573746174696f6ea369757365725f64617461f6656e6f6e6365f66a7075626c69635f6b6579f6");
  EXPECT_EQ(to_hex(encode_response(Locked{})), "674c6f636b504352");
  EXPECT_EQ(to_hex(encode_response(NsmError::read_only_index)),
            "a1654572726f726d526561644f6e6c79496e646578");
}

TEST(NsmProtocol, EveryErrorHasItsName) {
  for (const std::string_view name :
       {"InvalidArgument", "InvalidIndex", "InvalidResponse", "ReadOnlyIndex", "InvalidOperation",
        "BufferTooSmall", "InputTooLarge", "InternalError"}) {
    const auto decoded = decode_response(cbor::Encoder().map(1).text("Error").text(name).take());
    ASSERT_TRUE(decoded.ok()) << name;
    EXPECT_EQ(error_name(std::get<NsmError>(*decoded)), name);
  }
  EXPECT_FALSE(decode_response(cbor::Encoder().map(1).text("Error").text("Other").take()).ok());
  EXPECT_FALSE(decode_response(cbor::Encoder().map(1).text("Error").uint(1).take()).ok());
}

TEST(NsmProtocol, RefusesTruncationsAndTrailingBytes) {
  const auto refuse_request = [](ByteView bytes) { EXPECT_FALSE(decode_request(bytes).ok()); };
  const auto refuse_response = [](ByteView bytes) { EXPECT_FALSE(decode_response(bytes).ok()); };
  for (const Request& request : requests()) {
    Bytes bytes = encode_request(request);
    testkit::for_each_truncation(bytes, refuse_request);
    bytes.push_back(0);
    refuse_request(bytes);
  }
  for (const Response& response : responses()) {
    Bytes bytes = encode_response(response);
    testkit::for_each_truncation(bytes, refuse_response);
    bytes.push_back(0);
    refuse_response(bytes);
  }
}

TEST(NsmProtocol, BitFlipsNeverDecodeToTheSame) {
  for (const Request& request : requests()) {
    testkit::for_each_bit_flip(encode_request(request), [&](ByteView mutant, size_t bit) {
      const auto decoded = decode_request(mutant);
      EXPECT_FALSE(decoded.ok() && *decoded == request) << bit;
    });
  }
  for (const Response& response : responses()) {
    testkit::for_each_bit_flip(encode_response(response), [&](ByteView mutant, size_t bit) {
      const auto decoded = decode_response(mutant);
      EXPECT_FALSE(decoded.ok() && *decoded == response) << bit;
    });
  }
}

TEST(NsmProtocol, RefusesWhatIsNotExactlyOneMessage) {
  const auto refused = [](cbor::Encoder message, Code code) {
    const auto decoded = decode_request(message.view());
    return !decoded.ok() && decoded.error().code == code;
  };
  EXPECT_TRUE(refused(cbor::Encoder().text("Unknown"), Code::unsupported));
  EXPECT_TRUE(refused(cbor::Encoder().text("LockPCR"), Code::unsupported));
  EXPECT_TRUE(refused(cbor::Encoder().map(1).text("GetRandom").map(0), Code::unsupported));
  EXPECT_TRUE(refused(cbor::Encoder().map(0), Code::malformed));
  EXPECT_TRUE(refused(cbor::Encoder().uint(1), Code::malformed));
  EXPECT_TRUE(refused(cbor::Encoder().map(1).text("LockPCR").map(0), Code::malformed));
  EXPECT_TRUE(refused(cbor::Encoder().map(1).text("LockPCR").map(1).text("index").integer(-1),
                      Code::malformed));
  EXPECT_TRUE(
      refused(cbor::Encoder().map(1).text("LockPCR").map(2).text("index").uint(1).text("x").uint(1),
              Code::malformed));
  EXPECT_FALSE(
      decode_request(cbor::Encoder().map(1).text("LockPCR").map(1).text("index").uint(65536).take())
          .ok());
  EXPECT_FALSE(decode_request(encode_request(ExtendPcr{1, Bytes(request_limit)})).ok());
  EXPECT_EQ(decode_request(Bytes(request_limit + 1)).error().code, Code::limit_exceeded);
  EXPECT_EQ(decode_response(Bytes(response_limit + 1)).error().code, Code::limit_exceeded);
}

}  // namespace
}  // namespace anchorhold::nsm

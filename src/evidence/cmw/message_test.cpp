#include "evidence/cmw/message.h"

#include <gtest/gtest.h>

#include "base/base64.h"
#include "base/hex.h"
#include "codec/cbor.h"
#include "codec/cose.h"
#include "evidence/cmw/types.h"
#include "testkit/attack.h"

namespace anchorhold::cmw {
namespace {

Record record(std::string type, std::string_view value, std::optional<uint8_t> indicators = {}) {
  return {.type = std::move(type), .value = copy_of(bytes_of(value)), .indicators = indicators};
}

Message sample() {
  Collection inner{.type = {},
                   .entries = {{std::string("gpu0"), record("a/b", "gpu", uint8_t{4})}}};
  return Collection{.type = "tag:example.com,2026:composite",
                    .entries = {{std::string("cpu0"), record("application/octet-stream", "cpu")},
                                {std::string("devices"), std::move(inner)},
                                {std::string("pck"), record("c/d", "crl", uint8_t{2})}}};
}

Result<Message> parse(ByteView bytes) {
  auto parsed = parse_message(bytes);
  if (!parsed.ok()) return parsed.take_error();
  return parsed->claimed();
}

bool parses_json(std::string_view text) {
  return parse(bytes_of(text)).ok();
}
bool parses_cbor(const char* hex) {
  return parse(from_hex("test", hex).value()).ok();
}

TEST(Cmw, BothEncodingsSayTheSame) {
  const Bytes cbor = encode_cbor(sample());
  const std::string json = encode_json(sample()).value();
  EXPECT_TRUE(looks_like_message(cbor));
  EXPECT_TRUE(looks_like_message(bytes_of(json)));
  EXPECT_EQ(parse(cbor).value(), sample());
  EXPECT_EQ(parse(bytes_of(json)).value(), sample());
}

TEST(Cmw, ContentFormatsIntegersAsLabelsAndTags) {
  const Message message = Collection{
      .type = {}, .entries = {{int64_t{-7}, Record{.type = uint16_t{263}, .value = Bytes{1}}}}};
  EXPECT_EQ(parse(encode_cbor(message)).value(), message);
  EXPECT_EQ(
      parse(bytes_of(encode_json(message).value())).value(),
      Message(Collection{.type = {},
                         .entries = {{std::string("-7"),
                                      record("application/eat+cwt", std::string_view("\1", 1))}}}));
  const Bytes tagged = cbor::Encoder().tag(tag_of(263)).bytes(Bytes{9}).take();
  EXPECT_EQ(parse(tagged).value(), Message(Record{.type = uint16_t{263}, .value = Bytes{9}}));
  EXPECT_FALSE(encode_json(Record{.type = uint16_t{64999}, .value = Bytes{1}}).ok());
}

TEST(Cmw, TagsAndContentFormatsMapBothWays) {
  EXPECT_EQ(tag_of(0), 1668546817U);
  EXPECT_EQ(tag_of(65024), 1668612095U);
  for (const uint16_t format :
       std::initializer_list<uint16_t>{0, 1, 254, 255, 256, 263, 10572, 65024})
    EXPECT_EQ(content_format_of(tag_of(format)), format);
  EXPECT_FALSE(content_format_of(1668546816));
  EXPECT_FALSE(content_format_of(tag_of(254) + 1));
  EXPECT_FALSE(content_format_of(tag_of(65024) + 1));
}

TEST(Cmw, JsonIsReadStrictly) {
  EXPECT_TRUE(parses_json(R"(["a/b","AQ"])"));
  EXPECT_TRUE(parses_json(R"(["a/b","AQ",4])"));
  for (const char* bad : {R"(["a/b"])",           R"(["a/b","AQ",4,5])",
                          R"(["ab","AQ"])",       R"(["/b","AQ"])",
                          R"(["a/","AQ"])",       R"(["a/b","AQ=="])",
                          R"(["a/b","A-/"])",     R"(["a/b",""])",
                          R"(["a/b","AQ",0])",    R"(["a/b","AQ",32])",
                          R"(["a/b","AQ",-1])",   R"(["a/b","AQ","4"])",
                          R"([263,"AQ"])",        "{}",
                          R"({"__cmwc_t":"x"})",  R"({"__cmwc_t":1,"a":["a/b","AQ"]})",
                          R"({"a":"b"})",         R"({"a":["a/b","AQ"],"a":["a/b","AQ"]})",
                          R"({"":["a/b","AQ"]})", R"({"a/b":["a/b","AQ"]})",
                          R"(["a/b","AQ"] x)",    ""}) {
    EXPECT_FALSE(parses_json(bad)) << bad;
  }
}

TEST(Cmw, CborIsReadStrictly) {
  EXPECT_TRUE(parses_cbor("821901074101"));
  EXPECT_TRUE(parses_cbor("83190107410104"));
  EXPECT_TRUE(parses_cbor("9f1901074101ff"));
  for (const char* bad :
       {"81190107", "8219010740", "821901076161", "83190107410100", "8319010741011820",
        "821a000100004101", "82204101", "a0", "a1685f5f636d77635f746161",
        "a20182014101613182014101", "a1f682014101", "c14101", "4101", "82190107410100"}) {
    EXPECT_FALSE(parses_cbor(bad)) << bad;
  }
}

TEST(Cmw, DepthAndNumberAreBounded) {
  Message deep = record("a/b", "x");
  for (size_t i = 0; i < max_depth; ++i)
    deep = Collection{.type = {}, .entries = {{std::string("a"), deep}}};
  EXPECT_TRUE(parse(encode_cbor(deep)).ok());
  deep = Collection{.type = {}, .entries = {{std::string("a"), deep}}};
  EXPECT_FALSE(parse(encode_cbor(deep)).ok());
  EXPECT_FALSE(parse(bytes_of(encode_json(deep).value())).ok());

  Collection wide;
  for (int64_t i = 0; i + 1 < static_cast<int64_t>(max_entries); ++i)
    wide.entries.push_back({i, record("a/b", "x")});
  EXPECT_TRUE(parse(encode_cbor(wide)).ok());
  wide.entries.push_back({int64_t{1000}, record("a/b", "x")});
  EXPECT_FALSE(parse(encode_cbor(wide)).ok());
}

TEST(Cmw, SignedWrappersAreNamed) {
  const Bytes header = cbor::Encoder()
                           .map(2)
                           .uint(1)
                           .integer(cose::kEs256)
                           .uint(3)
                           .text("application/cmw+cbor")
                           .take();
  const Bytes cose = cbor::Encoder()
                         .tag(18)
                         .array(4)
                         .bytes(header)
                         .map(0)
                         .bytes(encode_cbor(sample()))
                         .bytes(Bytes(64, 1))
                         .take();
  const std::string jws_header =
      to_base64(bytes_of(R"({"alg":"ES256","cty":"application/cmw+json"})"), Base64::url);
  const std::string compact = jws_header + ".AA.AA";
  const std::string flat =
      R"({"payload":"AA","protected":")" + jws_header + R"(","signature":"AA"})";
  const std::string general =
      R"({"payload":"AA","signatures":[{"protected":")" + jws_header + R"(","signature":"AA"}]})";
  for (const Bytes& bytes :
       {cose, copy_of(bytes_of(compact)), copy_of(bytes_of(flat)), copy_of(bytes_of(general))}) {
    EXPECT_TRUE(looks_like_message(bytes));
    const auto refused = parse_message(bytes);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, Code::unsupported);
    EXPECT_NE(refused.error().message.find("signed"), std::string::npos);
  }
}

TEST(Cmw, TypesStandForFormatsWhateverTheirParameters) {
  EXPECT_EQ(formats_of(uint16_t{10572}).front(), "snp");
  EXPECT_EQ(formats_of(std::string("Application/VND.amd.sev-snp.attestation-report")).front(),
            "snp");
  EXPECT_EQ(formats_of(std::string("application/eat+cwt; eat_profile=\"x\"")).size(), 2U);
  EXPECT_TRUE(formats_of(std::string("application/octet-stream")).empty());
  EXPECT_TRUE(formats_of(std::string("application/vnd.unknown")).empty());
  EXPECT_TRUE(formats_of(uint16_t{0}).empty());
}

TEST(Cmw, NothingShorterIsRead) {
  const Bytes cbor = encode_cbor(sample());
  testkit::for_each_truncation(cbor, [](ByteView cut) { EXPECT_FALSE(parse(cut).ok()); });
  const std::string json = encode_json(sample()).value();
  testkit::for_each_truncation(bytes_of(json), [](ByteView cut) { EXPECT_FALSE(parse(cut).ok()); });
  testkit::for_each_bit_flip(cbor, [](ByteView mutant, size_t) {
    const auto parsed = parse(mutant);
    if (parsed.ok()) {
      EXPECT_EQ(parse(encode_cbor(*parsed)).value(), *parsed);
    }
  });
}

}  // namespace
}  // namespace anchorhold::cmw

#include "codec/cose.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "codec/cbor.h"
#include "testkit/attack.h"

namespace anchorhold::cose {
namespace {

Bytes hex(std::string_view digits) {
  return *from_hex("test", digits);
}

bool accepts(std::string_view digits) {
  const Bytes message = hex(digits);
  return parse_sign1("t", message).ok();
}

TEST(CoseSign1, RoundTrips) {
  const Bytes header = protected_header(kEs384);
  EXPECT_EQ(to_hex(header), "a1013822");
  const Bytes message = encode_sign1(header, hex("a0"), Bytes(96, 1));
  const auto sign1 = parse_sign1("t", message);
  ASSERT_TRUE(sign1.ok()) << sign1.error().to_string();
  EXPECT_FALSE(sign1->tagged);
  EXPECT_EQ(sign1->alg, kEs384);
  EXPECT_EQ(to_hex(sign1->protected_header), "a1013822");
  EXPECT_EQ(to_hex(sign1->payload), "a0");
  EXPECT_EQ(sign1->signature.size(), 96U);
  EXPECT_EQ(encode_sign1(sign1->protected_header, sign1->payload, sign1->signature), message);
}

TEST(CoseSign1, SignsTheStructureOfRfc9052) {
  EXPECT_EQ(to_hex(sig_structure(hex("a1013822"), hex("a0"))),
            "846a5369676e61747572653144a10138224041a0");
}

TEST(CoseSign1, TellsWhetherItWasTagged) {
  const Bytes message = hex("d28443a10126a041004101");
  const auto sign1 = parse_sign1("t", message);
  ASSERT_TRUE(sign1.ok()) << sign1.error().to_string();
  EXPECT_TRUE(sign1->tagged);
  EXPECT_EQ(sign1->alg, kEs256);
}

TEST(CoseSign1, RefusesEveryOtherShape) {
  EXPECT_TRUE(accepts("8443a10126a041004101"));
  const std::pair<const char*, const char*> refused[] = {
      {"detached payload", "8443a10126a0f64101"},
      {"payload is a map", "8443a10126a0a04101"},
      {"array of three", "8343a10126a04100"},
      {"array of five", "8543a10126a04100410100"},
      {"COSE_Mac0", "d18443a10126a041004101"},
      {"COSE_Sign", "d8628443a10126a041004101"},
      {"tagged twice", "d2d28443a10126a041004101"},
      {"trailing byte", "8443a10126a04100410100"},
      {"indefinite array", "9f43a10126a041004101ff"},
      {"unprotected alg", "8441a0a1012641004101"},
      {"alg in both", "8443a10126a1012641004101"},
      {"unprotected null", "8443a10126f641004101"},
      {"protected empty", "8440a041004101"},
      {"protected is a map and not its bytes", "84a10126a041004101"},
      {"alg is text", "8448a101654553323536a041004101"},
      {"alg missing", "8443a10426a041004101"},
      {"crit header", "8446a20126028101a041004101"},
      {"bytes after the protected map", "8444a1012600a041004101"},
      {"alg not in its shortest form", "8444a1013806a041004101"},
      {"signature null", "8443a10126a04100f6"},
      {"not an array", "a0"},
  };
  for (const auto& [name, digits] : refused) EXPECT_FALSE(accepts(digits)) << name;
}

TEST(CoseSign1, RefusesTruncationsAndSurvivesBitFlips) {
  const Bytes message = encode_sign1(protected_header(kEs384), Bytes(80, 2), Bytes(96, 1));
  testkit::for_each_truncation(
      message, [](ByteView prefix) { EXPECT_FALSE(parse_sign1("t", prefix).ok()); });
  testkit::for_each_bit_flip(message, [](ByteView mutant, size_t) {
    const auto sign1 = parse_sign1("t", mutant);
    if (!sign1.ok() || sign1->tagged) return;
    EXPECT_EQ(encode_sign1(sign1->protected_header, sign1->payload, sign1->signature),
              copy_of(mutant));
  });
}

}  // namespace
}  // namespace anchorhold::cose

#include "evidence/tpm/quote.h"

#include <gtest/gtest.h>

#include "testkit/attack.h"
#include "testkit/forged_tpm.h"

namespace anchorhold::tpm {
namespace {

using crypto::HashKind;
using testkit::QuoteSpec;
using testkit::TpmForge;

template <class Edit>
Result<Unverified<Quote>> quote_with(Edit edit) {
  QuoteSpec spec;
  edit(spec);
  return parse_quote(TpmForge::attest(spec));
}

// The error's text for a quote with one thing wrong.
template <class Edit>
std::string refusal(Edit edit) {
  const auto quote = quote_with(edit);
  return quote.ok() ? "accepted" : quote.error().to_string();
}

TEST(Quote, ReadsEveryField) {
  const auto result = quote_with([](QuoteSpec& spec) {
    spec.banks = {{.algorithm = 0x0004, .bitmap = {0x01, 0, 0x80}},
                  {.algorithm = 0x000c, .bitmap = {0, 0x02, 0, 0}}};
  });
  ASSERT_TRUE(result.ok()) << result.error().to_string();
  const Quote& quote = result->claimed();
  EXPECT_EQ(quote.qualified_signer, Bytes(4, 0x40));
  EXPECT_EQ(quote.extra_data, (Bytes{0x90, 0x09}));
  EXPECT_EQ(quote.clock, (ClockInfo{123456789, 7, 1, true}));
  EXPECT_EQ(quote.firmware_version, 0x2019102300163636U);
  EXPECT_EQ(quote.selection, (PcrSelection{{HashKind::sha1, {0, 23}}, {HashKind::sha384, {9}}}));
  EXPECT_EQ(quote.pcr_digest.size(), 32U);
  EXPECT_EQ(describe(quote.selection), "sha1:0,23 sha384:9");
}

TEST(Quote, T1OnlyWhatATpmHasMade) {
  EXPECT_NE(refusal([](QuoteSpec& s) {
              s.magic = {0xff, 0x54, 0x43, 0x48};
            }).find("magic"),
            std::string::npos);
}

TEST(Quote, T2OtherAttestationsAreRefusedByName) {
  for (const auto& [type, name] : {std::pair<uint16_t, std::string>{0x8014, "an NV certification"},
                                   {0x8015, "a command audit"},
                                   {0x8016, "a session audit"},
                                   {0x8017, "a key certification"},
                                   {0x8019, "a time attestation"},
                                   {0x801a, "a creation certification"},
                                   {0x8099, "0x8099"}}) {
    const std::string text = refusal([wanted = type](QuoteSpec& s) { s.type = wanted; });
    EXPECT_NE(text.find(name), std::string::npos) << text;
  }
}

TEST(Quote, T3TruncationAndGrowth) {
  const Bytes good = TpmForge::attest({});
  testkit::for_each_truncation(
      good, [](ByteView prefix) { EXPECT_FALSE(parse_quote(prefix).ok()) << prefix.size(); });
  Bytes longer = good;
  longer.push_back(0);
  EXPECT_FALSE(parse_quote(longer).ok());
  // The lengths of the signer, the nonce, the bit map, the digest, and the number of banks.
  for (const size_t position : {size_t{7}, size_t{13}, size_t{44}, size_t{47}, size_t{52}}) {
    for (const int change : {-1, 1, 100}) {
      Bytes mutant = good;
      mutant[position] = static_cast<uint8_t>(mutant[position] + change);
      EXPECT_FALSE(parse_quote(mutant).ok()) << position << " " << change;
    }
  }
}

TEST(Quote, T5ANonceMayBeEmptyButNotTooLong) {
  EXPECT_EQ(refusal([](QuoteSpec& s) { s.nonce = {}; }), "accepted");
  EXPECT_EQ(refusal([](QuoteSpec& s) { s.nonce = Bytes(66, 1); }), "accepted");
  EXPECT_NE(refusal([](QuoteSpec& s) { s.nonce = Bytes(67, 1); }), "accepted");
}

TEST(Quote, SelectionsAreStrict) {
  const auto with = [](std::vector<testkit::ForgedBank> banks) {
    return refusal([&](QuoteSpec& s) { s.banks = banks; });
  };
  EXPECT_EQ(with({}), "accepted") << "refused by the check of the selection";
  EXPECT_NE(with({{}, {}}), "accepted") << "a bank twice";
  EXPECT_NE(with({{.algorithm = 0x0012}}), "accepted") << "SM3";
  EXPECT_NE(with({{.algorithm = 0x0010}}), "accepted") << "TPM_ALG_NULL";
  EXPECT_NE(with({{.bitmap = {}}}), "accepted");
  EXPECT_NE(with({{.bitmap = Bytes(5, 1)}}), "accepted");
}

TEST(Quote, FlagsAndNamesAreStrict) {
  EXPECT_NE(refusal([](QuoteSpec& s) { s.safe = 2; }), "accepted");
  EXPECT_NE(refusal([](QuoteSpec& s) { s.qualified_signer = Bytes(5, 1); }), "accepted");
  EXPECT_EQ(refusal([](QuoteSpec& s) { s.qualified_signer = {}; }), "accepted");
  EXPECT_EQ(refusal([](QuoteSpec& s) {
              s.qualified_signer = Bytes(34, 1);
              s.qualified_signer[0] = 0;
              s.qualified_signer[1] = 0x0b;
            }),
            "accepted");
}

TEST(Quote, IsRecognisedByItsBeginning) {
  EXPECT_TRUE(looks_like_quote(TpmForge::attest({})));
  EXPECT_FALSE(looks_like_quote(Bytes{0xff, 0x54, 0x43, 0x47}));
  EXPECT_FALSE(looks_like_quote(Bytes(100, 0)));
}

}  // namespace
}  // namespace anchorhold::tpm

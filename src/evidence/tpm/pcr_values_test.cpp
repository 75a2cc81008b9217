#include "evidence/tpm/pcr_values.h"

#include <gtest/gtest.h>

#include "testkit/attack.h"
#include "testkit/forged_tpm.h"

namespace anchorhold::tpm {
namespace {

using crypto::HashKind;
using testkit::ForgedBank;
using testkit::TpmForge;

const std::string value_text(64, 'a');

Result<PcrValues> json(const std::string& text) {
  return parse_pcr_json("PCR values", text, HashKind::sha256);
}

TEST(PcrJson, ReadsRegistersOfOneBank) {
  const auto values = json("{\"0\":\"" + value_text + "\", \"23\": \"" + value_text + "\"}\n");
  ASSERT_TRUE(values.ok()) << values.error().to_string();
  EXPECT_EQ(values->size(), 2U);
  EXPECT_EQ(values->at({HashKind::sha256, 23}), Bytes(32, 0xaa));
}

TEST(PcrJson, A9NumbersAndValuesAreStrict) {
  const auto refuses = [](const std::string& name, const std::string& value) {
    return !json("{\"" + name + "\":\"" + value + "\"}").ok();
  };
  for (const char* name : {"", "01", "-1", "32", "1 ", "0x1", "4294967296", "sha256"}) {
    EXPECT_TRUE(refuses(name, value_text)) << name;
  }
  EXPECT_TRUE(refuses("0", value_text.substr(2))) << "31 bytes";
  EXPECT_TRUE(refuses("0", value_text + "aa"));
  EXPECT_TRUE(refuses("0", std::string(40, 'a'))) << "T7: SHA-1 in SHA-256's place";
  EXPECT_TRUE(refuses("0", std::string(64, 'A')));
  EXPECT_FALSE(json("[]").ok());
  EXPECT_FALSE(json("{\"0\":1}").ok());
  EXPECT_FALSE(json("{\"0\":\"" + value_text + "\",\"0\":\"" + value_text + "\"}").ok());
}

TEST(PcrFile, ReadsWhatTpm2ToolsWrite) {
  const std::vector<ForgedBank> banks = {{.algorithm = 0x0004, .bitmap = {0xff, 0xff, 0xff}},
                                         {.algorithm = 0x000b, .bitmap = {0x87, 0x00, 0x01}}};
  const auto forged = TpmForge::values({.banks = banks});
  const auto values = parse_pcr_file("file", TpmForge::pcr_file(banks, forged));
  ASSERT_TRUE(values.ok()) << values.error().to_string();
  EXPECT_EQ(*values, forged);
}

TEST(PcrFile, TruncationGrowthAndReservedBytes) {
  const std::vector<ForgedBank> banks = {{}};
  const Bytes good = TpmForge::pcr_file(banks, TpmForge::values({}));
  ASSERT_TRUE(parse_pcr_file("file", good).ok());
  testkit::for_each_truncation(good, [](ByteView prefix) {
    EXPECT_FALSE(parse_pcr_file("file", prefix).ok()) << prefix.size();
  });
  // Whatever is not a value: counts, sizes, bit maps and what must be zero.
  size_t refused = 0;
  for (size_t i = 0; i < good.size(); ++i) {
    for (const int change : {1, 0x80}) {
      Bytes mutant = good;
      mutant[i] = static_cast<uint8_t>(mutant[i] ^ change);
      if (!parse_pcr_file("file", mutant).ok()) ++refused;
    }
  }
  // The nine values of 32 bytes may be anything.
  EXPECT_EQ(refused, 2 * (good.size() - 9 * size_t{32}));
  for (const uint8_t count : {uint8_t{3}, uint8_t{17}, uint8_t{255}}) {
    Bytes mutant = good;
    mutant[0] = count;
    EXPECT_FALSE(parse_pcr_file("file", mutant).ok());
    mutant = good;
    mutant[132] = count;
    EXPECT_FALSE(parse_pcr_file("file", mutant).ok());
  }
}

TEST(PcrValues, TheFormIsRecognised) {
  const PcrSelection one = {{HashKind::sha256, {0}}};
  const PcrSelection two = {{HashKind::sha1, {0}}, {HashKind::sha256, {0}}};
  const std::string text = " {\"0\":\"" + value_text + "\"}";
  EXPECT_TRUE(read_pcr_values("values", bytes_of(text), one).ok());
  EXPECT_FALSE(read_pcr_values("values", bytes_of(text), two).ok()) << "JSON names no bank";
  const std::vector<ForgedBank> banks = {{}};
  EXPECT_TRUE(read_pcr_values("values", TpmForge::pcr_file(banks, TpmForge::values({})), two).ok());
  EXPECT_FALSE(read_pcr_values("values", {}, one).ok());
}

TEST(PcrValues, T6CoverageIsExact) {
  const PcrSelection quoted = {{HashKind::sha1, {0, 7}}};
  PcrValues values = {{{HashKind::sha1, 0}, Bytes(20, 1)}, {{HashKind::sha1, 7}, Bytes(20, 2)}};
  EXPECT_TRUE(check_coverage(values, quoted).ok());
  PcrValues more = values;
  more[{HashKind::sha1, 8}] = Bytes(20, 3);
  EXPECT_FALSE(check_coverage(more, quoted).ok());
  PcrValues other_bank = values;
  other_bank.erase({HashKind::sha1, 7});
  other_bank[{HashKind::sha256, 7}] = Bytes(32, 3);
  EXPECT_FALSE(check_coverage(other_bank, quoted).ok());
  values.erase({HashKind::sha1, 0});
  EXPECT_FALSE(check_coverage(values, quoted).ok()) << "a missing register is not zero";
}

TEST(PcrValues, TheDigestFollowsTheQuotesOrder) {
  const PcrSelection quoted = {{HashKind::sha256, {1, 2}}, {HashKind::sha1, {0}}};
  const PcrValues values = {{{HashKind::sha1, 0}, Bytes(20, 1)},
                            {{HashKind::sha256, 1}, Bytes(32, 2)},
                            {{HashKind::sha256, 2}, Bytes(32, 3)}};
  Bytes joined(32, 2);
  append(joined, Bytes(32, 3));
  append(joined, Bytes(20, 1));
  EXPECT_EQ(pcr_digest(HashKind::sha256, quoted, values), crypto::hash(HashKind::sha256, joined));
}

}  // namespace
}  // namespace anchorhold::tpm

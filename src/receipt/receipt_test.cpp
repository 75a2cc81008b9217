#include "receipt/receipt.h"

#include <gtest/gtest.h>

#include "receipt/forged_receipt_test.h"
#include "testkit/attack.h"

namespace anchorhold::receipt {
namespace {

Receipt sample_receipt() {
  Receipt receipt;
  receipt.contract = "a contract";
  receipt.statement = "a statement";
  receipt.evidence = {0, 1, 2, 250, 255};
  return receipt;
}

TEST(Receipt, ReadsWhatItWrote) {
  const auto read = parse_receipt("r", encode_receipt(sample_receipt()));
  ASSERT_TRUE(read.ok()) << read.error().to_string();
  EXPECT_EQ(read->contract, "a contract");
  EXPECT_EQ(read->statement, "a statement");
  EXPECT_EQ(read->evidence, sample_receipt().evidence);
}

TEST(Receipt, RefusesEveryTruncation) {
  std::string text = encode_receipt(sample_receipt());
  while (text.ends_with('\n')) text.pop_back();
  testkit::for_each_truncation(bytes_of(text), [](ByteView prefix) {
    EXPECT_FALSE(parse_receipt("r", text_of(prefix)).ok()) << prefix.size();
  });
}

TEST(Receipt, RefusesUnknownMissingAndRepeatedMembers) {
  const std::string good = encode_receipt(sample_receipt());
  const auto edited = [&](std::string_view from, std::string_view to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    return text;
  };
  EXPECT_FALSE(parse_receipt("r", edited(R"("contract")", R"("also": 1, "contract")")).ok());
  EXPECT_FALSE(parse_receipt("r", edited(R"("contract")", R"("contract": "x", "contract")")).ok());
  EXPECT_FALSE(parse_receipt("r", edited(R"("statement")", R"("statements")")).ok());
  EXPECT_FALSE(parse_receipt("r", edited("receipt v1", "receipt v2")).ok());
  EXPECT_FALSE(parse_receipt("r", edited("AAEC", "A*EC")).ok());
}

TEST(Receipt, RefusesOneAboveTheSizeLimit) {
  EXPECT_FALSE(parse_receipt("r", std::string(kMaxReceiptBytes + 1, ' ')).ok());
}

}  // namespace
}  // namespace anchorhold::receipt

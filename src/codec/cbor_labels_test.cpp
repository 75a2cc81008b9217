#include "codec/cbor_labels.h"

#include <gtest/gtest.h>

namespace anchorhold::cbor {
namespace {

constexpr Label nonce = {10, "nonce"};
constexpr Label name = {1, "name"};
constexpr Label number = {-5, "number"};
constexpr Label entries = {7, "entries"};
constexpr Label absent = {99, "absent"};

class CborLabels : public testing::Test {
 protected:
  Bytes bytes_ = Encoder()
                     .map(5)
                     .integer(10)
                     .bytes(Bytes(32, 1))
                     .integer(1)
                     .text("text")
                     .integer(-5)
                     .integer(-8)
                     .integer(7)
                     .array(1)
                     .uint(4)
                     .text("other")
                     .uint(5)
                     .take();
  Value map_ = decode("claims", bytes_).value();
  Labels labels_{"claims", map_};
};

TEST_F(CborLabels, ReadsByNumberAndTellsTheRest) {
  EXPECT_EQ(labels_.bytes(nonce, 32, 64)->size(), 32U);
  EXPECT_EQ(*labels_.text(name, 10), "text");
  EXPECT_EQ(*labels_.integer(number), -8);
  EXPECT_EQ((*labels_.array(entries, 1, 2))->items().size(), 1U);
  const auto rest = labels_.unasked();
  ASSERT_EQ(rest.size(), 1U);
  EXPECT_EQ(rest[0]->as_text(), "other");
}

TEST_F(CborLabels, NamesTheClaimInErrors) {
  const auto missing = labels_.bytes(absent, 1, 1);
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().object, "claims.absent");
  EXPECT_FALSE(labels_.bytes(nonce, 33, 64).ok());
  EXPECT_FALSE(labels_.bytes(nonce, 1, 31).ok());
  EXPECT_FALSE(labels_.text(name, 3).ok());
  EXPECT_FALSE(labels_.uint(number, 9).ok());
  EXPECT_FALSE(labels_.array(entries, 2, 3).ok());
  EXPECT_FALSE(labels_.map(entries).ok());
  EXPECT_FALSE(labels_.text(nonce, 99).ok());
}

TEST_F(CborLabels, AbsenceIsNotAnErrorWhereItIsAllowed) {
  EXPECT_FALSE(labels_.optional_bytes(absent, 1, 1)->has_value());
  EXPECT_FALSE(labels_.optional_text(absent, 1)->has_value());
  EXPECT_FALSE(labels_.optional_uint(absent, 1)->has_value());
  EXPECT_TRUE(labels_.optional_bytes(nonce, 1, 64)->has_value());
  EXPECT_FALSE(labels_.optional_bytes(nonce, 1, 4).ok());
}

TEST_F(CborLabels, ReadsNothingFromWhatIsNoMap) {
  const Value value = decode("v", Bytes{0x01}).value();
  EXPECT_FALSE(Labels("v", value).bytes(nonce, 0, 64).ok());
}

}  // namespace
}  // namespace anchorhold::cbor

#include "evidence/dice/tcb_info.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "codec/der.h"
#include "testkit/attack.h"
#include "testkit/forged_dice.h"

namespace anchorhold::dice {
namespace {

using testkit::DiceForge;

bool accepts(std::initializer_list<ByteView> fields) {
  return read_tcb_info(der::sequence(fields)).ok();
}

Bytes field(unsigned tag, std::string_view hex) {
  return der::element(der::context_primitive(tag), {from_hex("field", hex).value()});
}

TEST(TcbInfo, ReadsItsFields) {
  const auto info = read_tcb_info(DiceForge::tcb_info(debug_flag));
  ASSERT_TRUE(info.ok()) << info.error().to_string();
  EXPECT_EQ(info->vendor, "vendor");
  EXPECT_EQ(info->svn, 7U);
  EXPECT_EQ(info->flags, debug_flag);
  ASSERT_EQ(info->fwids.size(), 1U);
  EXPECT_EQ(info->fwids[0].algorithm, "2.16.840.1.101.3.4.2.1");
  EXPECT_FALSE(info->flags_mask);
}

TEST(TcbInfo, TakesFieldsInOrderAndOnce) {
  EXPECT_TRUE(accepts({}));
  EXPECT_TRUE(accepts({field(3, "01"), field(4, "02")}));
  EXPECT_FALSE(accepts({field(4, "02"), field(3, "01")}));
  EXPECT_FALSE(accepts({field(3, "01"), field(3, "01")}));
  EXPECT_FALSE(accepts({field(15, "01")}));
  EXPECT_FALSE(accepts({der::octet_string(Bytes(1))}));
}

TEST(TcbInfo, ReadsNumbersStrictly) {
  EXPECT_TRUE(accepts({field(3, "00")}));
  EXPECT_FALSE(accepts({field(3, "")}));
  EXPECT_FALSE(accepts({field(3, "0001")})) << "padded";
  EXPECT_FALSE(accepts({field(3, "ff")})) << "below zero";
}

TEST(TcbInfo, ReadsFlagsStrictly) {
  const auto flags = [](std::string_view hex) {
    const auto info = read_tcb_info(der::sequence({field(7, hex)}));
    return info.ok() ? info->flags : std::nullopt;
  };
  EXPECT_EQ(flags("0410"), debug_flag);
  EXPECT_EQ(flags("0000000000"), 0U) << "trailing zeros are kept by real devices";
  EXPECT_EQ(flags("0000000001"), 1U << 31);
  EXPECT_EQ(flags("00"), 0U);
  EXPECT_EQ(flags("04ff"), std::nullopt) << "unused bits are set";
  EXPECT_EQ(flags("0810"), std::nullopt);
  EXPECT_EQ(flags("000000000000"), std::nullopt);
  EXPECT_EQ(flags(""), std::nullopt);
}

TEST(TcbInfo, DigestsAreAsLongAsTheirAlgorithmDemands) {
  const auto with = [](const der::Oid& algorithm, size_t size) {
    const Bytes fwid = der::sequence({der::oid(algorithm), der::octet_string(Bytes(size))});
    return accepts({der::element(der::context(6), {fwid})});
  };
  const der::Oid sha384 = der::Oid::of({2, 16, 840, 1, 101, 3, 4, 2, 2});
  EXPECT_TRUE(with(sha384, 48));
  EXPECT_FALSE(with(sha384, 32));
  EXPECT_TRUE(with(der::Oid::of({1, 2, 3}), 20));
  EXPECT_FALSE(with(der::Oid::of({1, 2, 3}), 0));
  EXPECT_FALSE(with(der::Oid::of({1, 2, 3}), 65));
}

TEST(TcbInfo, RefusesEveryTruncation) {
  testkit::for_each_truncation(DiceForge::tcb_info(0),
                               [](ByteView prefix) { EXPECT_FALSE(read_tcb_info(prefix).ok()); });
  const Bytes multi = der::sequence({DiceForge::tcb_info(0), DiceForge::tcb_info(1)});
  EXPECT_EQ(read_multi_tcb_info(multi)->size(), 2U);
  testkit::for_each_truncation(
      multi, [](ByteView prefix) { EXPECT_FALSE(read_multi_tcb_info(prefix).ok()); });
}

}  // namespace
}  // namespace anchorhold::dice

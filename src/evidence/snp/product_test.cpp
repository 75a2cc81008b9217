#include "evidence/snp/product.h"

#include <gtest/gtest.h>

#include "evidence/snp/tcb_version.h"

namespace anchorhold::snp {
namespace {

TEST(SnpProduct, FollowsFromFamilyAndModel) {
  EXPECT_EQ(product_from_cpuid({0x19, 0x01, 1}), Product::milan);
  EXPECT_EQ(product_from_cpuid({0x19, 0x11, 1}), Product::genoa);
  EXPECT_EQ(product_from_cpuid({0x19, 0xa0, 2}), Product::genoa);
  EXPECT_EQ(product_from_cpuid({0x1a, 0x02, 1}), Product::turin);
  EXPECT_EQ(product_from_cpuid({0x1a, 0x11, 0}), Product::turin);
  EXPECT_EQ(product_from_cpuid({0x19, 0x50, 0}), std::nullopt);
  EXPECT_EQ(product_from_cpuid({0x1a, 0x50, 0}), std::nullopt);
  EXPECT_EQ(product_from_cpuid({0, 0, 0}), std::nullopt);
}

TEST(SnpProduct, FollowsFromTheCertifiedName) {
  EXPECT_EQ(product_from_name("Milan-B0"), Product::milan);
  EXPECT_EQ(product_from_name("Genoa"), Product::genoa);
  EXPECT_EQ(product_from_name("Turin"), Product::turin);
  EXPECT_EQ(product_from_name("Milano"), std::nullopt);
  EXPECT_EQ(product_from_name(""), std::nullopt);
  EXPECT_EQ(without_stepping("Milan-B0"), "Milan");
}

TEST(SnpTcbVersion, IsComparedByteByByte) {
  const TcbVersion low{{1, 2, 0, 0, 0, 0, 3, 4}};
  TcbVersion high = low;
  EXPECT_TRUE(not_above(low, high));
  high.bytes[0] = 9;
  EXPECT_TRUE(not_above(low, high));
  EXPECT_FALSE(not_above(high, low));
  high.bytes[7] = 0;  // as numbers, the last byte would decide
  EXPECT_FALSE(not_above(low, high));
  EXPECT_FALSE(not_above(high, low));
}

}  // namespace
}  // namespace anchorhold::snp

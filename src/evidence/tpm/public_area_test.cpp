#include "evidence/tpm/public_area.h"

#include <gtest/gtest.h>

#include "base/writer.h"
#include "codec/pem.h"
#include "testkit/attack.h"
#include "testkit/forged_tpm.h"

namespace anchorhold::tpm {
namespace {

using testkit::good_attributes;
using testkit::TpmForge;

const TpmForge& forge() {
  static const TpmForge instance;
  return instance;
}

// An RSA public area; the modulus is odd and as long as it should be, more is not asked of it.
Bytes rsa_area(uint16_t bits, uint32_t exponent, uint16_t scheme = 0x0014) {
  Bytes modulus(256, 0xc5);
  Writer out;
  out.u16be(0x0001).u16be(0x000b).u32be(good_attributes).u16be(0);
  out.u16be(0x0010).u16be(scheme);
  if (scheme != 0x0010) out.u16be(0x000b);
  out.u16be(bits).u32be(exponent);
  out.u16be(static_cast<uint16_t>(modulus.size())).bytes(modulus);
  return out.take();
}

TEST(PublicArea, ReadsAKeyOnACurve) {
  const Bytes bytes = forge().ak_public();
  const auto area = parse_public(bytes);
  ASSERT_TRUE(area.ok()) << area.error().to_string();
  EXPECT_TRUE(check_attestation_key_attributes(area->attributes).ok());
  EXPECT_EQ(area->key, forge().ak().subject_key());
  EXPECT_EQ(area->scheme->kind, crypto::SignatureKind::ecdsa);
  Bytes name = {0x00, 0x0b};
  append(name, crypto::sha256(bytes));
  EXPECT_EQ(area->name, name);
}

TEST(PublicArea, ReadsTheSizedFormWithTheSameName) {
  const Bytes bare = forge().ak_public();
  Bytes sized = Writer().u16be(static_cast<uint16_t>(bare.size())).bytes(bare).take();
  const auto area = parse_public(sized);
  ASSERT_TRUE(area.ok()) << area.error().to_string();
  EXPECT_EQ(area->name, parse_public(bare)->name);
  sized[1] ^= 1;
  EXPECT_FALSE(parse_public(sized).ok()) << "a size that is off by one";
}

TEST(PublicArea, ExponentZeroStandsForTheUsualOne) {
  const auto area = parse_public(rsa_area(2048, 0));
  ASSERT_TRUE(area.ok()) << area.error().to_string();
  EXPECT_EQ(copy_of(area->key.exponent()), (Bytes{1, 0, 1}));
  EXPECT_TRUE(parse_public(rsa_area(2048, 65537))->key == area->key);
  EXPECT_FALSE(parse_public(rsa_area(2048, 3))->key == area->key) << "T13";
}

TEST(PublicArea, RsaSizesAndSchemesAreStrict) {
  EXPECT_FALSE(parse_public(rsa_area(1024, 0)).ok());
  EXPECT_FALSE(parse_public(rsa_area(3072, 0)).ok());
  EXPECT_FALSE(parse_public(rsa_area(2048, 2)).ok());
  EXPECT_TRUE(parse_public(rsa_area(2048, 0, 0x0016)).ok());
  EXPECT_FALSE(parse_public(rsa_area(2048, 0, 0x0010))->scheme.has_value());
  EXPECT_FALSE(parse_public(rsa_area(2048, 0, 0x0015)).ok()) << "RSAES";
}

TEST(PublicArea, TruncationAndGrowth) {
  for (const Bytes& good : {forge().ak_public(), rsa_area(2048, 0)}) {
    testkit::for_each_truncation(good,
                                 [](ByteView prefix) { EXPECT_FALSE(parse_public(prefix).ok()); });
    Bytes longer = good;
    longer.push_back(0);
    EXPECT_FALSE(parse_public(longer).ok());
  }
}

TEST(PublicArea, T12EveryAttributeOfAnAttestationKeyCounts) {
  for (const unsigned bit : {1U, 4U, 5U, 16U, 17U, 18U}) {
    const auto area = parse_public(forge().ak_public(good_attributes ^ (1U << bit)));
    ASSERT_TRUE(area.ok());
    EXPECT_FALSE(check_attestation_key_attributes(area->attributes).ok()) << bit;
  }
  for (const unsigned bit : {0U, 3U, 8U, 9U, 12U, 13U, 14U, 15U, 20U, 31U}) {
    EXPECT_FALSE(parse_public(forge().ak_public(good_attributes | (1U << bit))).ok()) << bit;
  }
}

TEST(AttestationKey, IsReadFromEveryForm) {
  const Bytes spki = forge().ak().spki();
  const auto der = read_attestation_key(spki);
  const std::string text = pem::encode("PUBLIC KEY", spki);
  const auto pem = read_attestation_key(bytes_of(text));
  const auto area = read_attestation_key(forge().ak_public());
  ASSERT_TRUE(der.ok() && pem.ok() && area.ok());
  EXPECT_TRUE(der->key == pem->key && pem->key == area->key);
  EXPECT_FALSE(der->area || pem->area);
  EXPECT_TRUE(area->area.has_value());
  EXPECT_FALSE(read_attestation_key({}).ok());
  EXPECT_FALSE(read_attestation_key(bytes_of("-----BEGIN PRIVATE KEY-----\n")).ok());
}

}  // namespace
}  // namespace anchorhold::tpm

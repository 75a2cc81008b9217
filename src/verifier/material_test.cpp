#include "verifier/material.h"

#include <gtest/gtest.h>

#include "codec/pem.h"
#include "testkit/forged_snp.h"

namespace anchorhold::verifier {
namespace {

Result<Material> sorted(ByteView bytes) {
  return Material::sort({{"file", "", copy_of(bytes)}}, nullptr);
}

// A list or certificate as it comes when the transfer broke off.
TEST(Material, NoPieceOfASignedDocumentIsIgnored) {
  const testkit::SnpForge forge;
  for (const Bytes& der : {forge.revoke(forge.revocation()).der, forge.ask().der}) {
    EXPECT_TRUE(sorted(der).ok());
    for (size_t size = 2; size < der.size(); ++size)
      EXPECT_FALSE(sorted(ByteView(der).first(size)).ok()) << size;
    Bytes longer = der;
    longer.push_back(0);
    EXPECT_FALSE(sorted(longer).ok());
  }
}

TEST(Material, NoPemIsIgnored) {
  const testkit::SnpForge forge;
  const std::string list = pem::encode("X509 CRL", forge.revoke(forge.revocation()).der);
  EXPECT_TRUE(sorted(bytes_of(list)).ok());
  EXPECT_FALSE(sorted(bytes_of(list).first(list.size() / 2)).ok());
  EXPECT_FALSE(sorted(bytes_of("\n" + pem::encode("PKCS7", Bytes(40, 1)))).ok());
}

TEST(Material, OtherBytesAreLeftAside) {
  for (const Bytes& bytes : {Bytes{}, Bytes{0x30}, Bytes(256, 0x30), Bytes(50, 1),
                             copy_of(bytes_of("0123 some text"))}) {
    const auto material = sorted(bytes);
    ASSERT_TRUE(material.ok()) << material.error().to_string();
    EXPECT_EQ(material->findings().list().size(), 1U);
  }
}

}  // namespace
}  // namespace anchorhold::verifier

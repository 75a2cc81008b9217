#include "verifier/material.h"

#include <gtest/gtest.h>

#include "codec/pem.h"
#include "testkit/forged_dcap_world.h"
#include "testkit/forged_snp.h"
#include "verifier/role.h"

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

// A cut-off TCB info must not give way to an older one in silence.
TEST(Material, NoPieceOfIntelsDocumentsIsIgnored) {
  for (const Bytes& document : testkit::DcapWorld().documents) {
    EXPECT_TRUE(sorted(document).ok());
    for (size_t size = 20; size < document.size(); size += 7) {
      const auto piece = sorted(ByteView(document).first(size));
      ASSERT_FALSE(piece.ok()) << size;
      EXPECT_EQ(piece.error().object.substr(0, 4), "file") << piece.error().to_string();
    }
    for (const std::string_view role : {role::tcb_info, role::qe_identity})
      EXPECT_FALSE(Material::sort({{"file", std::string(role), Bytes(9, '{')}}, nullptr).ok());
  }
}

TEST(Material, HasItsLimitsInItsErrors) {
  const std::vector<File> most(Material::max_files, File{"file", "", Bytes{1}});
  EXPECT_TRUE(Material::sort(most, nullptr).ok());
  std::vector<File> more = most;
  more.push_back(most.front());
  std::vector<File> large = {{"file", "", Bytes(Material::max_bytes)}, most.front()};
  const Bytes der = testkit::SnpForge().ask().der;
  Bytes certificates;
  for (size_t i = 0; i <= Material::max_certificates; ++i)
    certificates.insert(certificates.end(), der.begin(), der.end());
  for (const std::vector<File>& files :
       {more, large, std::vector<File>{{"file", "certificate", certificates}}}) {
    const auto refused = Material::sort(files, nullptr);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, Code::limit_exceeded);
  }
  EXPECT_NE(Material::too_much("a", "b").to_string().find(
                "at most 64 files, 6 MiB, 256 certificates, 1 MiB of certificates"),
            std::string::npos);
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

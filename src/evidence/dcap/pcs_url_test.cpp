#include "evidence/dcap/pcs_url.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace anchorhold::dcap {
namespace {

constexpr ByteArray<6> kFmspc = {0x00, 0x80, 0x6f, 0x05, 0x00, 0x00};

TEST(PcsUrl, NamesTheTeesDocuments) {
  EXPECT_EQ(tcb_info_url(pcs_site, TeeType::tdx, kFmspc),
            "https://api.trustedservices.intel.com/tdx/certification/v4/tcb?fmspc=00806f050000");
  EXPECT_EQ(tcb_info_url(pcs_site, TeeType::sgx, kFmspc),
            "https://api.trustedservices.intel.com/sgx/certification/v4/tcb?fmspc=00806f050000");
  EXPECT_EQ(qe_identity_url("http://localhost:1", TeeType::tdx),
            "http://localhost:1/tdx/certification/v4/qe/identity");
}

TEST(PcsUrl, NamesBothRevocationLists) {
  EXPECT_EQ(pck_crl_url(pcs_site, PckCa::platform),
            "https://api.trustedservices.intel.com/sgx/certification/v4/"
            "pckcrl?ca=platform&encoding=der");
  EXPECT_EQ(root_crl_url(intel_certificates_site),
            "https://certificates.trustedservices.intel.com/IntelSGXRootCA.der");
}

TEST(PcsUrl, NamesThePckCertificateOfAQuoteThatHoldsNone) {
  Bytes data(384, 0xab);
  append(data, Bytes(16, 0x01));
  append(data, Bytes{0x0d, 0x00, 0x01, 0x00});
  const auto name = read_pck_name({CertificationType::ppid_rsa3072, data});
  ASSERT_TRUE(name.ok());
  EXPECT_EQ(pck_certificate_url(pcs_site, *name),
            "https://api.trustedservices.intel.com/sgx/certification/v4/pckcert?encrypted_ppid=" +
                to_hex(Bytes(384, 0xab)) + "&cpusvn=" + to_hex(Bytes(16, 0x01)) +
                "&pcesvn=0d00&pceid=0100");
}

TEST(PckName, RefusesOtherSizesAndTypes) {
  const Bytes data(404);
  for (size_t size = 0; size < data.size(); ++size)
    EXPECT_FALSE(read_pck_name({CertificationType::ppid_clear, ByteView(data).first(size)}).ok());
  const Bytes longer(405);
  EXPECT_FALSE(read_pck_name({CertificationType::ppid_clear, longer}).ok());
  EXPECT_FALSE(read_pck_name({CertificationType::pck_chain, data}).ok());
}

}  // namespace
}  // namespace anchorhold::dcap

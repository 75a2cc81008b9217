#include "testkit/forged_dcap_world.h"

#include "testkit/forged_dcap_collateral.h"

namespace anchorhold::testkit {

DcapWorld::DcapWorld() {
  for (const auto tee : {dcap::TeeType::sgx, dcap::TeeType::tdx}) {
    for (const std::string& document :
         {sign_collateral(current_tcb_info(tee), forge.tcb_signing_key()),
          sign_collateral(current_identity(tee), forge.tcb_signing_key())})
      documents.push_back(copy_of(bytes_of(document)));
  }
  certificates = {forge.tcb_signing(), forge.root()};
  crls = {forge_revocation_list(forge.root_crl(), forge.root_key()),
          forge_revocation_list(forge.ca_crl(), forge.ca_key())};
  anchors = {forge.anchor()};
}

dcap::PreparedCollateral DcapWorld::prepare(crypto::CertificateCache* cache) const {
  const std::vector<ByteView> views(documents.begin(), documents.end());
  std::vector<crypto::Certificate> parsed;
  for (const Bytes& der : certificates)
    parsed.push_back(crypto::parse_certificate("certificate", der, cache).value());
  std::vector<crypto::Crl> lists;
  for (const Bytes& der : crls) lists.push_back(crypto::parse_crl("list", der).value());
  return dcap::prepare_collateral({views, parsed, lists}, anchors, cache);
}

Verification DcapWorld::verify(ByteView quote) const {
  return dcap::verify_quote(quote, prepare(), anchors, at, nullptr);
}

}  // namespace anchorhold::testkit

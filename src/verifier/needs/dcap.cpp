// What SGX and TDX quotes need: Intel's certificates, lists and TCB documents for this platform.

#include "evidence/dcap/pcs_url.h"
#include "verifier/needs/dcap_platform.h"
#include "verifier/needs/formats.h"
#include "verifier/needs/offers.h"
#include "verifier/role.h"

namespace anchorhold::verifier {
namespace {

using crypto::Certificate;

constexpr std::string_view inside = "inside the evidence: ";
constexpr std::string_view ca_stem = "Intel SGX PCK ";
constexpr std::string_view root_name = "Intel SGX Root CA";
constexpr std::string_view signer_name = "Intel SGX TCB Signing";

Need certificate_need(const NeedsQuestion& question, const DcapPlatform& platform) {
  Need need{.id = "dcap.pck",
            .what = "PCK certificate of the platform",
            .file = "dcap-pck.pem",
            .role = role::certificate};
  Offers offers(question.at);
  if (platform.leaf) {
    const std::string where(platform.leaf_inside ? inside : "");
    offers.add(where + name_of(*platform.leaf), window_of(*platform.leaf));
  }
  if (platform.name && platform.encrypted_for_intel) {
    need.origins.push_back({dcap::pck_certificate_url(question.sites.intel, *platform.name)});
    need.what += "; Intel gives it to holders of a subscription key";
  } else if (!platform.leaf_inside) {
    need.what += "; whoever runs the machine has it";
  }
  return offers.settle(std::move(need));
}

Need authority_need(const NeedsQuestion& question, const DcapPlatform& platform) {
  Need need{.id = "dcap.pck_ca", .what = "CA of the PCK certificate, and Intel's root"};
  Offers offers(question.at);
  for (const Certificate& certificate : platform.certificates) {
    if (!platform.leaf || certificate.subject != platform.leaf->issuer) continue;
    offers.add(std::string(inside) + name_of(certificate), window_of(certificate));
  }
  for (const Certificate& certificate : question.material.certificates())
    if (platform.leaf && certificate.subject == platform.leaf->issuer) offers.add(certificate);
  if (platform.ca) {
    need.origins.push_back({dcap::pck_crl_url(question.sites.intel, *platform.ca),
                            std::string(dcap::pck_crl_chain_header)});
    need.file = "dcap-pck-ca-" + std::string(dcap::pck_ca_name(*platform.ca)) + ".pem";
    need.role = role::certificate;
  }
  return offers.settle(std::move(need));
}

Need signer_need(const NeedsQuestion& question, const DcapPlatform& platform) {
  Offers offers(question.at);
  for (const Certificate& certificate : question.material.certificates())
    if (certificate.subject_common_name == signer_name) offers.add(certificate);
  return offers.settle({.id = "dcap.tcb_signer",
                        .what = "TCB signing certificate and its root",
                        .origins = {{dcap::qe_identity_url(question.sites.intel, platform.tee),
                                     std::string(dcap::identity_chain_header)}},
                        .file = "dcap-tcb-signer.pem",
                        .role = role::certificate});
}

Need list_need(const NeedsQuestion& question, const DcapPlatform& platform) {
  Need need{.id = "dcap.pck_crl", .what = "revocation list of the PCK CA"};
  if (platform.ca) {
    const std::string ca(dcap::pck_ca_name(*platform.ca));
    need.what += ", " + ca;
    need.origins.push_back({dcap::pck_crl_url(question.sites.intel, *platform.ca)});
    need.file = "dcap-pck-crl-" + ca + ".der";
    need.role = role::crl;
  }
  Offers offers(question.at);
  for (const crypto::Crl& crl : question.material.crls()) {
    if (platform.leaf && crl.issuer == platform.leaf->issuer) {
      offers.add(crl);
    } else if (crl.issuer_common_name.starts_with(ca_stem)) {
      offers.add_other(name_of(crl), "of another CA than the platform's");
    }
  }
  return offers.settle(std::move(need));
}

Need root_list_need(const NeedsQuestion& question) {
  Offers offers(question.at);
  for (const crypto::Crl& crl : question.material.crls())
    if (crl.issuer_common_name == root_name) offers.add(crl);
  return offers.settle({.id = "dcap.root_crl",
                        .what = "revocation list of Intel's root",
                        .origins = {{dcap::root_crl_url(question.sites.intel_certificates)}},
                        .file = "dcap-root-crl.der",
                        .role = role::crl});
}

}  // namespace

Result<Needs> dcap_needs(const NeedsQuestion& question) {
  AH_ASSIGN(const DcapPlatform platform, dcap_platform(question));
  Needs needs;
  needs.push_back(certificate_need(question, platform));
  needs.push_back(authority_need(question, platform));
  needs.push_back(tcb_info_need(question, platform));
  needs.push_back(identity_need(question, platform));
  needs.push_back(signer_need(question, platform));
  needs.push_back(list_need(question, platform));
  needs.push_back(root_list_need(question));
  return needs;
}

}  // namespace anchorhold::verifier

#include "verifier/needs/dcap_platform.h"

#include <algorithm>

#include "evidence/dcap/quote.h"

namespace anchorhold::verifier {
namespace {

using crypto::Certificate;
using dcap::CertificationType;

bool is_pck_certificate(const Certificate& certificate) {
  return certificate.find_extension(dcap::sgx_extension_oid) != nullptr;
}

// The given PCK certificate whose key signed the quoting enclave's report.
const Certificate* find_signer(const dcap::QeCertification& qe, std::span<const Certificate> pool) {
  constexpr crypto::SignatureScheme scheme = {crypto::SignatureKind::ecdsa,
                                              crypto::HashKind::sha256};
  const auto found = std::ranges::find_if(pool, [&](const Certificate& candidate) {
    return is_pck_certificate(candidate) &&
           crypto::verify(candidate.key, scheme, qe.report_bytes, qe.signature);
  });
  return found == pool.end() ? nullptr : &*found;
}

Status read_inside(const dcap::CertificationData& data, crypto::CertificateCache* cache,
                   DcapPlatform& platform) {
  AH_ASSIGN(platform.certificates,
            crypto::parse_certificates("certificates of the quote", data.bytes, cache));
  const auto leaf = std::ranges::find_if(platform.certificates, is_pck_certificate);
  if (leaf != platform.certificates.end()) platform.leaf = *leaf;
  platform.leaf_inside = platform.leaf.has_value();
  return {};
}

Status read_leaf(DcapPlatform& platform) {
  const Certificate& leaf = *platform.leaf;
  AH_ASSIGN(platform.pck,
            dcap::parse_pck_extension(leaf.find_extension(dcap::sgx_extension_oid)->value));
  const bool processor = leaf.issuer_common_name.find("Processor") != std::string::npos;
  platform.ca = processor ? dcap::PckCa::processor : dcap::PckCa::platform;
  return {};
}

}  // namespace

Result<DcapPlatform> dcap_platform(const NeedsQuestion& question) {
  AH_ASSIGN(const auto parsed, dcap::parse_quote(question.evidence));
  const dcap::Quote& quote = parsed.claimed();
  const dcap::CertificationData& data = quote.qe.inner;
  DcapPlatform platform;
  platform.tee = quote.header.tee;
  if (data.type <= CertificationType::ppid_rsa3072) {
    AH_ASSIGN(platform.name, dcap::read_pck_name(data));
    platform.encrypted_for_intel = data.type == CertificationType::ppid_rsa3072;
    const Certificate* signer = find_signer(quote.qe, question.material.certificates());
    if (signer != nullptr) platform.leaf = *signer;
  } else {
    AH_TRY(read_inside(data, question.cache, platform));
  }
  if (platform.leaf) AH_TRY(read_leaf(platform));
  return platform;
}

}  // namespace anchorhold::verifier

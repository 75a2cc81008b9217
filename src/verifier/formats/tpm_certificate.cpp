#include <algorithm>

#include "evidence/tpm/checks.h"
#include "evidence/tpm/key_certificate.h"
#include "evidence/tpm/verify.h"
#include "verifier/format.h"

namespace anchorhold::verifier {
namespace {

// Extended key usages of TPM keys (TCG EK Credential Profile, section 3.2.16).
constexpr std::string_view ek_usage = "2.23.133.8.1";
constexpr std::string_view ak_usage = "2.23.133.8.3";

bool is_key_certificate(ByteView evidence) {
  const auto chain = crypto::parse_certificates("certificate", evidence);
  if (!chain.ok() || chain->size() != 1) return false;
  const crypto::Certificate& certificate = chain->front();
  const auto gce = tpm::gce_instance_of(certificate);
  return (gce.ok() && gce->has_value()) ||
         std::ranges::any_of(certificate.extended_key_usage, [](const std::string& usage) {
           return usage == ek_usage || usage == ak_usage;
         });
}

// A certificate that is for a signing key is judged as an attestation key's, any other as an
// endorsement key's.
Verification verify_tpm_certificate(const Request& request) {
  const auto chain = crypto::parse_certificates("certificate", request.evidence);
  if (!chain.ok() || chain->empty()) {
    CheckRun run(tpm::certificate_table());
    run.fail(tpm::ak_usage_check, "certificate",
             chain.ok() ? "there is none" : chain.error().to_string());
    return unreadable(std::move(run));
  }
  tpm::CertificateInputs inputs{.certificates = request.material.certificates(),
                                .crls = request.material.crls(),
                                .require_crl = request.require_crl};
  const std::span<const crypto::Certificate> leaf(chain->data(), 1);
  if (tpm::check_ak_usage(chain->front()).ok()) {
    inputs.ak_certificates = leaf;
  } else {
    inputs.ek_certificates = leaf;
  }
  return tpm::verify_certificates(inputs, request.anchors.keys, request.at, request.cache);
}

}  // namespace

const Format tpm_certificate_format = {"tpm-certificate", "certificate of a TPM key",
                                       is_key_certificate, verify_tpm_certificate,
                                       tpm::certificate_table};

}  // namespace anchorhold::verifier

#pragma once
// What certificates of TPM keys are for: attestation keys (AK) sign quotes, endorsement keys (EK)
// only decrypt.

#include "base/result.h"
#include "claims/claims.h"
#include "crypto/x509.h"
#include "evidence/tpm/gce_instance.h"

namespace anchorhold::tpm {

// check_ak_usage: whether a certificate is for an attestation key: no CA, keyUsage digitalSignature
// and neither encipherment nor key agreement; extendedKeyUsage absent, or tcg-kp-AIKCertificate, or
// tcg-kp-EKCertificate, which Google writes into both. Errors are denied. Source: TCG EK Credential
// Profile section 3.2.16; google/go-tpm-tools.
Status check_ak_usage(const crypto::Certificate& certificate);

// check_ek_usage: whether it is for an endorsement key: no CA, keyUsage keyEncipherment or
// keyAgreement and not digitalSignature; extendedKeyUsage absent or tcg-kp-EKCertificate.
Status check_ek_usage(const crypto::Certificate& certificate);

// gce_instance_of: Google's instance information; nullopt when the certificate has none.
Result<std::optional<GceInstance>> gce_instance_of(const crypto::Certificate& certificate);

// add_instance_claims: zone, project_number, project_id, instance_id, instance_name,
// security_version and is_production as vendor claims, and the platform's name.
void add_instance_claims(const GceInstance& instance, Claims& claims);

}  // namespace anchorhold::tpm

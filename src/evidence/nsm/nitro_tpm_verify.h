#pragma once
// Verification of NitroTPM documents.

#include <span>

#include "base/time.h"
#include "claims/verification.h"
#include "crypto/certificate_cache.h"
#include "evidence/nsm/anchor.h"

namespace anchorhold::nsm {

// verify_tpm_document: proves that the holder of the leaf's key signed these bytes, that the leaf
// chains link by link to the root that one of `anchors` names, that every certificate was valid at
// `at`, and that leaf and issuer bear the names of this virtual TPM and its instance. The TEE is
// always nitro_tpm; rooted in hardware only below the AWS root. What the registers must be, whether
// secure boot was on (register 7), freshness and bound values are left to appraise. `cache` may be
// null. Checks: tpm_check_table(). Source: Amazon EC2 User Guide, "Validate a NitroTPM Attestation
// Document".
anchorhold::Verification verify_tpm_document(ByteView bytes, std::span<const Anchor> anchors,
                                             Time at, crypto::CertificateCache* cache);

}  // namespace anchorhold::nsm

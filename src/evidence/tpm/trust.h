#pragma once
// Trust in a TPM's key: the findings about the path from its certificate to an anchor.

#include <string>

#include "base/check.h"
#include "claims/claims.h"
#include "evidence/tpm/certificate_path.h"

namespace anchorhold::tpm {

// TrustInputs: what keys are judged by. `cache` may be null.
struct TrustInputs {
  std::span<const crypto::Certificate> certificates;  // intermediates and roots, in any order
  std::span<const crypto::Crl> crls;
  std::span<const GivenAnchor> given;
  Time at;
  bool require_crl = false;  // every certificate of a path needs its issuer's list
  crypto::CertificateCache* cache = nullptr;
};

// Trust: at which anchor a key's path ends.
struct Trust {
  bool vendor_root = false;  // one that is compiled in
  Digest256 root{};          // SHA-256 of the anchor's certificate, or of the key's SPKI
};

// judge_certificate: the findings tpm.ak.root, validity, chain, crl and revocation about one
// certificate. nullopt when no path was found.
std::optional<Trust> judge_certificate(CheckRun& run, const std::string& subject,
                                       const crypto::Certificate& certificate,
                                       const TrustInputs& inputs);

// judge_instance: the finding tpm.instance; what it says is added to `claims`.
void judge_instance(CheckRun& run, const std::string& subject,
                    const crypto::Certificate& certificate, Claims& claims);

}  // namespace anchorhold::tpm

#pragma once
// Certificates that one of IBM's signing certificates issued.

#include "evidence/ibmse/signer.h"

namespace anchorhold::ibmse {

// judge_document: every check of the signer and of the document; the root when all of them passed.
std::optional<Rooted> judge_document(const crypto::Certificate& document, SignerRule rule,
                                     const Endorsements& endorsements,
                                     std::span<const GivenAnchor> given, Time at,
                                     crypto::CertificateCache* cache, CheckRun& run);

}  // namespace anchorhold::ibmse

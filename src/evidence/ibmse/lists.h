#pragma once
// Revocation lists of IBM's signing certificates: of all that are given, the authentic ones count,
// and there must be one.

#include <span>

#include "base/time.h"
#include "crypto/crl.h"

namespace anchorhold::ibmse {

// consult_signer_lists: the lists of a signing certificate, which is no CA and whose keyUsage does
// not speak of lists; its lists may spell its name as same_name() allows.
crypto::Consulted consult_signer_lists(const crypto::Certificate& document,
                                       const crypto::Certificate& signer,
                                       std::span<const crypto::Crl> crls, Time at,
                                       crypto::CertificateCache* cache);

}  // namespace anchorhold::ibmse

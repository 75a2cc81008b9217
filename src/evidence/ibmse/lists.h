#pragma once
// Revocation lists by IBM's rules: of all that are given for an issuer, the authentic ones count,
// and there must be one.

#include <optional>
#include <span>

#include "base/time.h"
#include "crypto/crl.h"

namespace anchorhold::ibmse {

// Consulted: what the lists say of one certificate.
struct Consulted {
  size_t authentic = 0;
  bool revoked = false;
  std::optional<Error> refused = {};  // why a list did not count
};

// consult_ca_lists: the lists of a CA.
Consulted consult_ca_lists(const crypto::Certificate& certificate,
                           const crypto::Certificate& issuer, std::span<const crypto::Crl> crls,
                           Time at, crypto::CertificateCache* cache);

// consult_signer_lists: the lists of a signing certificate, which is no CA and whose keyUsage does
// not speak of lists; its lists may spell its name as same_name() allows.
Consulted consult_signer_lists(const crypto::Certificate& document,
                               const crypto::Certificate& signer, std::span<const crypto::Crl> crls,
                               Time at, crypto::CertificateCache* cache);

}  // namespace anchorhold::ibmse

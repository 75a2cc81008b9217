#pragma once
// Paths from a TPM key's certificate to an anchor, through certificates in no order.

#include <optional>
#include <span>
#include <vector>

#include "claims/anchor.h"
#include "crypto/crl.h"
#include "crypto/x509_path.h"

namespace anchorhold::tpm {

// CertificatePath: leaf first, without the anchor. Pointers into what find_path was given.
struct CertificatePath {
  std::vector<const crypto::Certificate*> certificates;
  const crypto::Certificate* anchor = nullptr;
};

// find_path: a path whose signatures hold, else one by names and key identifiers alone, so that
// there is something to refuse; compiled-in roots are preferred to given anchors. Nothing is proven
// for the caller. nullopt when no path ends at an anchor. At most 8 certificates, and 64 signatures
// for each kind of anchor.
std::optional<CertificatePath> find_path(const crypto::Certificate& leaf,
                                         std::span<const crypto::Certificate> pool,
                                         std::span<const GivenAnchor> given,
                                         crypto::CertificateCache* cache);

// check_dates: whether all certificates, the anchor's included, are valid at `at`. Errors are
// denied.
Status check_dates(const CertificatePath& path, Time at);

// verify_links: names, signatures, CA flags, key usages, path lengths, from the anchor to the leaf;
// the dates too. Keys: RSA, P-256, P-384; signatures with SHA-256 or better. Source: RFC 5280
// section 6.1.
Status verify_links(const CertificatePath& path, Time at, crypto::CertificateCache* cache);

// Revocation: what the given CRLs say of a path.
struct Revocation {
  size_t lists = 0;                          // authentic ones, by issuers of the path
  std::optional<Error> trouble = {};         // the first issuer of whose lists none is authentic
  std::optional<std::string> unlisted = {};  // the first certificate for which there is no list
  Status revoked = {};                       // the first certificate that is revoked
};

// check_revocation: asks every list whose issuer stands in the path. Source: RFC 5280 section 6.3.
Revocation check_revocation(const CertificatePath& path, std::span<const crypto::Crl> crls, Time at,
                            crypto::CertificateCache* cache);

}  // namespace anchorhold::tpm

#pragma once
// The certification path of a report's key: from AMD's root, or one that the caller names, over the
// ASK or ASVK to the VCEK or VLEK.

#include <optional>
#include <span>

#include "base/check.h"
#include "claims/anchor.h"
#include "crypto/certificate_cache.h"
#include "crypto/crl.h"
#include "crypto/x509.h"
#include "evidence/snp/product.h"

namespace anchorhold::snp {

// Chain: three certificates that belong together. `amd` is the line of processors whose pinned root
// this is; none for a root that the caller named.
struct Chain {
  const crypto::Certificate* leaf = nullptr;
  const crypto::Certificate* intermediate = nullptr;
  const crypto::Certificate* root = nullptr;
  std::optional<Product> amd;
};

// find_chain: picks issuer and root from the pool by name and key: among several of one name (AMD
// has issued a second ASK for Genoa) the one whose key made the signature. Judges
// snp.certificates and snp.chain.root; nullopt when one of them failed. The pool must outlive the
// chain.
std::optional<Chain> find_chain(const crypto::Certificate& leaf,
                                std::span<const crypto::Certificate> pool,
                                std::span<const GivenAnchor> given, crypto::CertificateCache* cache,
                                CheckRun& run);

// prove_chain: judges snp.chain.links and snp.chain.validity; false when a link does not hold.
bool prove_chain(const Chain& chain, Time at, crypto::CertificateCache* cache, CheckRun& run);

// judge_revocation: judges snp.crl and snp.revocation by the lists that are the root's; AMD's roots
// revoke ASKs and ASVKs, and nobody revokes VCEKs.
void judge_revocation(const Chain& chain, std::span<const crypto::Crl> crls, bool required, Time at,
                      crypto::CertificateCache* cache, CheckRun& run);

}  // namespace anchorhold::snp

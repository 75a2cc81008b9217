#pragma once
// The certificate chain of a document: from the pinned root down to the leaf.

#include <optional>
#include <span>

#include "base/finding.h"
#include "base/time.h"
#include "crypto/certificate_cache.h"
#include "evidence/nsm/document.h"

namespace anchorhold::nsm {

// ProvenLeaf: a leaf that was proven to descend from the root of its chain.
struct ProvenLeaf {
  crypto::PublicKey key;
  std::string common_name;
  std::string issuer_common_name;
  // The span in which the leaf and all certificates above it are valid.
  Time not_before;
  Time not_after;
};

// prove_chain: judges the chain of `leaf` below cabundle[0], which the caller has found to be the
// anchor's root: adds nsm.chain.certificates, nsm.chain.links and nsm.chain.validity. The leaf
// comes back when the first two passed, even when the dates did not, so that the signature can
// still be judged. `cache` may be null. It remembers proven issuers and leaves by a digest over the
// chain from the root down to them, so that one answers only for the very same bytes under the very
// same root; the span of their validity is held against `at` each time.
std::optional<ProvenLeaf> prove_chain(ByteView leaf, std::span<const Bytes> cabundle, Time at,
                                      crypto::CertificateCache* cache, Findings& findings);

}  // namespace anchorhold::nsm

#pragma once
// The certificate chain of a document: from the pinned root down to the leaf.

#include <optional>
#include <span>

#include "base/finding.h"
#include "evidence/nsm/chain_cache.h"
#include "evidence/nsm/document.h"

namespace anchorhold::nsm {

// prove_chain: judges the chain of `leaf` below cabundle[0], which the caller has found to be the
// anchor's root: adds nsm.chain.certificates, nsm.chain.links and nsm.chain.validity. The leaf
// comes back when the first two passed, even when the dates did not, so that the signature can
// still be judged. `cache` may be null.
std::optional<ProvenLeaf> prove_chain(ByteView leaf, std::span<const Bytes> cabundle, Time at,
                                      ChainCache* cache, Findings& findings);

}  // namespace anchorhold::nsm

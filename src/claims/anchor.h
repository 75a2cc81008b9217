#pragma once
// Anchors that a caller gives. Vendors' own roots are compiled into the module of each format and
// are not among them.

#include <span>
#include <vector>

#include "base/bytes.h"

namespace anchorhold {

// GivenAnchor: a key that the caller trusts from elsewhere, by the SHA-256 of its DER
// SubjectPublicKeyInfo. Evidence that ends at one is never called rooted in hardware: the caller
// vouches for it, no vendor does.
struct GivenAnchor {
  Digest256 spki_sha256{};
  bool operator==(const GivenAnchor&) const = default;
};

// names: whether one of the anchors is the key with this SPKI digest.
bool names(std::span<const GivenAnchor> anchors, const Digest256& spki_sha256);

}  // namespace anchorhold

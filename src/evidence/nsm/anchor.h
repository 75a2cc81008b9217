#pragma once
// Trust anchors of NSM documents. The type of the anchor at which a chain ends is the only thing
// that says whether a document comes from Nitro hardware or from a software TEE.

#include <span>
#include <variant>

#include "base/bytes.h"

namespace anchorhold::nsm {

// NitroAnchor: the AWS Nitro Enclaves root G1, compiled in by its SHA-256. There is no way to name
// another one.
struct NitroAnchor {
  bool operator==(const NitroAnchor&) const = default;
};

// SoftwareAnchor: a root that a caller names by the SHA-256 of its DER. Never rooted in hardware,
// whatever a document below it says of itself.
struct SoftwareAnchor {
  Digest256 root;
  bool operator==(const SoftwareAnchor&) const = default;
};

using Anchor = std::variant<NitroAnchor, SoftwareAnchor>;

// nitro_root: SHA-256 of the DER of "CN=aws.nitro-enclaves", valid from 2019-10-28 to 2049-10-28.
const Digest256& nitro_root();

// root_of: the SHA-256 that the root's DER must have.
const Digest256& root_of(const Anchor& anchor);

// find_anchor: the anchor that names `root`, or null. A software anchor that names the AWS root is
// none: it would call hardware software.
const Anchor* find_anchor(const Digest256& root, std::span<const Anchor> anchors);

}  // namespace anchorhold::nsm

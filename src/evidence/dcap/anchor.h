#pragma once
// Intel's SGX Root CA.

#include <optional>
#include <span>

#include "claims/anchor.h"

namespace anchorhold::dcap {

// AnchorKind: who vouches for a root.
enum class AnchorKind : uint8_t { intel, given };

// intel_root: SHA-256 of the SubjectPublicKeyInfo of Intel's SGX Root CA, which also signs for TDX.
// Pre-production roots bear the same name with another key. Source:
// https://certificates.trustedservices.intel.com/Intel_SGX_Provisioning_Certification_RootCA.cer
const Digest256& intel_root();

// anchor_of: what the key with this SPKI digest is: Intel's root, one of `given`, or neither.
// Intel's own stays Intel's when it is also given.
std::optional<AnchorKind> anchor_of(const Digest256& spki_sha256,
                                    std::span<const GivenAnchor> given);

}  // namespace anchorhold::dcap

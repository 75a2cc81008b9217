#pragma once
// AMD's root keys (ARK), compiled in. A report's own chain ends below them, so that their keys, and
// not only their digests, must be known here.

#include <optional>
#include <span>

#include "crypto/x509.h"
#include "evidence/snp/product.h"

namespace anchorhold::snp {

// root_pin: SHA-256 of the root key's SubjectPublicKeyInfo.
const Digest256& root_pin(Product product);

// amd_root: the self-signed ARK certificate that the KDS publishes; its key is the pinned one.
const crypto::Certificate& amd_root(Product product);

// amd_root_of: whose root key this is, if it is one of AMD's.
std::optional<Product> amd_root_of(const crypto::SubjectKey& key);

}  // namespace anchorhold::snp

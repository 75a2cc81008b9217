#pragma once
// Who signed: the certificates from a signing key up to a root, out of a pool in any order.

#include <span>
#include <vector>

#include "crypto/certificate_cache.h"
#include "crypto/x509.h"

namespace anchorhold::nvgpu {

// SignerPath: nothing in it is proven but `signature_good`.
struct SignerPath {
  std::vector<const crypto::Certificate*> certificates;  // leaf first; points into the pool
  bool signature_good = false;                           // the leaf's key signed the message
  bool ends_at_root = false;                             // the last certificate is self-issued

  bool complete() const { return certificates.size() > 1 && ends_at_root; }
};

// find_signer: among the certificates that issued no other in the pool, the one whose P-384 key
// signed `message` with SHA-384, else the first; and the path above it by issuer names. An empty
// path when the pool has nothing but roots. Certificates on no path are ignored. `cache`
// remembers the path's signatures, never the one over `message`. It may be null.
SignerPath find_signer(std::span<const crypto::Certificate> pool, ByteView message,
                       ByteView signature, crypto::CertificateCache* cache);

}  // namespace anchorhold::nvgpu

#pragma once
// A manifest as it was given, and what its bytes alone prove.

#include <memory>

#include "crypto/certificate_cache.h"
#include "evidence/nvgpu/rim.h"
#include "evidence/nvgpu/signer.h"

namespace anchorhold::nvgpu {

// ProvenRim: what was found out about a manifest. Whether its root is trusted and its certificates
// are valid is for each verification to judge.
struct ProvenRim {
  Rim rim;
  bool digest_good = false;  // SignedInfo names the digest of the content
  SignerPath path = {};      // of who signed SignedInfo; points into `rim`
  Status links = {};         // prove_links() of the path

  bool all_good() const { return digest_good && path.signature_good && links.ok(); }
};

class Manifest {
 public:
  // read: parse_rim(), unless `cache` remembers these very bytes. `cache` may be null.
  static Result<Manifest> read(std::string_view object, ByteView document,
                               crypto::CertificateCache* cache);

  // rim: a reference that holds until prove().
  const Rim& rim() const { return proven_ == nullptr ? rim_ : proven_->rim; }

  // prove: makes every check that needs nothing but the manifest, once: `cache` remembers one of
  // which all holds. It stays in force as long as the manifest.
  const ProvenRim& prove(crypto::CertificateCache* cache);

 private:
  Rim rim_ = {};  // until it is proven
  Digest256 document_{};
  size_t document_size_ = 0;
  std::shared_ptr<const ProvenRim> proven_ = nullptr;
};

}  // namespace anchorhold::nvgpu

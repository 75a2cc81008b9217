#include "evidence/nvgpu/manifest.h"

#include <algorithm>

#include "crypto/hash.h"
#include "evidence/nvgpu/chain.h"

namespace anchorhold::nvgpu {

Result<Manifest> Manifest::read(std::string_view object, ByteView document,
                                crypto::CertificateCache* cache) {
  Manifest out;
  if (cache != nullptr) {
    out.document_ = crypto::sha256(document);
    out.document_size_ = document.size();
    out.proven_ = cache->recall<ProvenRim>(out.document_);
  }
  if (out.proven_ == nullptr) {
    AH_ASSIGN(out.rim_, parse_rim(object, document, cache));
  }
  return out;
}

const ProvenRim& Manifest::prove(crypto::CertificateCache* cache) {
  if (proven_ != nullptr) return *proven_;
  auto found = std::make_shared<ProvenRim>(ProvenRim{.rim = std::move(rim_)});
  const Rim& rim = found->rim;
  found->digest_good = std::ranges::equal(crypto::sha384(rim.content), rim.stated_digest);
  found->path = find_signer(rim.certificates, rim.signed_info, rim.signature, cache);
  found->links = prove_links(found->path, cache);
  proven_ = std::move(found);
  if (cache != nullptr && proven_->all_good())
    cache->remember_fact(document_, proven_, document_size_);
  return *proven_;
}

}  // namespace anchorhold::nvgpu

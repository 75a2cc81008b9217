#include "crypto/certificate_cache.h"

#include "crypto/hash.h"

namespace anchorhold::crypto {
namespace {

// The statement "this key signed a message of this digest in this way". Every part but the last has
// a length that those before it fix, so that no two statements are the same bytes.
Digest256 statement_of(const SubjectKey& key, SignatureScheme scheme, ByteView digest,
                       ByteView signature) {
  const uint8_t how[] = {static_cast<uint8_t>(scheme.kind), static_cast<uint8_t>(scheme.hash),
                         static_cast<uint8_t>(scheme.salt)};
  return sha256({key.spki_sha256(), how, digest, signature});
}

}  // namespace

const Certificate* CertificateCache::find(const Digest256& der_digest) const {
  const auto found = certificates_.find(der_digest);
  return found == certificates_.end() ? nullptr : &found->second;
}

void CertificateCache::remember(const Digest256& der_digest, const Certificate& certificate) {
  if (certificate_capacity_ == 0) return;
  if (certificates_.size() >= certificate_capacity_) certificates_.clear();
  certificates_.insert_or_assign(der_digest, certificate);
}

void CertificateCache::remember_proven(const Digest256& statement) {
  if (signature_capacity_ == 0) return;
  if (signatures_.size() >= signature_capacity_) signatures_.clear();
  signatures_.insert(statement);
}

void CertificateCache::insert_fact(const Digest256& about, std::any value, size_t bytes) {
  if (fact_capacity_ == 0 || bytes > fact_bytes_capacity_) return;
  bytes += fact_overhead;
  if (bytes > fact_bytes_capacity_) return;
  if (const auto found = facts_.find(about); found != facts_.end()) {
    fact_bytes_ -= found->second.bytes;
    facts_.erase(found);
  }
  if (facts_.size() >= fact_capacity_ || fact_bytes_ + bytes > fact_bytes_capacity_) {
    facts_.clear();
    fact_bytes_ = 0;
  }
  fact_bytes_ += bytes;
  facts_.emplace(about, Fact{std::move(value), bytes});
}

bool verify_cached(const SubjectKey& key, SignatureScheme scheme, ByteView message,
                   ByteView signature, CertificateCache* cache) {
  if (cache == nullptr) return verify(key, scheme, message, signature);
  const Bytes digest = hash(scheme.hash, message);
  const Digest256 statement = statement_of(key, scheme, digest, signature);
  if (cache->proven(statement)) return true;
  const bool right = scheme.kind == SignatureKind::eddsa
                         ? verify(key, scheme, message, signature)
                         : verify_digest(key, scheme, digest, signature);
  if (right) cache->remember_proven(statement);
  return right;
}

}  // namespace anchorhold::crypto

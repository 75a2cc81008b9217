#pragma once
// CertificateCache: what was already worked out about certificates, CRLs and signed collateral, so
// that the next evidence of the same platform costs fewer signature checks.

#include <cstddef>
#include <map>
#include <set>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/subject_key.h"
#include "crypto/x509.h"

namespace anchorhold::crypto {

// CertificateCache is a value that its caller owns; use it from one thread at a time. It holds
// facts that do not change: how a certificate reads, and that a signature is right. Dates,
// revocation and trust are judged anew each time. A full cache forgets everything, so that its size
// is bounded.
class CertificateCache {
 public:
  explicit CertificateCache(size_t certificates = 256, size_t signatures = 4096)
      : certificate_capacity_(certificates), signature_capacity_(signatures) {}

  // The certificate of these bytes, or null. It lives until the next remember().
  const Certificate* find(const Digest256& der_digest) const;
  void remember(const Digest256& der_digest, const Certificate& certificate);

  // Whether this statement about a signature was proven: see verify_cached.
  bool proven(const Digest256& statement) const { return signatures_.contains(statement); }
  void remember_proven(const Digest256& statement);

  size_t certificates() const { return certificates_.size(); }
  size_t signatures() const { return signatures_.size(); }

 private:
  size_t certificate_capacity_;
  size_t signature_capacity_;
  std::map<Digest256, Certificate> certificates_;
  std::set<Digest256> signatures_;
};

// verify_cached: verify(), remembering success under SHA-256 of key, scheme, message digest and
// signature. For what a platform's evidence has in common: certificates, CRLs, collateral; never
// for the evidence's own signature, which is new each time. `cache` may be null.
bool verify_cached(const SubjectKey& key, SignatureScheme scheme, ByteView message,
                   ByteView signature, CertificateCache* cache);

}  // namespace anchorhold::crypto

#pragma once
// CertificateCache: what was already worked out about certificates, CRLs and signed collateral, so
// that the next evidence of the same platform costs fewer signature checks.

#include <any>
#include <cstddef>
#include <map>
#include <memory>
#include <set>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/subject_key.h"
#include "crypto/x509.h"

namespace anchorhold::crypto {

// CertificateCache is a value that its caller owns; use it from one thread at a time. It holds
// facts that do not change: how a certificate reads, that a signature is right, and what a format
// has worked out of bytes alone. Dates, revocation and trust are judged anew each time. Where it is
// full it forgets everything of that kind, so that its size is bounded whoever sends the evidence.
class CertificateCache {
 public:
  // `fact_bytes`: of all the bytes that remembered facts were worked out of, and fact_overhead for
  // each of them.
  explicit CertificateCache(size_t certificates = 256, size_t signatures = 4096,
                            size_t facts = 1024, size_t fact_bytes = size_t{4} << 20)
      : certificate_capacity_(certificates),
        signature_capacity_(signatures),
        fact_capacity_(facts),
        fact_bytes_capacity_(fact_bytes) {}

  // fact_overhead: what a fact weighs however little it follows from: its place, its keys.
  static constexpr size_t fact_overhead = 1024;

  // The certificate of these bytes, or null. It lives until the next remember().
  const Certificate* find(const Digest256& der_digest) const;
  void remember(const Digest256& der_digest, const Certificate& certificate);

  // Whether this statement about a signature was proven: see verify_cached.
  bool proven(const Digest256& statement) const { return signatures_.contains(statement); }
  void remember_proven(const Digest256& statement);

  // recall: what was remembered under this digest, or null. `T` is a type of the format's own,
  // which says what was proven of it; the digest covers everything that it follows from.
  template <class T>
  std::shared_ptr<const T> recall(const Digest256& about) const {
    const auto found = facts_.find(about);
    if (found == facts_.end()) return nullptr;
    const auto* fact = std::any_cast<std::shared_ptr<const T>>(&found->second.value);
    return fact == nullptr ? nullptr : *fact;
  }
  // remember_fact: `bytes` is the size of what it was worked out of. It takes the place of what was
  // remembered under the same digest.
  template <class T>
  void remember_fact(const Digest256& about, std::shared_ptr<const T> fact, size_t bytes) {
    insert_fact(about, std::move(fact), bytes);
  }

  size_t certificates() const { return certificates_.size(); }
  size_t signatures() const { return signatures_.size(); }
  size_t facts() const { return facts_.size(); }
  size_t fact_bytes() const { return fact_bytes_; }

 private:
  struct Fact {
    std::any value;
    size_t bytes;  // what it counts for
  };

  void insert_fact(const Digest256& about, std::any value, size_t bytes);

  size_t certificate_capacity_;
  size_t signature_capacity_;
  size_t fact_capacity_;
  size_t fact_bytes_capacity_;
  size_t fact_bytes_ = 0;
  std::map<Digest256, Certificate> certificates_;
  std::set<Digest256> signatures_;
  std::map<Digest256, Fact> facts_;
};

// verify_cached: verify(), remembering success under SHA-256 of key, scheme, message digest and
// signature. For what a platform's evidence has in common: certificates, CRLs, collateral; never
// for the evidence's own signature, which is new each time. `cache` may be null.
bool verify_cached(const SubjectKey& key, SignatureScheme scheme, ByteView message,
                   ByteView signature, CertificateCache* cache);

}  // namespace anchorhold::crypto

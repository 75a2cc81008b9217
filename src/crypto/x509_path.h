#pragma once
// Certification paths (RFC 5280 section 6.1) as a pure function of the certificates, the anchor and
// a time. No name constraints, policies or revocation: certificates whose critical extensions
// demand those are refused.

#include <span>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "crypto/certificate_cache.h"
#include "crypto/x509.h"

namespace anchorhold::crypto {

// PathRules: what a family of certificates promises, beyond what every path must satisfy.
struct PathRules {
  // Of every certificate; the anchor's own signature is not looked at.
  std::vector<KeyKind> keys = {KeyKind::p384};
  std::vector<SignatureScheme> schemes = {{SignatureKind::ecdsa, HashKind::sha384}};
  size_t max_length = 8;               // certificates, anchor and leaf included
  bool anchor_within_validity = true;  // the anchor's own dates count too
  // The leaf's keyUsage must be present and allow digitalSignature.
  bool leaf_digital_signature = true;
  // Dotted object identifiers of critical extensions that the caller evaluates himself.
  std::vector<std::string> understood_critical = {};
};

// within_validity: whether `at` lies in a certificate's validity. notAfter names a whole second,
// which still belongs to it.
inline bool within_validity(Time not_before, Time not_after, Time at) {
  return not_before <= at && at - not_after < std::chrono::seconds(1);
}

// check_validity: the certificate's own dates. Errors are denied and name the certificate.
Status check_validity(const Certificate& certificate, Time at);

// Issuer: a CA certificate that was proven to descend from the anchor, and what it may still issue.
// A value that a caller may keep: it stays proven, at any time between not_before and not_after.
class Issuer {
 public:
  const Certificate& certificate() const { return certificate_; }
  // The span in which this certificate and all above it are valid.
  Time not_before() const { return not_before_; }
  Time not_after() const { return not_after_; }
  bool valid_at(Time time) const { return within_validity(not_before_, not_after_, time); }

 private:
  friend Result<Issuer> trust_anchor(const Certificate&, Time, const PathRules&);
  friend Result<Issuer> verify_ca(const Issuer&, const Certificate&, Time, const PathRules&,
                                  CertificateCache*);
  friend Status verify_leaf(const Issuer&, const Certificate&, Time, const PathRules&,
                            CertificateCache*);
  explicit Issuer(Certificate certificate) : certificate_(std::move(certificate)) {}

  Certificate certificate_;
  Time not_before_ = Time::min();
  Time not_after_ = Time::max();
  size_t depth_ = 1;                     // certificates so far, the anchor included
  std::optional<unsigned> path_length_;  // CA certificates that may still follow; none: no limit
};

// verify_link: proves that `issuer`'s key signed `child`, and that names and key identifiers agree;
// nothing else: no dates, no right to issue. For chains whose vendor has path rules of its own.
// Errors are denied and name the certificate. `cache` may be null, here and below.
Status verify_link(const Certificate& child, const Certificate& issuer, CertificateCache* cache);

// find_issuer: of the certificates that bear the name of the child's issuer, and its key identifier
// where both tell one, that whose key made the child's signature: one that signed itself before one
// that another issued, since both may exist of one root. When none did, the first of them, so that
// there is something to refuse; null when there is none. Tries at most 8. Proves nothing but that
// signature.
const Certificate* find_issuer(const Certificate& child, std::span<const Certificate> pool,
                               CertificateCache* cache);

// trust_anchor: takes `anchor` as trusted because the caller has compared its digest with a pin.
// Its own signature is not looked at; it must be a CA that may sign certificates.
Result<Issuer> trust_anchor(const Certificate& anchor, Time at, const PathRules& rules = {});

// trust_anchor_key: takes `anchor` as trusted because the caller has compared its key with a pin.
// When it is self-issued it must be signed by that key: else anybody could write dates and limits
// around it. Of a certificate that another issued only the key is vouched for.
Result<Issuer> trust_anchor_key(const Certificate& anchor, Time at, const PathRules& rules,
                                CertificateCache* cache);

// verify_ca: proves that `issuer` made `certificate` and that it is a CA in its turn: name, key
// identifiers, signature, validity at `at`, CA bit, keyCertSign, path length. Errors are denied and
// name the certificate.
Result<Issuer> verify_ca(const Issuer& issuer, const Certificate& certificate, Time at,
                         const PathRules& rules = {}, CertificateCache* cache = nullptr);

// verify_leaf: proves that `issuer` made `leaf`, which must not be a CA.
Status verify_leaf(const Issuer& issuer, const Certificate& leaf, Time at,
                   const PathRules& rules = {}, CertificateCache* cache = nullptr);

// verify_path: the whole path at once. `chain` is leaf first, towards the anchor, and does not hold
// the anchor itself.
Status verify_path(std::span<const Certificate> chain, const Certificate& anchor, Time at,
                   const PathRules& rules = {}, CertificateCache* cache = nullptr);

}  // namespace anchorhold::crypto

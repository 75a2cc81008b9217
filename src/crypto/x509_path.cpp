#include "crypto/x509_path.h"

#include <algorithm>

namespace anchorhold::crypto {
namespace {

constexpr size_t most_namesakes = 8;

bool names_agree(const Certificate& child, const Certificate& issuer) {
  return child.issuer == issuer.subject && (!child.authority_key_id || !issuer.subject_key_id ||
                                            child.authority_key_id == issuer.subject_key_id);
}

Error refused(const Certificate& certificate, std::string message) {
  return Error{Code::denied, "certificate '" + certificate.subject_common_name + "'",
               std::move(message)};
}

Error not_allowed(const Certificate& certificate, std::string message, std::string seen) {
  return refused(certificate, std::move(message)).saw(std::move(seen));
}

// What every certificate of a path must satisfy, the anchor included.
Status check_common(const Certificate& certificate, const PathRules& rules) {
  const KeyKind kind = certificate.key.kind();
  if (std::ranges::find(rules.keys, kind) == rules.keys.end()) {
    return not_allowed(certificate, "a key of an algorithm that is not allowed here",
                       std::string(key_kind_name(kind)));
  }
  for (const std::string& oid : certificate.unknown_critical) {
    if (std::ranges::find(rules.understood_critical, oid) == rules.understood_critical.end()) {
      return not_allowed(certificate, "it has a critical extension that is not known", oid);
    }
  }
  return {};
}

// What every certificate below the anchor must satisfy.
Status check_below(const Certificate& certificate, Time at, const PathRules& rules) {
  AH_TRY(check_common(certificate, rules));
  const SignatureScheme scheme = certificate.signature_algorithm;
  if (std::ranges::find(rules.schemes, scheme) == rules.schemes.end()) {
    return not_allowed(certificate, "a signature of an algorithm that is not allowed here",
                       scheme_name(scheme));
  }
  return check_validity(certificate, at);
}

Status check_ca(const Certificate& certificate) {
  if (!certificate.basic_constraints || !certificate.basic_constraints->ca) {
    return refused(certificate, "not a CA").want("basicConstraints with cA TRUE");
  }
  if (!certificate.key_usage || !certificate.key_usage->has(KeyUsage::key_cert_sign)) {
    return refused(certificate, "it may not sign certificates").want("keyUsage with keyCertSign");
  }
  return {};
}

Status check_length(const Certificate& certificate, size_t depth, const PathRules& rules) {
  if (depth <= rules.max_length) return {};
  return refused(certificate, "the path is too long")
      .want("at most " + std::to_string(rules.max_length) + " certificates");
}

}  // namespace

Status check_validity(const Certificate& certificate, Time at) {
  if (within_validity(certificate.not_before, certificate.not_after, at)) return {};
  const bool never = certificate.not_after < certificate.not_before;
  return refused(certificate, never                         ? "its validity ends before it begins"
                              : at < certificate.not_before ? "not yet valid"
                                                            : "expired")
      .want("valid from " + format_time(certificate.not_before) + " to " +
            format_time(certificate.not_after))
      .saw(format_time(at));
}

Status verify_link(const Certificate& certificate, const Certificate& issuer,
                   CertificateCache* cache) {
  if (certificate.issuer != issuer.subject) {
    return refused(certificate, "its issuer is not the certificate above it")
        .want("the subject of '" + issuer.subject_common_name + "'");
  }
  if (certificate.authority_key_id && issuer.subject_key_id &&
      certificate.authority_key_id != issuer.subject_key_id) {
    return refused(
        certificate,
        "its authority key identifier names another key than that of the certificate above it");
  }
  if (!verify_cached(issuer.key, certificate.signature_algorithm, certificate.tbs,
                     certificate.signature, cache)) {
    return refused(certificate,
                   "its signature is not by the key of '" + issuer.subject_common_name + "'");
  }
  return {};
}

const Certificate* find_issuer(const Certificate& child, std::span<const Certificate> pool,
                               CertificateCache* cache) {
  const Certificate* first = nullptr;
  const Certificate* signer = nullptr;
  size_t tried = 0;
  for (const Certificate& candidate : pool) {
    if (&candidate == &child || !names_agree(child, candidate)) continue;
    if (tried++ == most_namesakes) break;
    if (first == nullptr) first = &candidate;
    if (!verify_link(child, candidate, cache).ok()) continue;
    if (verify_link(candidate, candidate, cache).ok()) return &candidate;
    if (signer == nullptr) signer = &candidate;
  }
  return signer != nullptr ? signer : first;
}

Result<Issuer> trust_anchor_key(const Certificate& anchor, Time at, const PathRules& rules,
                                CertificateCache* cache) {
  if (anchor.issuer == anchor.subject) AH_TRY(verify_link(anchor, anchor, cache));
  return trust_anchor(anchor, at, rules);
}

Result<Issuer> trust_anchor(const Certificate& anchor, Time at, const PathRules& rules) {
  AH_TRY(check_common(anchor, rules));
  AH_TRY(check_ca(anchor));
  Issuer issuer(anchor);
  issuer.path_length_ = anchor.basic_constraints->path_length;
  if (rules.anchor_within_validity) {
    AH_TRY(check_validity(anchor, at));
    issuer.not_before_ = anchor.not_before;
    issuer.not_after_ = anchor.not_after;
  }
  return issuer;
}

Result<Issuer> verify_ca(const Issuer& issuer, const Certificate& certificate, Time at,
                         const PathRules& rules, CertificateCache* cache) {
  AH_TRY(check_length(certificate, issuer.depth_ + 1, rules));
  AH_TRY(check_below(certificate, at, rules));
  AH_TRY(check_ca(certificate));
  AH_TRY(verify_link(certificate, issuer.certificate_, cache));

  // RFC 5280 section 6.1.4 (l), (m): a self-issued certificate does not count.
  Issuer next(certificate);
  next.path_length_ = issuer.path_length_;
  if (certificate.issuer != certificate.subject && next.path_length_) {
    if (*next.path_length_ == 0) {
      return refused(certificate, "one CA too many")
          .want("the path length that '" + issuer.certificate_.subject_common_name + "' allows");
    }
    --*next.path_length_;
  }
  if (certificate.basic_constraints->path_length) {
    const unsigned own = *certificate.basic_constraints->path_length;
    next.path_length_ = std::min(next.path_length_.value_or(own), own);
  }
  next.depth_ = issuer.depth_ + 1;
  next.not_before_ = std::max(issuer.not_before_, certificate.not_before);
  next.not_after_ = std::min(issuer.not_after_, certificate.not_after);
  return next;
}

Status verify_leaf(const Issuer& issuer, const Certificate& leaf, Time at, const PathRules& rules,
                   CertificateCache* cache) {
  AH_TRY(check_length(leaf, issuer.depth_ + 1, rules));
  AH_TRY(check_below(leaf, at, rules));
  if (leaf.basic_constraints && leaf.basic_constraints->ca) {
    return refused(leaf, "a CA stands where the leaf should");
  }
  if (rules.leaf_digital_signature &&
      (!leaf.key_usage || !leaf.key_usage->has(KeyUsage::digital_signature))) {
    return refused(leaf, "it may not sign data").want("keyUsage with digitalSignature");
  }
  return verify_link(leaf, issuer.certificate_, cache);
}

Status verify_path(std::span<const Certificate> chain, const Certificate& anchor, Time at,
                   const PathRules& rules, CertificateCache* cache) {
  if (chain.empty()) return Error{Code::invalid_argument, "certificate chain", "it is empty"};
  AH_ASSIGN(Issuer issuer, trust_anchor(anchor, at, rules));
  for (size_t i = chain.size() - 1; i > 0; --i) {
    AH_ASSIGN(issuer, verify_ca(issuer, chain[i], at, rules, cache));
  }
  return verify_leaf(issuer, chain.front(), at, rules, cache);
}

}  // namespace anchorhold::crypto

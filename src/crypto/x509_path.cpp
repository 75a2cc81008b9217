#include "crypto/x509_path.h"

#include <algorithm>

namespace anchorhold::crypto {
namespace {

Error refused(const Certificate& certificate, std::string message) {
  return Error{Code::denied, "certificate '" + certificate.subject_common_name + "'",
               std::move(message)};
}

std::string span_of(const Certificate& certificate) {
  return "valid from " + format_time(certificate.not_before) + " to " +
         format_time(certificate.not_after);
}

Status check_validity(const Certificate& certificate, Time at) {
  if (certificate.not_after < certificate.not_before) {
    return refused(certificate, "its validity ends before it begins").saw(span_of(certificate));
  }
  if (at < certificate.not_before) {
    return refused(certificate, "not yet valid").want(span_of(certificate)).saw(format_time(at));
  }
  // notAfter names a whole second, which still belongs to the validity.
  if (at - certificate.not_after >= std::chrono::seconds(1)) {
    return refused(certificate, "expired").want(span_of(certificate)).saw(format_time(at));
  }
  return {};
}

// What every certificate of a path must satisfy, the anchor included.
Status check_common(const Certificate& certificate, const PathRules& rules) {
  for (Algorithm algorithm : {certificate.key.algorithm(), certificate.signature_algorithm}) {
    if (std::find(rules.algorithms.begin(), rules.algorithms.end(), algorithm) ==
        rules.algorithms.end()) {
      return refused(certificate, "a key or signature of an algorithm that is not allowed here")
          .saw(std::string(algorithm_name(algorithm)));
    }
  }
  if (!certificate.unknown_critical.empty()) {
    return refused(certificate, "it has a critical extension that is not known")
        .saw(certificate.unknown_critical.front());
  }
  return {};
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

Status check_issued(const Certificate& issuer, const Certificate& certificate) {
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
  if (certificate.signature_algorithm != issuer.key.algorithm() ||
      !verify(issuer.key, certificate.tbs, certificate.signature)) {
    return refused(certificate,
                   "its signature is not by the key of '" + issuer.subject_common_name + "'");
  }
  return {};
}

Status check_length(const Certificate& certificate, size_t depth, const PathRules& rules) {
  if (depth <= rules.max_length) return {};
  return refused(certificate, "the path is too long")
      .want("at most " + std::to_string(rules.max_length) + " certificates");
}

}  // namespace

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
                         const PathRules& rules) {
  AH_TRY(check_length(certificate, issuer.depth_ + 1, rules));
  AH_TRY(check_common(certificate, rules));
  AH_TRY(check_validity(certificate, at));
  AH_TRY(check_ca(certificate));
  AH_TRY(check_issued(issuer.certificate_, certificate));

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

Status verify_leaf(const Issuer& issuer, const Certificate& leaf, Time at, const PathRules& rules) {
  AH_TRY(check_length(leaf, issuer.depth_ + 1, rules));
  AH_TRY(check_common(leaf, rules));
  AH_TRY(check_validity(leaf, at));
  if (leaf.basic_constraints && leaf.basic_constraints->ca) {
    return refused(leaf, "a CA stands where the leaf should");
  }
  if (rules.leaf_digital_signature &&
      (!leaf.key_usage || !leaf.key_usage->has(KeyUsage::digital_signature))) {
    return refused(leaf, "it may not sign data").want("keyUsage with digitalSignature");
  }
  return check_issued(issuer.certificate_, leaf);
}

Status verify_path(std::span<const Certificate> chain, const Certificate& anchor, Time at,
                   const PathRules& rules) {
  if (chain.empty()) return Error{Code::invalid_argument, "certificate chain", "it is empty"};
  AH_ASSIGN(Issuer issuer, trust_anchor(anchor, at, rules));
  for (size_t i = chain.size() - 1; i > 0; --i) {
    AH_ASSIGN(issuer, verify_ca(issuer, chain[i], at, rules));
  }
  return verify_leaf(issuer, chain.front(), at, rules);
}

}  // namespace anchorhold::crypto

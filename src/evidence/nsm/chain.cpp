#include "evidence/nsm/chain.h"

#include <algorithm>

#include "crypto/hash.h"
#include "crypto/x509_path.h"
#include "evidence/nsm/checks.h"

namespace anchorhold::nsm {
namespace {

using crypto::Certificate;
using crypto::Issuer;

// The defaults: P-384 keys and ECDSA with SHA-384.
const crypto::PathRules path_rules{.max_length = cabundle_limit + 1};

// ProvenIssuer: a CA that was proven, by these rules, to descend from the root of its chain.
struct ProvenIssuer {
  Issuer issuer;
};

// The chain's digests: the i-th covers the certificates from the root to the i-th, root first.
std::vector<Digest256> chain_digests(ByteView leaf, std::span<const Bytes> cabundle) {
  std::vector<Digest256> out;
  Digest256 above{};
  const auto add = [&](ByteView der) {
    above = crypto::sha256({above, der});
    out.push_back(above);
  };
  for (const Bytes& der : cabundle) add(der);
  add(leaf);
  return out;
}

Result<Certificate> parse_p384(const std::string& object, ByteView der) {
  AH_ASSIGN(Certificate certificate, crypto::parse_certificate(object, der));
  if (certificate.key.kind() != crypto::KeyKind::p384) {
    return Error{Code::unsupported, object, "a key of another kind"}.want("P-384").saw(
        std::string(crypto::key_kind_name(certificate.key.kind())));
  }
  return certificate;
}

Result<std::vector<Certificate>> parse_chain(ByteView leaf_der, std::span<const Bytes> cabundle) {
  std::vector<Certificate> out;
  for (size_t i = 0; i < cabundle.size(); ++i) {
    AH_ASSIGN(Certificate certificate,
              parse_p384("cabundle[" + std::to_string(i) + "]", cabundle[i]));
    out.push_back(std::move(certificate));
  }
  AH_ASSIGN(Certificate leaf, parse_p384("leaf certificate", leaf_der));
  out.push_back(std::move(leaf));
  return out;
}

Finding judge_validity(std::span<const Certificate> chain, Time at) {
  for (const Certificate& certificate : chain) {
    const Status valid = crypto::check_validity(certificate, at);
    if (valid.ok()) continue;
    return failed(validity_check, certificate.subject_common_name, valid.error().to_string());
  }
  return passed(validity_check, chain.back().subject_common_name, format_time(at));
}

// Below the root nothing in these chains issues itself. RFC 5280 would not count such a certificate
// against the path length, so a CA of path length 0 could make itself another.
Status refuse_self_issued(std::span<const Certificate> chain) {
  for (const Certificate& certificate : chain.subspan(1)) {
    if (certificate.issuer != certificate.subject) continue;
    return Error{Code::denied, "certificate '" + certificate.subject_common_name + "'",
                 "it is self-issued and not the root"};
  }
  return {};
}

Result<Issuer> prove_issuer(const Issuer* above, const Certificate& certificate,
                            const Digest256& digest, Time at, crypto::CertificateCache* cache) {
  if (cache != nullptr) {
    const auto known = cache->recall<ProvenIssuer>(digest);
    if (known != nullptr && known->issuer.valid_at(at)) return known->issuer;
  }
  auto issuer = above == nullptr ? crypto::trust_anchor(certificate, at, path_rules)
                                 : crypto::verify_ca(*above, certificate, at, path_rules);
  if (issuer.ok() && cache != nullptr) {
    cache->remember_fact(digest, std::make_shared<const ProvenIssuer>(ProvenIssuer{*issuer}),
                         certificate.der.size());
  }
  return issuer;
}

Result<ProvenLeaf> prove_links(std::span<const Certificate> chain,
                               std::span<const Digest256> digests, Time at,
                               crypto::CertificateCache* cache) {
  AH_TRY(refuse_self_issued(chain));
  AH_ASSIGN(Issuer issuer, prove_issuer(nullptr, chain[0], digests[0], at, cache));
  for (size_t i = 1; i + 1 < chain.size(); ++i) {
    AH_ASSIGN(issuer, prove_issuer(&issuer, chain[i], digests[i], at, cache));
  }
  const Certificate& leaf = chain.back();
  AH_TRY(crypto::verify_leaf(issuer, leaf, at, path_rules));
  ProvenLeaf proven{.key = leaf.key.as_public_key().value(),  // P-384, by path_rules
                    .common_name = leaf.subject_common_name,
                    .issuer_common_name = issuer.certificate().subject_common_name,
                    .not_before = std::max(leaf.not_before, issuer.not_before()),
                    .not_after = std::min(leaf.not_after, issuer.not_after())};
  if (cache != nullptr) {
    cache->remember_fact(digests.back(), std::make_shared<const ProvenLeaf>(proven),
                         leaf.der.size());
  }
  return proven;
}

// The time nearest to `at` at which every certificate is valid: dates are a check of their own, so
// that an expired chain is told from a forged one.
Time nearest_valid(std::span<const Certificate> chain, Time at) {
  Time not_before = chain[0].not_before;
  Time not_after = chain[0].not_after;
  for (const Certificate& certificate : chain) {
    not_before = std::max(not_before, certificate.not_before);
    not_after = std::min(not_after, certificate.not_after);
  }
  return not_before <= not_after ? std::clamp(at, not_before, not_after) : at;
}

}  // namespace

std::optional<ProvenLeaf> prove_chain(ByteView leaf_der, std::span<const Bytes> cabundle, Time at,
                                      crypto::CertificateCache* cache, Findings& findings) {
  const std::vector<Digest256> digests = chain_digests(leaf_der, cabundle);
  const auto known = cache == nullptr ? nullptr : cache->recall<ProvenLeaf>(digests.back());
  if (known != nullptr && crypto::within_validity(known->not_before, known->not_after, at)) {
    findings.add(passed(certificates_check, known->common_name, "as verified before"));
    findings.add(passed(links_check, known->common_name, "as verified before"));
    findings.add(passed(validity_check, known->common_name, format_time(at)));
    return *known;
  }

  const auto parsed = parse_chain(leaf_der, cabundle);
  if (!parsed.ok()) {
    findings.add(failed(certificates_check, parsed.error().object, parsed.error().to_string()));
    findings.add(not_run(links_check, "a certificate cannot be read"));
    findings.add(not_run(validity_check, "a certificate cannot be read"));
    return std::nullopt;
  }
  const std::vector<Certificate>& chain = *parsed;
  const std::string& leaf_name = chain.back().subject_common_name;
  findings.add(
      passed(certificates_check, leaf_name, std::to_string(chain.size()) + " certificates"));

  auto leaf = prove_links(chain, digests, nearest_valid(chain, at), cache);
  findings.add(leaf.ok() ? passed(links_check, leaf_name, "proven link by link")
                         : failed(links_check, leaf.error().object, leaf.error().to_string()));
  findings.add(judge_validity(chain, at));
  if (!leaf.ok()) return std::nullopt;
  return std::move(*leaf);
}

}  // namespace anchorhold::nsm

#include "evidence/tpm/certificate_path.h"

#include <set>

#include "evidence/tpm/anchors.h"

namespace anchorhold::tpm {
namespace {

using crypto::Certificate;

constexpr size_t longest_path = 8;
constexpr size_t most_signatures = 64;
constexpr std::string_view subject_alternative_name = "2.5.29.17";

const crypto::PathRules& rules() {
  using crypto::HashKind;
  using crypto::KeyKind;
  using crypto::SignatureKind;
  // GCE's leaves have an empty subject, and so a critical subjectAltName: it names the TPM's model,
  // on which nothing rests.
  static const crypto::PathRules value = {
      .keys = {KeyKind::rsa, KeyKind::p256, KeyKind::p384},
      .schemes = {{SignatureKind::rsa_pkcs1, HashKind::sha256},
                  {SignatureKind::rsa_pkcs1, HashKind::sha384},
                  {SignatureKind::rsa_pkcs1, HashKind::sha512},
                  {SignatureKind::ecdsa, HashKind::sha256},
                  {SignatureKind::ecdsa, HashKind::sha384}},
      .max_length = longest_path,
      .leaf_digital_signature = false,
      .understood_critical = {std::string(subject_alternative_name)}};
  return value;
}

bool may_have_issued(const Certificate& issuer, const Certificate& child) {
  if (issuer.subject != child.issuer) return false;
  return !child.authority_key_id || !issuer.subject_key_id ||
         *child.authority_key_id == *issuer.subject_key_id;
}

// Linked: by names alone, or by signatures too, an anchor's own included.
enum class Linked { by_name, by_signature };

// Search: depth first; a certificate that led nowhere once is not tried again.
template <class IsAnchor>
class Search {
 public:
  Search(std::span<const Certificate> pool, Linked linked, crypto::CertificateCache* cache,
         IsAnchor is_anchor)
      : pool_(pool), linked_(linked), cache_(cache), is_anchor_(is_anchor) {}

  bool extend(CertificatePath& path) {
    if (path.certificates.size() >= longest_path) return false;
    const Certificate& last = *path.certificates.back();
    for (const Certificate& candidate : pool_) {
      if (tried_.contains(&candidate) || !issued(candidate, last)) continue;
      tried_.insert(&candidate);
      if (is_anchor_(candidate)) {
        path.anchor = &candidate;
        return true;
      }
      path.certificates.push_back(&candidate);
      if (extend(path)) return true;
      path.certificates.pop_back();
    }
    return false;
  }

 private:
  bool issued(const Certificate& candidate, const Certificate& child) {
    if (!may_have_issued(candidate, child)) return false;
    return linked_ == Linked::by_name || (signed_by(child, candidate) && keeps_its_word(candidate));
  }

  bool keeps_its_word(const Certificate& candidate) {
    return candidate.issuer != candidate.subject || signed_by(candidate, candidate);
  }

  bool signed_by(const Certificate& child, const Certificate& issuer) {
    return signatures_++ < most_signatures && crypto::verify_link(child, issuer, cache_).ok();
  }

  std::span<const Certificate> pool_;
  Linked linked_;
  crypto::CertificateCache* cache_;
  IsAnchor is_anchor_;
  std::set<const Certificate*> tried_;
  size_t signatures_ = 0;
};

template <class IsAnchor>
std::optional<CertificatePath> search(const Certificate& leaf, std::span<const Certificate> pool,
                                      Linked linked, crypto::CertificateCache* cache,
                                      IsAnchor is_anchor) {
  CertificatePath path{.certificates = {&leaf}};
  if (!Search(pool, linked, cache, is_anchor).extend(path)) return std::nullopt;
  return path;
}

// The certificate that issued number `index` of the path.
const Certificate& issuer_of(const CertificatePath& path, size_t index) {
  return index + 1 < path.certificates.size() ? *path.certificates[index + 1] : *path.anchor;
}

Status check_date(const Certificate& certificate, Time at) {
  if (crypto::within_validity(certificate.not_before, certificate.not_after, at)) return {};
  const std::string& name = certificate.subject_common_name;
  return Error{Code::denied, name.empty() ? "certificate of the TPM's key" : name,
               "not valid at the given time"}
      .want(format_time(certificate.not_before) + " to " + format_time(certificate.not_after))
      .saw(format_time(at));
}

}  // namespace

std::optional<CertificatePath> find_path(const Certificate& leaf, std::span<const Certificate> pool,
                                         std::span<const GivenAnchor> given,
                                         crypto::CertificateCache* cache) {
  const auto is_vendor_root = [](const Certificate& c) {
    return c.issuer == c.subject && vendor_root_name(c.key.spki_sha256()).has_value();
  };
  const auto is_given = [&](const Certificate& c) { return names(given, c.key.spki_sha256()); };
  for (const Linked linked : {Linked::by_signature, Linked::by_name}) {
    if (auto path = search(leaf, pool, linked, cache, is_vendor_root)) return path;
    if (auto path = search(leaf, pool, linked, cache, is_given)) return path;
  }
  return std::nullopt;
}

Status check_dates(const CertificatePath& path, Time at) {
  for (const Certificate* certificate : path.certificates) AH_TRY(check_date(*certificate, at));
  return check_date(*path.anchor, at);
}

Status verify_links(const CertificatePath& path, Time at, crypto::CertificateCache* cache) {
  AH_ASSIGN(crypto::Issuer issuer, crypto::trust_anchor_key(*path.anchor, at, rules(), cache));
  for (size_t i = path.certificates.size(); i-- > 1;) {
    AH_ASSIGN(issuer, crypto::verify_ca(issuer, *path.certificates[i], at, rules(), cache));
  }
  return crypto::verify_leaf(issuer, *path.certificates.front(), at, rules(), cache);
}

Revocation check_revocation(const CertificatePath& path, std::span<const crypto::Crl> crls, Time at,
                            crypto::CertificateCache* cache) {
  Revocation out;
  for (size_t i = 0; i < path.certificates.size(); ++i) {
    const Certificate& certificate = *path.certificates[i];
    const crypto::Consulted said =
        crypto::consult(certificate, issuer_of(path, i), crls, at, cache);
    out.lists += said.authentic;
    if (said.authentic == 0 && !said.refused && !out.unlisted)
      out.unlisted = certificate.subject_common_name;
    if (said.authentic == 0 && said.refused && !out.trouble) out.trouble = said.refused;
    if (said.revoked && out.revoked.ok()) {
      out.revoked = Error{Code::denied, certificate.subject_common_name, "revoked"}.saw(
          "a CRL of '" + certificate.issuer_common_name + "'");
    }
  }
  return out;
}

}  // namespace anchorhold::tpm

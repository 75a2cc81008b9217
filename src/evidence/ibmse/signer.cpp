#include "evidence/ibmse/signer.h"

#include <algorithm>

#include "base/hex.h"
#include "crypto/x509_path.h"
#include "evidence/ibmse/anchor.h"
#include "evidence/ibmse/lists.h"
#include "evidence/ibmse/name.h"

namespace anchorhold::ibmse {
namespace {

using crypto::Certificate;
using crypto::HashKind;
using crypto::SignatureKind;
using Path = std::vector<const Certificate*>;

const crypto::PathRules& path_rules() {
  // The signer, at most two intermediates, and the root.
  static const crypto::PathRules rules{.keys = {crypto::KeyKind::rsa},
                                       .schemes = {{SignatureKind::rsa_pkcs1, HashKind::sha256},
                                                   {SignatureKind::rsa_pkcs1, HashKind::sha384},
                                                   {SignatureKind::rsa_pkcs1, HashKind::sha512}},
                                       .max_length = 4};
  return rules;
}

bool is_ca(const Certificate& certificate) {
  return certificate.basic_constraints && certificate.basic_constraints->ca;
}

// From the signer to a self-issued certificate, or to the first whose issuer is missing.
Path build_path(const Certificate& signer, std::span<const Certificate> pool,
                crypto::CertificateCache* cache) {
  Path out = {&signer};
  while (out.back()->issuer != out.back()->subject && out.size() <= path_rules().max_length) {
    const Certificate* issuer = crypto::find_issuer(*out.back(), pool, cache);
    if (issuer == nullptr) break;
    out.push_back(issuer);
  }
  return out;
}

// A time at which the certificate is valid: dates are a check of their own, so that an expired
// chain is told from a forged one.
Time valid_time(const Certificate& certificate, Time at) {
  if (certificate.not_after < certificate.not_before) return at;
  return std::clamp(at, certificate.not_before, certificate.not_after);
}

Status prove_links(const Path& path, Time at, crypto::CertificateCache* cache) {
  if (path.size() < 2) {
    return Error{Code::denied, "signing certificate", "it issued itself"};
  }
  const crypto::PathRules& rules = path_rules();
  AH_ASSIGN(crypto::Issuer issuer,
            crypto::trust_anchor_key(*path.back(), valid_time(*path.back(), at), rules, cache));
  for (size_t i = path.size() - 2; i > 0; --i) {
    AH_ASSIGN(issuer, crypto::verify_ca(issuer, *path[i], valid_time(*path[i], at), rules, cache));
  }
  return crypto::verify_leaf(issuer, *path.front(), valid_time(*path.front(), at), rules, cache);
}

Status check_path_dates(const Path& path, Time at) {
  for (const Certificate* certificate : path) AH_TRY(check_dates(*certificate, at));
  return {};
}

bool judge_lists(const Path& path, std::span<const crypto::Crl> crls, Time at,
                 crypto::CertificateCache* cache, CheckRun& run) {
  bool good = true;
  for (size_t i = 0; i + 1 < path.size(); ++i) {
    const crypto::Consulted lists = crypto::consult(*path[i], *path[i + 1], crls, at, cache);
    const std::string issuer = "'" + label(*path[i + 1]) + "'";
    if (lists.authentic == 0) {
      good = run.fail(lists_check, issuer,
                      lists.refused ? lists.refused->to_string() : "no list of this issuer");
      continue;
    }
    run.pass(lists_check, issuer, std::to_string(lists.authentic) + " current");
    const std::string subject = "'" + label(*path[i]) + "'";
    good = (lists.revoked ? run.fail(revocation_check, subject, "revoked")
                          : run.pass(revocation_check, subject, "not on the list")) &&
           good;
  }
  return good;
}

}  // namespace

std::string label(const Certificate& certificate) {
  std::string unit = crypto::name_attribute(certificate.subject, "2.5.4.11");
  return unit.empty() ? certificate.subject_common_name : unit;
}

Status check_dates(const Certificate& certificate, Time at) {
  Status valid = crypto::check_validity(certificate, at);
  if (valid.ok()) return valid;
  Error error = valid.take_error();
  error.object = "certificate '" + label(certificate) + "'";
  return error;
}

Status check_issued(const Certificate& document, const Certificate& signer,
                    crypto::CertificateCache* cache) {
  const auto refused = [&](std::string message) {
    return Error{Code::denied, "certificate '" + label(document) + "'", std::move(message)}.want(
        "issued by '" + label(signer) + "'");
  };
  if (!same_name(document.issuer, signer.subject)) return refused("it names another issuer");
  if (document.authority_key_id && signer.subject_key_id &&
      document.authority_key_id != signer.subject_key_id) {
    return refused("it names another key of its issuer");
  }
  const auto& schemes = path_rules().schemes;
  if (std::ranges::find(schemes, document.signature_algorithm) == schemes.end() ||
      !crypto::verify_cached(signer.key, document.signature_algorithm, document.tbs,
                             document.signature, cache)) {
    return refused("its signature is not by that key");
  }
  return {};
}

const Certificate* find_signer(const Certificate& document, SignerRule rule,
                               std::span<const Certificate> pool, crypto::CertificateCache* cache) {
  const Certificate* first = nullptr;
  for (const Certificate& certificate : pool) {
    if (is_ca(certificate) || !rule(certificate.subject)) continue;
    if (check_issued(document, certificate, cache).ok()) return &certificate;
    if (first == nullptr) first = &certificate;
  }
  return first;
}

std::optional<Rooted> judge_signer(const Certificate& signer, const Endorsements& endorsements,
                                   std::span<const GivenAnchor> given, Time at,
                                   crypto::CertificateCache* cache, CheckRun& run) {
  const Path path = build_path(signer, endorsements.certificates, cache);
  const Certificate& top = *path.back();
  if (top.issuer != top.subject) {
    run.fail(links_check, "'" + label(top) + "'", "the certificate of its issuer is missing");
    return std::nullopt;
  }
  const Rooted rooted{.vendor = top.digest() == digicert_root(), .root = top.digest()};
  const std::string seen = "sha256:" + to_hex(rooted.root);
  if (!rooted.vendor && !names(given, top.key.spki_sha256())) {
    run.fail(root_check, "'" + label(top) + "'", seen);
    return std::nullopt;
  }
  run.pass(root_check, "'" + label(top) + "'", seen);
  const std::string subject = "'" + label(signer) + "'";
  const bool linked = run.judge(links_check, subject, prove_links(path, at, cache),
                                std::to_string(path.size()) + " certificates");
  const bool valid =
      run.judge(validity_check, subject, check_path_dates(path, at), format_time(at));
  const bool listed = judge_lists(path, endorsements.crls, at, cache, run);
  if (!linked || !valid || !listed) return std::nullopt;
  return rooted;
}

}  // namespace anchorhold::ibmse

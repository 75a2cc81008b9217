#include "evidence/dice/x509_chain.h"

#include <algorithm>

#include "base/hex.h"
#include "crypto/x509_path.h"
#include "evidence/dice/checks.h"
#include "evidence/dice/layer.h"

namespace anchorhold::dice {
namespace {

using crypto::Certificate;
using crypto::SubjectKey;
using Path = std::vector<const Certificate*>;

constexpr size_t max_path = 10;

Error refused(const Certificate& certificate, std::string message) {
  return Error{Code::denied, "certificate '" + certificate.subject_common_name + "'",
               std::move(message)};
}

// DICE layers sign with elliptic curves only; RSA would bring rules that nobody checks here.
Status check_kind(const Certificate& certificate) {
  if (certificate.key.kind() == crypto::KeyKind::rsa ||
      (certificate.signature_algorithm.kind != crypto::SignatureKind::ecdsa &&
       certificate.signature_algorithm.kind != crypto::SignatureKind::eddsa)) {
    return refused(certificate, "a key or signature that is not of an elliptic curve");
  }
  for (const std::string& oid : certificate.unknown_critical) {
    if (std::ranges::find(understood_critical(), oid) == understood_critical().end()) {
      return refused(certificate, "it has a critical extension that is not known").saw(oid);
    }
  }
  return {};
}

// What a certificate must be to issue the one below it, with `between` CA certificates under it
// before the leaf.
Status check_issuer(const Certificate& certificate, size_t between) {
  if (!certificate.basic_constraints || !certificate.basic_constraints->ca) {
    return refused(certificate, "it is not a CA but issued another");
  }
  if (!certificate.key_usage || !certificate.key_usage->has(crypto::KeyUsage::key_cert_sign)) {
    return refused(certificate, "its keyUsage does not allow signing certificates");
  }
  const auto length = certificate.basic_constraints->path_length;
  if (length && *length < between) {
    return refused(certificate, "more CA certificates below it than its path length allows")
        .want(std::to_string(*length))
        .saw(std::to_string(between));
  }
  return {};
}

// The given key that signed the certificate, or null.
const SubjectKey* given_issuer(const Certificate& certificate, const Trust& trust,
                               crypto::CertificateCache* cache) {
  for (const SubjectKey& key : trust.keys) {
    if (names(trust.given, key.spki_sha256()) &&
        crypto::verify_cached(key, certificate.signature_algorithm, certificate.tbs,
                              certificate.signature, cache)) {
      return &key;
    }
  }
  return nullptr;
}

// Finder: looks for issuers among the certificates at hand.
class Finder {
 public:
  Finder(std::span<const Certificate> own, const Trust& trust, crypto::CertificateCache* cache)
      : own_(own), trust_(trust), cache_(cache) {}

  // issuer: the certificate above, or null; `why` says what was wrong with the nearest candidate.
  const Certificate* issuer(const Certificate& certificate, const Path& path, Status& why) const {
    for (const auto pool : {own_, trust_.certificates}) {
      for (const Certificate& candidate : pool) {
        if (std::ranges::any_of(path,
                                [&](const Certificate* c) { return c->der == candidate.der; }))
          continue;
        if (!is_near(certificate, candidate)) continue;
        auto status = crypto::verify_link(certificate, candidate, cache_);
        if (status.ok()) return &candidate;
        why = std::move(status);
      }
    }
    return nullptr;
  }

 private:
  static bool is_near(const Certificate& certificate, const Certificate& candidate) {
    return certificate.issuer == candidate.subject ||
           (certificate.authority_key_id && candidate.subject_key_id &&
            certificate.authority_key_id == candidate.subject_key_id);
  }

  std::span<const Certificate> own_;
  const Trust& trust_;
  crypto::CertificateCache* cache_;
};

Status check_path(const Path& path) {
  for (size_t i = 0; i < path.size(); ++i) {
    AH_TRY(check_kind(*path[i]));
    if (path[i]->issuer == path[i]->subject) return refused(*path[i], "it is self-issued");
    if (i > 0) AH_TRY(check_issuer(*path[i], i - 1));
  }
  return {};
}

// The anchor's own certificate may be self-issued: nothing of its issuer is believed.
Status check_links(const Path& path, bool anchored_by_certificate) {
  if (!anchored_by_certificate) return check_path(path);
  AH_TRY(check_path(Path(path.begin(), path.end() - 1)));
  AH_TRY(check_kind(*path.back()));
  return check_issuer(*path.back(), path.size() - 2);
}

void judge_validity(const Path& path, Time at, CheckRun& run) {
  for (const Certificate* certificate : path) {
    const Status valid = crypto::check_validity(*certificate, at);
    if (valid.ok()) continue;
    run.fail(validity_check, certificate->subject_common_name, valid.error().to_string());
    return;
  }
  run.pass(validity_check, path.front()->subject_common_name, format_time(at));
}

}  // namespace

Path judge_x509(std::span<const Certificate> own, const Trust& trust, Time at,
                crypto::CertificateCache* cache, CheckRun& run, std::optional<Digest256>& anchor) {
  const Finder finder(own, trust, cache);
  Path path = {&own.front()};
  Status why;
  bool by_certificate = false;
  while (!anchor && why.ok() && path.size() <= max_path) {
    if (const SubjectKey* key = given_issuer(*path.back(), trust, cache)) {
      anchor = key->spki_sha256();
      break;
    }
    const Certificate* above = finder.issuer(*path.back(), path, why);
    if (above == nullptr) break;
    why = Status();
    path.push_back(above);
    by_certificate = names(trust.given, above->key.spki_sha256());
    if (by_certificate) anchor = above->key.spki_sha256();
  }
  const std::string& top = path.back()->subject_common_name;
  if (!why.ok()) {
    run.fail(links_check, top, why.error().to_string());
  } else if (!anchor) {
    run.fail(root_check, top, "nothing at hand that a given key vouches for issued it");
  } else {
    run.pass(root_check, top, "sha256:" + to_hex(*anchor));
    run.judge(links_check, own.front().subject_common_name, check_links(path, by_certificate),
              std::to_string(path.size()) + " certificates");
  }
  judge_validity(path, at, run);
  if (by_certificate) path.pop_back();
  return path;
}

}  // namespace anchorhold::dice

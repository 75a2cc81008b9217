#include "evidence/dcap/collateral_signature.h"

#include <algorithm>

#include "crypto/x509_path.h"
#include "evidence/dcap/scheme.h"

namespace anchorhold::dcap {
namespace {

constexpr std::string_view signer_name = "Intel SGX TCB Signing";

bool may_issue(const crypto::Certificate& root) {
  return root.basic_constraints && root.basic_constraints->ca && root.key_usage &&
         root.key_usage->has(crypto::KeyUsage::key_cert_sign) && root.unknown_critical.empty() &&
         root.key.kind() == crypto::KeyKind::p256;
}

// What must hold of the certificate by itself; the empty text when all of it does.
std::string objection(const crypto::Certificate& certificate) {
  if (certificate.basic_constraints && certificate.basic_constraints->ca) return "it is a CA";
  if (!certificate.key_usage || !certificate.key_usage->has(crypto::KeyUsage::digital_signature)) {
    return "its key may not sign";
  }
  if (!certificate.unknown_critical.empty()) return "it has an unknown critical extension";
  if (certificate.key.kind() != crypto::KeyKind::p256 ||
      certificate.signature_algorithm != ecdsa_sha256) {
    return "it is not of ECDSA P-256 with SHA-256";
  }
  return {};
}

bool is_anchor(const crypto::Certificate& certificate, std::span<const Digest256> anchors) {
  return std::ranges::find(anchors, certificate.key.spki_sha256()) != anchors.end();
}

// The trusted roots, each of which has signed itself: its key alone says nothing of its dates.
std::vector<const crypto::Certificate*> proven_roots(
    std::span<const crypto::Certificate> certificates, std::span<const Digest256> anchors,
    crypto::CertificateCache* cache) {
  std::vector<const crypto::Certificate*> out;
  for (const crypto::Certificate& candidate : certificates) {
    if (may_issue(candidate) && is_anchor(candidate, anchors) &&
        crypto::verify_link(candidate, candidate, cache).ok())
      out.push_back(&candidate);
  }
  return out;
}

// A key that has not signed the child is tried once, however many certificates there are of it: an
// unsigned pool must not cost the product of its signers and its roots.
const crypto::Certificate* find_root(const crypto::Certificate& child,
                                     std::span<const crypto::Certificate* const> roots,
                                     crypto::CertificateCache* cache) {
  std::vector<crypto::SubjectKey> strangers;
  for (const crypto::Certificate* candidate : roots) {
    if (candidate->subject != child.issuer) continue;
    if (std::ranges::find(strangers, candidate->key) != strangers.end()) continue;
    if (crypto::verify_link(child, *candidate, cache).ok()) return candidate;
    if (!crypto::verify_cached(candidate->key, ecdsa_sha256, child.tbs, child.signature, cache))
      strangers.push_back(candidate->key);
  }
  return nullptr;
}

}  // namespace

TcbSigners find_tcb_signers(std::span<const crypto::Certificate> certificates,
                            std::span<const Digest256> anchors, crypto::CertificateCache* cache) {
  TcbSigners out;
  const auto roots = proven_roots(certificates, anchors, cache);
  for (const crypto::Certificate& certificate : certificates) {
    if (certificate.subject_common_name != signer_name) continue;
    const bool known = std::ranges::any_of(out.proven, [&](const TcbSigner& signer) {
      return signer.certificate.der == certificate.der;
    });
    if (known) continue;
    if (const std::string reason = objection(certificate); !reason.empty()) {
      out.refused.push_back(reason);
    } else if (const auto* root = find_root(certificate, roots, cache)) {
      out.proven.push_back({certificate, *root});
    } else {
      out.refused.emplace_back("no trusted root has issued it");
    }
  }
  return out;
}

Status valid_at(const TcbSigner& signer, Time at) {
  AH_TRY(crypto::check_validity(signer.certificate, at));
  return crypto::check_validity(signer.root, at);
}

}  // namespace anchorhold::dcap

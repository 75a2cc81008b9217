#include "evidence/nvgpu/signer.h"

#include <algorithm>

#include "crypto/x509_path.h"

namespace anchorhold::nvgpu {
namespace {

using crypto::Certificate;

constexpr size_t max_tried = 16;
constexpr size_t max_path = 8;
constexpr crypto::SignatureScheme scheme{crypto::SignatureKind::ecdsa, crypto::HashKind::sha384};

bool self_issued(const Certificate& certificate) {
  return certificate.issuer == certificate.subject;
}

std::vector<const Certificate*> signers(std::span<const Certificate> pool) {
  std::vector<const Certificate*> out;
  for (const Certificate& certificate : pool) {
    if (certificate.key.kind() != crypto::KeyKind::p384 || self_issued(certificate)) continue;
    const bool issued = std::ranges::any_of(pool, [&](const Certificate& other) {
      return &other != &certificate && other.issuer == certificate.subject;
    });
    if (!issued && out.size() < max_tried) out.push_back(&certificate);
  }
  return out;
}

}  // namespace

SignerPath find_signer(std::span<const Certificate> pool, ByteView message, ByteView signature,
                       crypto::CertificateCache* cache) {
  SignerPath out;
  const std::vector<const Certificate*> candidates = signers(pool);
  if (candidates.empty()) return out;
  const auto signer = std::ranges::find_if(candidates, [&](const Certificate* candidate) {
    return crypto::verify(candidate->key, scheme, message, signature);
  });
  out.signature_good = signer != candidates.end();
  const Certificate* at = out.signature_good ? *signer : candidates.front();
  while (at != nullptr && out.certificates.size() < max_path) {
    out.certificates.push_back(at);
    out.ends_at_root = self_issued(*at);
    at = out.ends_at_root ? nullptr : crypto::find_issuer(*at, pool, cache);
  }
  return out;
}

}  // namespace anchorhold::nvgpu

#include "verifier/anchors.h"

#include "crypto/x509.h"
#include "verifier/public_key.h"
#include "verifier/role.h"

namespace anchorhold::verifier {

Result<Anchors> read_anchors(std::span<const File> files, crypto::CertificateCache* cache) {
  Anchors anchors;
  for (const File& file : files) {
    if (role::by_content(file.bytes, cache) == role::certificate) {
      AH_ASSIGN(const auto chain, crypto::parse_certificates(file.name, file.bytes, cache));
      for (const crypto::Certificate& certificate : chain) {
        anchors.keys.push_back({certificate.key.spki_sha256()});
        anchors.software_roots.push_back(certificate.digest());
      }
      continue;
    }
    AH_ASSIGN(const crypto::SubjectKey key, read_public_key(file));
    anchors.keys.push_back({key.spki_sha256()});
  }
  return anchors;
}

}  // namespace anchorhold::verifier

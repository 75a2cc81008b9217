#pragma once
// Material: the collateral that a caller gives, sorted by what each file is. Nothing in it is
// trusted: it is where the verifiers of the formats look for what they need.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/result.h"
#include "crypto/crl.h"
#include "crypto/x509.h"
#include "verifier/file.h"

namespace anchorhold::verifier {

CheckTable material_checks();

class Material {
 public:
  // sort: certificates, revocation lists and public keys are read here; the certificates in an SNP
  // certificate table join the others; a file that says by role or content that it is one and
  // cannot be read is an error: it may be the very list that would have refused. Limits: 64 files,
  // 6 MiB in all, 256 certificates.
  static Result<Material> sort(std::vector<File> files, crypto::CertificateCache* cache);

  // with: this and more, for what comes inside the evidence; the limits hold for `more` by itself.
  Result<Material> with(std::vector<File> more, crypto::CertificateCache* cache) const;

  const std::vector<crypto::Certificate>& certificates() const { return certificates_; }
  const std::vector<crypto::Crl>& crls() const { return crls_; }
  const std::vector<crypto::SubjectKey>& keys() const { return keys_; }

  // all: every file of a role, in the caller's order. first: the first one's bytes, or nothing.
  std::span<const File> all(std::string_view role) const;
  ByteView first(std::string_view role) const;

  // signature: what was given as one, or else a file without any mark that is as long as an RSA
  // signature of 2048, 3072 or 4096 bits: those bear none.
  ByteView signature() const;

  // digest: over all the files and their roles; nothing unless a cache was given to sort(), which
  // is when somebody may ask for what was worked out of the same files before. bytes: in all of
  // them.
  const std::optional<Digest256>& digest() const { return digest_; }
  size_t bytes() const { return bytes_; }

  // findings: the files that nothing could be made of.
  Findings findings() const;

 private:
  Status take(File file, crypto::CertificateCache* cache);
  Status take(std::vector<crypto::Certificate> chain);

  std::vector<crypto::Certificate> certificates_;
  std::vector<crypto::Crl> crls_;
  std::vector<crypto::SubjectKey> keys_;
  std::map<std::string, std::vector<File>, std::less<>> files_;
  std::optional<Digest256> digest_ = Digest256{};
  size_t bytes_ = 0;
};

}  // namespace anchorhold::verifier

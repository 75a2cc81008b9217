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
  // The limits of sort() and with(): files, bytes in all of them, certificates, bytes in those.
  static constexpr size_t max_files = 64;
  static constexpr size_t max_bytes = size_t{6} << 20;
  static constexpr size_t max_certificates = 256;
  static constexpr size_t max_certificate_bytes = size_t{1} << 20;
  // too_much: the error above them, which names them all.
  static Error too_much(std::string object, std::string message);

  // sort: certificates, revocation lists and public keys are read here; the certificates in an SNP
  // certificate table join the others; a file that says by role or content that it is one and
  // cannot be read is an error: it may be the very list that would have refused, or a newer TCB
  // info than another that is there. limit_exceeded above the limits.
  static Result<Material> sort(std::vector<File> files, crypto::CertificateCache* cache);

  // with: this and more, for what comes inside the evidence; the limits hold for `more` by itself.
  // It has no digest: nobody gives the same again, and who sends evidence must not fill a cache.
  Result<Material> with(std::vector<File> more, crypto::CertificateCache* cache) const;

  const std::vector<crypto::Certificate>& certificates() const { return certificates_; }
  const std::vector<crypto::Crl>& crls() const { return crls_; }
  const std::vector<crypto::SubjectKey>& keys() const { return keys_; }

  // all: every file of a role but certificates and lists, in the caller's order. first: the first
  // one's bytes, or nothing.
  std::span<const File> all(std::string_view role) const;
  ByteView first(std::string_view role) const;

  // signature: what was given as one, or else a file without any mark that is as long as an RSA
  // signature of 2048, 3072 or 4096 bits: those bear none.
  ByteView signature() const;

  // digest: over all the files and their roles; nothing unless sort() made this with a cache, which
  // is when somebody may ask for what was worked out of the same files before. bytes: in all of
  // them.
  const std::optional<Digest256>& digest() const { return digest_; }
  size_t bytes() const { return bytes_; }

  // findings: the files that nothing could be made of.
  Findings findings() const;

 private:
  Status take(std::vector<File> files, crypto::CertificateCache* cache);
  Status take(File file, crypto::CertificateCache* cache);
  Status take(std::vector<crypto::Certificate> chain);

  std::vector<crypto::Certificate> certificates_;
  std::vector<crypto::Crl> crls_;
  std::vector<crypto::SubjectKey> keys_;
  std::map<std::string, std::vector<File>, std::less<>> files_;
  std::optional<Digest256> digest_;
  size_t bytes_ = 0;
  size_t certificate_bytes_ = 0;
};

}  // namespace anchorhold::verifier

#include "verifier/material.h"

#include <array>

#include "crypto/hash.h"
#include "evidence/dice/verify.h"
#include "evidence/snp/cert_table.h"
#include "verifier/public_key.h"
#include "verifier/role.h"

namespace anchorhold::verifier {
namespace {

constexpr size_t max_files = 64;
constexpr size_t max_bytes = size_t{6} << 20;
constexpr size_t max_certificates = 256;

const Check known_check = {
    "collateral.known",
    Stage::collateral,
    "a file of a known kind",
    "Anchorhold docs/verify.md, what to give beside the evidence",
    "name what it is: ROLE=FILE, or leave it out",
    "A file that was given and not understood may be the very list that would have refused."};

Error too_much(std::string message) {
  return Error{Code::limit_exceeded, "collateral", std::move(message)}.advise(
      "give only what belongs to this evidence");
}

std::optional<Digest256> with_file(const std::optional<Digest256>& before, const File& file) {
  if (!before) return std::nullopt;
  const Digest256 role = crypto::sha256(bytes_of(file.role));
  return crypto::sha256({*before, role, crypto::sha256(file.bytes)});
}

}  // namespace

Result<Material> Material::sort(std::vector<File> files, crypto::CertificateCache* cache) {
  return Material().with(std::move(files), cache);
}

Result<Material> Material::with(std::vector<File> files, crypto::CertificateCache* cache) const {
  if (files.size() > max_files) return too_much("more than 64 files");
  Material material = *this;
  // What tells a certificate or a list from other files has read it.
  crypto::CertificateCache own;
  crypto::CertificateCache* reading = cache == nullptr ? &own : cache;
  size_t total = 0;
  for (File& file : files) {
    total += file.bytes.size();
    if (total > max_bytes) return too_much("more than 6 MiB");
    material.digest_ = cache == nullptr ? std::nullopt : with_file(material.digest_, file);
    AH_TRY(material.take(std::move(file), reading));
  }
  return material;
}

Status Material::take(File file, crypto::CertificateCache* cache) {
  if (file.role.empty()) file.role = role::by_content(file.bytes, cache);
  // A certification request looks the same, and may stand for its key.
  if (file.role.empty() && role::looks_signed(file.bytes) && !dice::request_key(file.bytes).ok()) {
    return Error{Code::malformed, file.name,
                 "it looks like a certificate or revocation list, and cannot be read as one"}
        .advise("fetch it again, it may be cut off; or leave it out");
  }
  if (file.role == role::certificate) {
    AH_ASSIGN(auto chain, crypto::parse_certificates(file.name, file.bytes, cache));
    AH_TRY(take(std::move(chain)));
  } else if (file.role == role::cert_table) {
    AH_ASSIGN(auto chain, snp::certificates_in(file.bytes, cache));
    AH_TRY(take(std::move(chain)));
  } else if (file.role == role::crl) {
    AH_ASSIGN(crypto::Crl crl, crypto::parse_crl(file.name, file.bytes, cache));
    crls_.push_back(std::move(crl));
  } else if (file.role == role::public_key) {
    AH_ASSIGN(const crypto::SubjectKey key, read_public_key(file));
    keys_.push_back(key);
  }
  bytes_ += file.bytes.size();
  std::string role = file.role;
  files_[std::move(role)].push_back(std::move(file));
  return {};
}

Status Material::take(std::vector<crypto::Certificate> chain) {
  for (crypto::Certificate& certificate : chain) certificates_.push_back(std::move(certificate));
  if (certificates_.size() > max_certificates) return too_much("more than 256 certificates");
  return {};
}

std::span<const File> Material::all(std::string_view role) const {
  const auto found = files_.find(role);
  if (found == files_.end()) return {};
  return found->second;
}

ByteView Material::first(std::string_view role) const {
  const std::span<const File> files = all(role);
  return files.empty() ? ByteView() : ByteView(files.front().bytes);
}

ByteView Material::signature() const {
  if (!all(role::signature).empty()) return first(role::signature);
  for (const File& file : all("")) {
    const size_t bits = file.bytes.size() * 8;
    if (bits == 2048 || bits == 3072 || bits == 4096) return file.bytes;
  }
  return {};
}

Findings Material::findings() const {
  Findings findings;
  for (const File& file : all("")) {
    Finding finding =
        not_applicable(known_check, "nothing known; taken for a bare signature at most");
    finding.subject = file.name;
    findings.add(std::move(finding));
  }
  return findings;
}

CheckTable material_checks() {
  static constexpr std::array<const Check*, 1> table = {&known_check};
  return table;
}

}  // namespace anchorhold::verifier

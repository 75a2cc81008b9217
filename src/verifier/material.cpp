#include "verifier/material.h"

#include <array>

#include "crypto/hash.h"
#include "evidence/dcap/collateral_json.h"
#include "evidence/dice/verify.h"
#include "evidence/snp/cert_table.h"
#include "verifier/public_key.h"
#include "verifier/role.h"

namespace anchorhold::verifier {
namespace {

const Check known_check = {
    "collateral.known",
    Stage::collateral,
    "a file of a known kind",
    "Anchorhold docs/verify.md, what to give beside the evidence",
    "name what it is: ROLE=FILE, or leave it out",
    "A file that was given and not understood may be the very list that would have refused."};

// Of all the files: 64 bytes each, so that no two lists of files are the same bytes.
Digest256 digest_of(std::span<const File> files) {
  crypto::Sha256 digest;
  for (const File& file : files) {
    digest.update(crypto::sha256(bytes_of(file.role)));
    digest.update(crypto::sha256(file.bytes));
  }
  return digest.finish();
}

}  // namespace

Error Material::too_much(std::string object, std::string message) {
  const auto mib = [](size_t bytes) { return std::to_string(bytes >> 20) + " MiB"; };
  return Error{Code::limit_exceeded, std::move(object), std::move(message)}
      .want("at most " + std::to_string(max_files) + " files, " + mib(max_bytes) + ", " +
            std::to_string(max_certificates) + " certificates, " + mib(max_certificate_bytes) +
            " of certificates")
      .advise("give only what belongs to this evidence");
}

Result<Material> Material::sort(std::vector<File> files, crypto::CertificateCache* cache) {
  Material material;
  if (cache != nullptr && files.size() <= max_files) material.digest_ = digest_of(files);
  AH_TRY(material.take(std::move(files), cache));
  return material;
}

Result<Material> Material::with(std::vector<File> files, crypto::CertificateCache* cache) const {
  Material material = *this;
  material.digest_.reset();
  AH_TRY(material.take(std::move(files), cache));
  return material;
}

Status Material::take(std::vector<File> files, crypto::CertificateCache* cache) {
  if (files.size() > max_files) return too_much("collateral", "too many files");
  size_t total = 0;
  for (File& file : files) {
    total += file.bytes.size();
    if (total > max_bytes) return too_much("collateral", "the files are too large");
    // What tells a certificate or a list from other files has read it: it serves this file alone.
    crypto::CertificateCache own;
    AH_TRY(take(std::move(file), cache == nullptr ? &own : cache));
  }
  return {};
}

Status Material::take(File file, crypto::CertificateCache* cache) {
  if (file.role.empty()) file.role = role::by_content(file.bytes, cache);
  // A certification request looks the same, and may stand for its key.
  if (file.role.empty() && role::looks_signed(file.bytes) && !dice::request_key(file.bytes).ok()) {
    return Error{Code::malformed, file.name,
                 "it looks like a certificate or revocation list, and cannot be read as one"}
        .advise("fetch it again, it may be cut off; or leave it out");
  }
  bytes_ += file.bytes.size();
  // What is read whole is not kept a second time as a file.
  if (file.role == role::certificate) {
    AH_ASSIGN(auto chain, crypto::parse_certificates(file.name, file.bytes, cache));
    return take(std::move(chain));
  }
  if (file.role == role::cert_table) {
    AH_ASSIGN(auto chain, snp::certificates_in(file.bytes, cache));
    return take(std::move(chain));
  }
  if (file.role == role::crl) {
    AH_ASSIGN(crypto::Crl crl, crypto::parse_crl(file.name, file.bytes, cache));
    crls_.push_back(std::move(crl));
    return {};
  }
  if (file.role == role::public_key) {
    AH_ASSIGN(const crypto::SubjectKey key, read_public_key(file));
    keys_.push_back(key);
  } else if (file.role == role::tcb_info || file.role == role::qe_identity) {
    AH_TRY(dcap::read_signed_json(file.name, text_of(file.bytes)));
  }
  std::string role = file.role;
  files_[std::move(role)].push_back(std::move(file));
  return {};
}

Status Material::take(std::vector<crypto::Certificate> chain) {
  if (certificates_.size() + chain.size() > max_certificates)
    return too_much("collateral", "too many certificates");
  for (const crypto::Certificate& certificate : chain) certificate_bytes_ += certificate.der.size();
  if (certificate_bytes_ > max_certificate_bytes)
    return too_much("collateral", "the certificates are too large");
  for (crypto::Certificate& certificate : chain) certificates_.push_back(std::move(certificate));
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

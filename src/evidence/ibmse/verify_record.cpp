#include <array>

#include "evidence/ibmse/document.h"
#include "evidence/ibmse/name.h"
#include "evidence/ibmse/record.h"
#include "evidence/ibmse/verify.h"

namespace anchorhold::ibmse {
namespace {

using crypto::Certificate;

constexpr size_t max_tried = 64;
constexpr crypto::SignatureScheme scheme{crypto::SignatureKind::rsa_pkcs1,
                                         crypto::HashKind::sha256};

Claims record_claims(const Record& record) {
  Claims out;
  out.tee = TeeKind::ibmse;
  out.format = "IBM Hyper Protect attestation record";
  out.vendor["version"] = record.version;
  for (const auto& [name, value] : record.header) {
    out.vendor[name] = value;
    if (name == "Machine Type/Plant/Serial") out.platform = value;
  }
  for (const auto& [name, digest] : record.checksums) {
    out.measurements[name] = copy_of(digest);
    out.vendor[name] = copy_of(digest);
  }
  return out;
}

// The certificate whose key signed the record, or null.
const Certificate* find_key(ByteView record, ByteView signature,
                            std::span<const Certificate> pool) {
  size_t tried = 0;
  for (const Certificate& certificate : pool) {
    if (certificate.key.kind() != crypto::KeyKind::rsa ||
        certificate.key.modulus().size() != signature.size()) {
      continue;
    }
    if (tried++ == max_tried) break;
    if (crypto::verify(certificate.key, scheme, record, signature)) return &certificate;
  }
  return nullptr;
}

// A key that the caller trusts by itself: nobody else is asked about it.
void judge_trusted_key(const Certificate& certificate, Time at, CheckRun& run) {
  for (const Check* check : std::array{&signer_check, &root_check, &links_check, &validity_check,
                                       &lists_check, &revocation_check, &document_signature_check,
                                       &document_lists_check, &document_revocation_check}) {
    run.not_applicable(*check, "the caller trusts this key itself");
  }
  run.judge(document_validity_check, "'" + label(certificate) + "'", check_dates(certificate, at),
            format_time(at));
}

Verification verify_encrypted(ByteView record) {
  CheckRun run(record_checks());
  const auto parsed = parse_encrypted_record("encrypted record", record);
  if (!parsed.ok()) {
    run.fail(structure_check, "encrypted record", parsed.error().to_string());
    return unreadable(std::move(run));
  }
  run.pass(structure_check, "encrypted record", std::to_string(parsed->content.size()) + " bytes");
  run.fail(
      record_signature_check, "encrypted record",
      "encrypted, and nothing says by whom: anybody who knows attestationPublicKey can make one");
  Claims claims;
  claims.tee = TeeKind::ibmse;
  claims.format = "IBM Hyper Protect attestation record, encrypted";
  return conclude(std::move(run), std::move(claims));
}

}  // namespace

Verification verify_record(ByteView record, ByteView signature, const Endorsements& endorsements,
                           std::span<const GivenAnchor> given, Time at,
                           crypto::CertificateCache* cache) {
  if (looks_like_encrypted_record(record)) return verify_encrypted(record);
  CheckRun run(record_checks());
  const auto parsed = parse_record("attestation record", record);
  if (!parsed.ok()) {
    run.fail(structure_check, "attestation record", parsed.error().to_string());
    return unreadable(std::move(run));
  }
  run.pass(structure_check, "attestation record",
           std::to_string(parsed->checksums.size()) + " checksums");
  Claims claims = record_claims(*parsed);
  const Certificate* key = find_key(record, signature, endorsements.certificates);
  if (key == nullptr) {
    run.fail(
        record_signature_check, "attestation record",
        signature.empty() ? "no signature was given" : "not by the key of a given certificate");
    return conclude(std::move(run), std::move(claims));
  }
  run.pass(record_signature_check, "attestation record", "good, by '" + label(*key) + "'");
  if (names(given, key->key.spki_sha256())) {
    judge_trusted_key(*key, at, run);
    claims.root = key->key.spki_sha256();
  } else if (const auto rooted =
                 judge_document(*key, is_ibm, endorsements, given, at, cache, run)) {
    claims.hardware_rooted = rooted->vendor;
    claims.root = rooted->root;
  }
  return conclude(std::move(run), std::move(claims));
}

bool looks_like_evidence(ByteView bytes) {
  return looks_like_record(bytes) || looks_like_encrypted_record(bytes);
}

}  // namespace anchorhold::ibmse

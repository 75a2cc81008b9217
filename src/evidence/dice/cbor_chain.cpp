#include "evidence/dice/cbor_chain.h"

#include "base/hex.h"
#include "crypto/cose_sign1.h"
#include "evidence/dice/checks.h"

namespace anchorhold::dice {
namespace {

using crypto::SubjectKey;

// The given key that issued the first certificate: the chain's own, or one beside it.
Result<SubjectKey> find_root(const CborChain& chain, const Trust& trust) {
  if (chain.root) {
    if (names(trust.given, chain.root->spki_sha256())) return *chain.root;
    return Error{Code::denied, "DICE chain", "its first key is not a given anchor"}.saw(
        "sha256:" + to_hex(chain.root->spki_sha256()));
  }
  Error last{Code::denied, "DICE certificate", "no given key is an anchor"};
  for (const SubjectKey& key : trust.keys) {
    if (!names(trust.given, key.spki_sha256())) continue;
    auto status = crypto::verify_sign1(chain.certificates.front().message, key);
    if (status.ok()) return key;
    last = status.take_error();
  }
  return last;
}

Status check_link(const CborCertificate& certificate, const SubjectKey& key,
                  const CborCertificate* above) {
  if (above != nullptr && above->subject != certificate.issuer) {
    return Error{Code::denied, "certificate '" + certificate.subject + "'",
                 "its issuer is not the certificate above it"}
        .want(above->subject)
        .saw(certificate.issuer);
  }
  if (above != nullptr && !above->signs_certificates) {
    return Error{Code::denied, "certificate '" + above->subject + "'",
                 "its keyUsage does not allow signing certificates"};
  }
  return crypto::verify_sign1(certificate.message, key);
}

Status check_links(const CborChain& chain, const SubjectKey& root) {
  const CborCertificate* above = nullptr;
  for (const CborCertificate& certificate : chain.certificates) {
    AH_TRY(check_link(certificate, above == nullptr ? root : above->key, above));
    above = &certificate;
  }
  return {};
}

void judge_validity(const CborChain& chain, Time at, CheckRun& run) {
  bool dated = false;
  for (const CborCertificate& certificate : chain.certificates) {
    dated = dated || certificate.not_before || certificate.not_after;
    const bool early = certificate.not_before && at < *certificate.not_before;
    const bool late = certificate.not_after && at >= *certificate.not_after;
    if (early || late) {
      run.fail(validity_check, certificate.subject,
               format_time(at) + (early ? ", not yet valid" : ", expired"));
      return;
    }
  }
  if (dated) {
    run.pass(validity_check, chain.certificates.back().subject, format_time(at));
  } else {
    run.not_applicable(validity_check, "certificates of the Open Profile in CBOR have no dates");
  }
}

}  // namespace

void judge_cbor(const CborChain& chain, const Trust& trust, Time at, CheckRun& run,
                std::optional<Digest256>& anchor) {
  const auto root = find_root(chain, trust);
  const std::string& first = chain.certificates.front().subject;
  if (!run.judge(root_check, first, root.ok() ? Status() : Status(root.error()),
                 root.ok() ? "sha256:" + to_hex(root->spki_sha256()) : "")) {
    return;
  }
  anchor = root->spki_sha256();
  run.judge(links_check, chain.certificates.back().subject, check_links(chain, *root),
            std::to_string(chain.certificates.size()) + " certificates");
  judge_validity(chain, at, run);
}

}  // namespace anchorhold::dice

#include "evidence/ibmse/document.h"

#include "base/hex.h"
#include "evidence/ibmse/lists.h"

namespace anchorhold::ibmse {
namespace {

using crypto::Certificate;

bool judge_lists(const Certificate& document, const Certificate& signer,
                 std::span<const crypto::Crl> crls, Time at, crypto::CertificateCache* cache,
                 CheckRun& run) {
  const crypto::Consulted lists = consult_signer_lists(document, signer, crls, at, cache);
  const std::string issuer = "'" + label(signer) + "'";
  if (lists.authentic == 0) {
    return run.fail(document_lists_check, issuer,
                    lists.refused ? lists.refused->to_string() : "no list of this issuer");
  }
  run.pass(document_lists_check, issuer, std::to_string(lists.authentic) + " current");
  const std::string subject = "serial " + to_hex(document.serial);
  return lists.revoked ? run.fail(document_revocation_check, subject, "revoked")
                       : run.pass(document_revocation_check, subject, "not on the list");
}

}  // namespace

std::optional<Rooted> judge_document(const Certificate& document, SignerRule rule,
                                     const Endorsements& endorsements,
                                     std::span<const GivenAnchor> given, Time at,
                                     crypto::CertificateCache* cache, CheckRun& run) {
  const Certificate* signer = find_signer(document, rule, endorsements.certificates, cache);
  if (signer == nullptr) {
    run.fail(signer_check, "'" + label(document) + "'", "no signing certificate in IBM's name");
    return std::nullopt;
  }
  run.pass(signer_check, "'" + label(document) + "'", "'" + label(*signer) + "'");
  const auto rooted = judge_signer(*signer, endorsements, given, at, cache, run);
  const std::string subject = "'" + label(document) + "'";
  const bool issued =
      run.judge(document_signature_check, subject, check_issued(document, *signer, cache),
                "by '" + label(*signer) + "'");
  const bool valid =
      run.judge(document_validity_check, subject, check_dates(document, at), format_time(at));
  const bool listed = judge_lists(document, *signer, endorsements.crls, at, cache, run);
  if (!issued || !valid || !listed) return std::nullopt;
  return rooted;
}

}  // namespace anchorhold::ibmse

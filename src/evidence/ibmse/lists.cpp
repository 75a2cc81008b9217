#include "evidence/ibmse/lists.h"

#include "evidence/ibmse/name.h"

namespace anchorhold::ibmse {
namespace {

using crypto::Certificate;
using crypto::Consulted;
using crypto::Crl;

Error refused(const Crl& crl, std::string message) {
  return Error{Code::denied, "revocation list of '" + crl.issuer_common_name + "'",
               std::move(message)};
}

Status verify_signer_list(const Crl& crl, const Certificate& signer, Time at,
                          crypto::CertificateCache* cache) {
  if (crl.authority_key_id && signer.subject_key_id &&
      crl.authority_key_id != signer.subject_key_id) {
    return refused(crl, "it is by another key of that name");
  }
  if (!crypto::verify_cached(signer.key, crl.signature_algorithm, crl.tbs(), crl.signature,
                             cache)) {
    return refused(crl, "its signature is not by the signing key");
  }
  if (!crl.next_update || at < crl.this_update || at >= *crl.next_update) {
    return refused(crl, "it is not current")
        .want("from " + format_time(crl.this_update) +
              (crl.next_update ? " to " + format_time(*crl.next_update) : ", without end"))
        .saw(format_time(at));
  }
  return {};
}

}  // namespace

Consulted consult_signer_lists(const Certificate& document, const Certificate& signer,
                               std::span<const Crl> crls, Time at,
                               crypto::CertificateCache* cache) {
  Consulted out;
  for (const Crl& crl : crls) {
    if (!same_name(crl.issuer, signer.subject)) continue;
    out.count(verify_signer_list(crl, signer, at, cache), crl.revoked.contains(document.serial));
  }
  return out;
}

}  // namespace anchorhold::ibmse

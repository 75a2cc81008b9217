// judge_chain and judge_revocation: a chain at one time, under given roots and lists.

#include "base/hex.h"
#include "crypto/x509_path.h"
#include "evidence/dcap/chain.h"
#include "evidence/dcap/checks.h"

namespace anchorhold::dcap {
namespace {

using crypto::Certificate;

Status check_dates(const PckChain& chain, Time at) {
  for (const Certificate& certificate : chain.certificates) {
    AH_TRY(crypto::check_validity(certificate, at));
  }
  return {};
}

// Whether the list is that of this issuer's name and key.
bool is_list_of(const crypto::Crl& crl, const Certificate& issuer) {
  return crl.issuer == issuer.subject && crl.authority_key_id == issuer.subject_key_id;
}

// The newest of the issuer's lists that are good, or why there is none.
Result<const crypto::Crl*> find_list(std::span<const crypto::Crl> crls, const Certificate& issuer,
                                     Time at, crypto::CertificateCache* cache) {
  const crypto::Crl* newest = nullptr;
  Error why = Error{Code::not_found, "revocation list of '" + issuer.subject_common_name + "'",
                    "was not given"};
  for (const crypto::Crl& crl : crls) {
    if (!is_list_of(crl, issuer)) continue;
    Status good = crypto::verify_crl(crl, issuer, at, cache);
    if (!good.ok()) {
      why = good.take_error();
    } else if (newest == nullptr || newest->this_update < crl.this_update) {
      newest = &crl;
    }
  }
  if (newest == nullptr) return why;
  return newest;
}

const crypto::Crl* judge_list(const Check& check, std::span<const crypto::Crl> crls,
                              const Certificate& issuer, Time at, crypto::CertificateCache* cache,
                              CheckRun& run) {
  const auto list = find_list(crls, issuer, at, cache);
  if (!list.ok()) {
    run.fail(check, issuer.subject_common_name, list.error().to_string());
    return nullptr;
  }
  run.pass(check, issuer.subject_common_name, "of " + format_time((*list)->this_update));
  return *list;
}

void judge_revoked(const crypto::Crl& crl, const Certificate& certificate, CheckRun& run) {
  const std::string subject =
      certificate.subject_common_name + ", serial " + to_hex(certificate.serial);
  if (crypto::revokes(crl, certificate)) {
    run.fail(revocation_check, subject, "revoked by the list of " + format_time(crl.this_update));
  } else {
    run.pass(revocation_check, subject, "not revoked");
  }
}

}  // namespace

std::optional<AnchorKind> judge_chain(const PckChain& chain, std::span<const GivenAnchor> given,
                                      Time at, CheckRun& run) {
  const Digest256& root = chain.root().key.spki_sha256();
  const auto anchor = anchor_of(root, given);
  const std::string seen = "sha256:" + to_hex(root);
  if (!anchor) {
    run.fail(root_check, chain.root().subject_common_name, seen);
    return std::nullopt;
  }
  run.pass(root_check, chain.root().subject_common_name,
           seen + (anchor == AnchorKind::intel ? ", Intel's" : ", given"));
  if (!run.judge(links_check, chain.leaf().issuer_common_name, chain.links, "good"))
    return std::nullopt;
  run.judge(validity_check, chain.leaf().subject_common_name, check_dates(chain, at),
            "valid at " + format_time(at));
  return anchor;
}

const crypto::Crl* judge_revocation(const PckChain& chain, std::span<const crypto::Crl> crls,
                                    Time at, crypto::CertificateCache* cache, CheckRun& run) {
  const crypto::Crl* of_root = judge_list(root_crl_check, crls, chain.root(), at, cache, run);
  const crypto::Crl* of_ca = judge_list(pck_crl_check, crls, chain.ca(), at, cache, run);
  if (of_root != nullptr) judge_revoked(*of_root, chain.ca(), run);
  if (of_ca != nullptr) judge_revoked(*of_ca, chain.leaf(), run);
  return of_root;
}

}  // namespace anchorhold::dcap

#include "evidence/dcap/chain.h"

#include <algorithm>

#include "base/hex.h"
#include "crypto/x509_path.h"
#include "evidence/dcap/checks.h"
#include "evidence/dcap/pck.h"
#include "evidence/dcap/scheme.h"

namespace anchorhold::dcap {
namespace {

using crypto::Certificate;

constexpr std::string_view chain_name = "PCK certificate chain";

crypto::PathRules path_rules() {
  return {.keys = {crypto::KeyKind::p256}, .schemes = {ecdsa_sha256}, .max_length = 3};
}

bool is_pck_certificate(const Certificate& certificate) {
  return certificate.find_extension(sgx_extension_oid) != nullptr;
}

Error absent(const std::string& what) {
  return Error{Code::not_found, std::string(chain_name), "no " + what + " in the quote or given"}
      .advise("give the PCK certificate chain of this platform as collateral");
}

Result<PckChain> complete_chain(const Certificate& leaf, std::span<const Certificate> pool,
                                crypto::CertificateCache* cache) {
  const Certificate* ca = crypto::find_issuer(leaf, pool, cache);
  if (ca == nullptr) return absent("CA certificate '" + leaf.issuer_common_name + "'");
  const Certificate* root = crypto::find_issuer(*ca, pool, cache);
  if (root == nullptr) return absent("root certificate '" + ca->issuer_common_name + "'");
  return PckChain{{leaf, *ca, *root}};
}

// PCK certificate, CA, root: the order in which most quotes have them. Others exist in the field.
int height(const Certificate& certificate) {
  if (is_pck_certificate(certificate)) return 0;
  return certificate.subject == certificate.issuer ? 2 : 1;
}

Result<PckChain> chain_inside(ByteView bytes, crypto::CertificateCache* cache) {
  AH_ASSIGN(std::vector<Certificate> all, crypto::parse_certificates(chain_name, bytes, cache));
  if (all.size() != 3) {
    return Error{Code::malformed, std::string(chain_name), "wrong number of certificates"}
        .want("3: PCK certificate, CA, root")
        .saw(std::to_string(all.size()));
  }
  const auto out_of_order = [](const Certificate& a, const Certificate& b) {
    return height(b) < height(a);
  };
  if (out_of_order(all[0], all[1])) std::swap(all[0], all[1]);
  if (out_of_order(all[1], all[2])) std::swap(all[1], all[2]);
  if (out_of_order(all[0], all[1])) std::swap(all[0], all[1]);
  return PckChain{{std::move(all[0]), std::move(all[1]), std::move(all[2])}};
}

Result<Certificate> leaf_inside(ByteView bytes, crypto::CertificateCache* cache) {
  AH_ASSIGN(std::vector<Certificate> all, crypto::parse_certificates(chain_name, bytes, cache));
  if (all.size() == 1) return std::move(all.front());
  return Error{Code::malformed, std::string(chain_name), "wrong number of certificates for type 4"}
      .want("1: the PCK certificate")
      .saw(std::to_string(all.size()));
}

// The given PCK certificate whose key signed the report: of several, as after a renewal, one that
// its issuer signed. When none did, any one, so that a check has something to refuse.
const Certificate* find_leaf(const QeCertification& qe, std::span<const Certificate> pool,
                             crypto::CertificateCache* cache) {
  const Certificate* any = nullptr;
  const Certificate* signer = nullptr;
  for (const Certificate& candidate : pool) {
    if (!is_pck_certificate(candidate)) continue;
    any = &candidate;
    if (!crypto::verify(candidate.key, ecdsa_sha256, qe.report_bytes, qe.signature)) continue;
    const Certificate* issuer = crypto::find_issuer(candidate, pool, cache);
    if (issuer != nullptr && crypto::verify_link(candidate, *issuer, cache).ok()) return &candidate;
    if (signer == nullptr) signer = &candidate;
  }
  return signer != nullptr ? signer : any;
}

// The span in which all three are valid, so that dates can be told apart from everything else.
Time latest_begin(const PckChain& chain) {
  return std::max({chain.leaf().not_before, chain.ca().not_before, chain.root().not_before});
}

Status check_names(const PckChain& chain) {
  const auto expect = [](const Certificate& certificate,
                         std::initializer_list<std::string_view> names) -> Status {
    if (std::ranges::find(names, certificate.subject_common_name) != names.end()) return {};
    return Error{Code::denied, "certificate '" + certificate.subject_common_name + "'",
                 "not the certificate that belongs here"}
        .want("'" + std::string(*names.begin()) + "'");
  };
  AH_TRY(expect(chain.leaf(), {"Intel SGX PCK Certificate"}));
  AH_TRY(expect(chain.ca(), {"Intel SGX PCK Processor CA", "Intel SGX PCK Platform CA"}));
  return expect(chain.root(), {"Intel SGX Root CA"});
}

Status check_links(const PckChain& chain, crypto::CertificateCache* cache) {
  AH_TRY(check_names(chain));
  AH_TRY(crypto::verify_link(chain.root(), chain.root(), cache));
  const auto below = std::span(chain.certificates).first<2>();
  return crypto::verify_path(below, chain.root(), latest_begin(chain), path_rules(), cache);
}

Status check_dates(const PckChain& chain, Time at) {
  for (const Certificate& certificate : chain.certificates) {
    // notAfter names a whole second, which still belongs to the validity.
    if (certificate.not_before <= at && at - certificate.not_after < std::chrono::seconds(1))
      continue;
    return Error{Code::denied, "certificate '" + certificate.subject_common_name + "'",
                 at < certificate.not_before ? "not yet valid" : "expired"}
        .want("valid from " + format_time(certificate.not_before) + " to " +
              format_time(certificate.not_after))
        .saw(format_time(at));
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

Result<PckChain> find_chain(const QeCertification& qe, std::span<const Certificate> pool,
                            crypto::CertificateCache* cache) {
  if (qe.inner.type == CertificationType::pck_chain) return chain_inside(qe.inner.bytes, cache);
  if (qe.inner.type == CertificationType::pck_leaf) {
    AH_ASSIGN(const Certificate leaf, leaf_inside(qe.inner.bytes, cache));
    return complete_chain(leaf, pool, cache);
  }
  const Certificate* leaf = find_leaf(qe, pool, cache);
  if (leaf == nullptr) {
    return absent("PCK certificate, which the quote only names: it holds " +
                  std::string(certification_name(qe.inner.type)));
  }
  return complete_chain(*leaf, pool, cache);
}

std::optional<AnchorKind> judge_chain(const PckChain& chain, std::span<const GivenAnchor> given,
                                      Time at, crypto::CertificateCache* cache, CheckRun& run) {
  const Digest256& root = chain.root().key.spki_sha256();
  const auto anchor = anchor_of(root, given);
  const std::string seen = "sha256:" + to_hex(root);
  if (!anchor) {
    run.fail(root_check, chain.root().subject_common_name, seen);
    return std::nullopt;
  }
  run.pass(root_check, chain.root().subject_common_name,
           seen + (anchor == AnchorKind::intel ? ", Intel's" : ", given"));
  if (!run.judge(links_check, chain.leaf().issuer_common_name, check_links(chain, cache), "good"))
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

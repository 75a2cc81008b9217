#include "evidence/nvgpu/chain.h"

#include <algorithm>

#include "base/hex.h"
#include "crypto/x509_path.h"
#include "evidence/nvgpu/anchor.h"
#include "evidence/nvgpu/checks.h"
#include "evidence/nvgpu/fwid.h"

namespace anchorhold::nvgpu {
namespace {

using crypto::Certificate;
using Path = std::span<const Certificate* const>;

// ECDSA P-384 with SHA-384 throughout; the firmware's identity is compared with the report's.
const crypto::PathRules& path_rules() {
  static const crypto::PathRules rules{.understood_critical = {fwid_oids.begin(), fwid_oids.end()}};
  return rules;
}

std::string missing(const SignerPath& path) {
  if (path.certificates.empty()) return "no certificate of a signer";
  const Certificate& top = *path.certificates.back();
  return "no certificate of '" + top.issuer_common_name + "', which issued '" +
         top.subject_common_name + "'";
}

Status check_dates(Path path, Time at) {
  for (const Certificate* certificate : path) AH_TRY(crypto::check_validity(*certificate, at));
  return {};
}

}  // namespace

// Each certificate is asked about its own first second: dates are a check of their own.
Status prove_links(const SignerPath& path, crypto::CertificateCache* cache) {
  const Path certificates = path.certificates;
  if (!path.complete()) {
    return Error{Code::not_found, "certificate chain", missing(path)};
  }
  const crypto::PathRules& rules = path_rules();
  const Certificate& root = *certificates.back();
  AH_ASSIGN(crypto::Issuer issuer, crypto::trust_anchor_key(root, root.not_before, rules, cache));
  for (size_t i = certificates.size() - 2; i > 0; --i) {
    const Certificate& ca = *certificates[i];
    AH_ASSIGN(issuer, crypto::verify_ca(issuer, ca, ca.not_before, rules, cache));
  }
  const Certificate& leaf = *certificates.front();
  return crypto::verify_leaf(issuer, leaf, leaf.not_before, rules, cache);
}

const ChainRules& device_chain() {
  static const ChainRules rules{device_root(), root_check, links_check, validity_check};
  return rules;
}

const ChainRules& rim_chain() {
  static const ChainRules rules{rim_root(), rim_root_check, rim_links_check, rim_validity_check};
  return rules;
}

std::optional<Rooted> judge_chain(const ChainRules& rules, const std::string& subject,
                                  const SignerPath& path, const Status& links,
                                  std::span<const GivenAnchor> given, Time at, CheckRun& run) {
  if (!path.complete()) {
    run.judge(rules.links, subject, links, "");
    return std::nullopt;
  }
  const Certificate& top = *path.certificates.back();
  const Rooted rooted{.vendor = top.digest() == rules.vendor_root, .root = top.digest()};
  const std::string seen = top.subject_common_name + ", sha256:" + to_hex(rooted.root);
  if (!rooted.vendor && !names(given, top.key.spki_sha256())) {
    run.fail(rules.root, subject, seen);
    return std::nullopt;
  }
  run.pass(rules.root, subject, seen);
  const bool linked = run.judge(rules.links, subject, links,
                                std::to_string(path.certificates.size()) + " certificates");
  const bool valid =
      run.judge(rules.validity, subject, check_dates(path.certificates, at), format_time(at));
  if (!linked || !valid) return std::nullopt;
  return rooted;
}

void judge_revocation(const std::string& subject, const SignerPath& path,
                      std::span<const crypto::Crl> crls, bool required, Time at,
                      crypto::CertificateCache* cache, CheckRun& run) {
  size_t asked = 0;
  for (size_t i = 0; i + 1 < path.certificates.size(); ++i) {
    const Certificate& issuer = *path.certificates[i + 1];
    const crypto::Consulted lists = crypto::consult(*path.certificates[i], issuer, crls, at, cache);
    if (lists.authentic == 0 && !lists.refused && !required) continue;
    ++asked;
    const std::string child = "'" + path.certificates[i]->subject_common_name + "'";
    if (lists.authentic == 0) {
      run.fail(revocation_check, subject,
               lists.refused ? lists.refused->to_string() : "no list for " + child + " was given");
    } else if (lists.revoked) {
      run.fail(revocation_check, subject, child + " is revoked");
    } else {
      run.pass(revocation_check, subject, child + " is not on the list");
    }
  }
  if (asked == 0) {
    run.not_applicable(revocation_check, "no list by an issuer of this chain was given");
  }
}

}  // namespace anchorhold::nvgpu

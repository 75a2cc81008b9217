#include "evidence/snp/chain.h"

#include <algorithm>
#include <array>

#include "base/hex.h"
#include "crypto/x509_path.h"
#include "evidence/snp/checks.h"
#include "evidence/snp/dates.h"
#include "evidence/snp/roots.h"

namespace anchorhold::snp {
namespace {

using crypto::Certificate;

constexpr size_t most_namesakes = 8;  // issuers of one name whose keys are tried
constexpr unsigned issuer_bits = 4096;

const crypto::PathRules& amd_path_rules() {
  static const crypto::PathRules rules{
      .keys = {crypto::KeyKind::rsa, crypto::KeyKind::p384},
      .schemes = {{crypto::SignatureKind::rsa_pss, crypto::HashKind::sha384}},
      .max_length = 3,
      .leaf_digital_signature = false};
  return rules;
}

// The first of the namesakes whose key made the child's signature, else the first of them.
const Certificate* pick_issuer(const Certificate& child,
                               std::span<const Certificate* const> namesakes,
                               crypto::CertificateCache* cache) {
  const auto made = [&](const Certificate* issuer) {
    return crypto::verify_link(child, *issuer, cache).ok();
  };
  if (namesakes.size() == 1) return namesakes.front();
  const auto tried = namesakes.first(std::min(namesakes.size(), most_namesakes));
  const auto found = std::ranges::find_if(tried, made);
  if (found != tried.end()) return *found;
  return namesakes.empty() ? nullptr : namesakes.front();
}

std::vector<const Certificate*> intermediates(const Certificate& leaf,
                                              std::span<const Certificate> pool) {
  std::vector<const Certificate*> out;
  for (const Certificate& certificate : pool) {
    if (certificate.subject == leaf.issuer) out.push_back(&certificate);
  }
  return out;
}

std::vector<const Certificate*> roots(const Certificate& intermediate,
                                      std::span<const Certificate> pool,
                                      std::span<const GivenAnchor> given) {
  std::vector<const Certificate*> out;
  for (const Product product : {Product::milan, Product::genoa, Product::turin}) {
    const Certificate& root = amd_root(product);
    if (root.subject == intermediate.issuer) out.push_back(&root);
  }
  for (const Certificate& certificate : pool) {
    if (certificate.subject == intermediate.issuer && names(given, certificate.key.spki_sha256()) &&
        !amd_root_of(certificate.key))
      out.push_back(&certificate);
  }
  return out;
}

Status prove_links(const Chain& chain, Time at, crypto::CertificateCache* cache) {
  for (const Certificate* issuer : {chain.root, chain.intermediate}) {
    if (issuer->key.kind() == crypto::KeyKind::rsa && issuer->key.bits() == issuer_bits) continue;
    return Error{Code::denied, "certificate '" + issuer->subject_common_name + "'",
                 "not the kind of key that AMD issues with"}
        .want("RSA of 4096 bits")
        .saw(std::string(key_kind_name(issuer->key.kind())) + " of " +
             std::to_string(issuer->key.bits()) + " bits");
  }
  if (chain.leaf->key.kind() != crypto::KeyKind::p384) {
    return Error{Code::denied, "certificate '" + chain.leaf->subject_common_name + "'",
                 "not the kind of key that signs reports"}
        .want("P-384")
        .saw(std::string(key_kind_name(chain.leaf->key.kind())));
  }
  AH_ASSIGN(const crypto::Issuer root, crypto::trust_anchor(*chain.root, at, amd_path_rules()));
  AH_ASSIGN(const crypto::Issuer issuer,
            crypto::verify_ca(root, *chain.intermediate, at, amd_path_rules(), cache));
  return crypto::verify_leaf(issuer, *chain.leaf, at, amd_path_rules(), cache);
}

}  // namespace

std::optional<Chain> find_chain(const Certificate& leaf, std::span<const Certificate> pool,
                                std::span<const GivenAnchor> given, crypto::CertificateCache* cache,
                                CheckRun& run) {
  Chain chain;
  chain.leaf = &leaf;
  chain.intermediate = pick_issuer(leaf, intermediates(leaf, pool), cache);
  if (chain.intermediate == nullptr) {
    run.fail(certificates_check, leaf.subject_common_name,
             "no certificate of its issuer, '" + leaf.issuer_common_name + "'");
    return std::nullopt;
  }
  run.pass(certificates_check, leaf.subject_common_name,
           "issued by '" + leaf.issuer_common_name + "'");
  const Certificate& intermediate = *chain.intermediate;
  chain.root = pick_issuer(intermediate, roots(intermediate, pool, given), cache);
  if (chain.root == nullptr) {
    run.fail(root_check, intermediate.subject_common_name,
             "issued by '" + intermediate.issuer_common_name +
                 "', which is neither AMD's nor named by the caller");
    return std::nullopt;
  }
  chain.amd = amd_root_of(chain.root->key);
  run.pass(root_check, chain.root->subject_common_name,
           "key sha256:" + to_hex(chain.root->key.spki_sha256()));
  return chain;
}

bool prove_chain(const Chain& chain, Time at, crypto::CertificateCache* cache, CheckRun& run) {
  const std::array path = {chain.leaf, chain.intermediate, chain.root};
  const Status links = prove_links(chain, nearest_valid(path, at), cache);
  run.judge(links_check, chain.leaf->subject_common_name, links, "proven link by link");
  judge_dates(validity_check, path, at, run);
  return links.ok();
}

void judge_revocation(const Chain& chain, std::span<const crypto::Crl> crls, bool required, Time at,
                      crypto::CertificateCache* cache, CheckRun& run) {
  const std::string& issuer = chain.root->subject_common_name;
  std::vector<const crypto::Crl*> good;
  std::optional<Error> bad;
  for (const crypto::Crl& crl : crls) {
    if (crl.issuer != chain.root->subject) continue;
    Status status = crypto::verify_crl(crl, *chain.root, at, cache);
    if (status.ok())
      good.push_back(&crl);
    else if (!bad)
      bad = status.take_error();
  }
  if (good.empty() && !bad && !required) {
    run.not_applicable(crl_check, "no list of '" + issuer + "' was given, and none is demanded");
    run.not_applicable(revocation_check, "no list of '" + issuer + "' was given");
    return;
  }
  if (good.empty()) {
    run.fail(crl_check, issuer, bad ? bad->to_string() : "no list of this root was given");
    return;
  }
  run.pass(crl_check, issuer, "made " + format_time(good.front()->this_update));
  const std::string& subject = chain.intermediate->subject_common_name;
  const bool revoked = std::ranges::any_of(
      good, [&](const crypto::Crl* crl) { return crypto::revokes(*crl, *chain.intermediate); });
  if (revoked)
    run.fail(revocation_check, subject, "revoked, serial " + to_hex(chain.intermediate->serial));
  else
    run.pass(revocation_check, subject, "not on the list");
}

}  // namespace anchorhold::snp

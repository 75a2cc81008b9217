#include "evidence/dcap/chain.h"

#include <algorithm>

#include "crypto/hash.h"
#include "crypto/x509_path.h"
#include "evidence/dcap/scheme.h"

namespace anchorhold::dcap {
namespace {

using crypto::Certificate;
using Certificates = std::array<Certificate, 3>;

constexpr std::string_view chain_name = "PCK certificate chain";

// Genuine ones have half of it. Text between the certificates could make one chain many.
constexpr size_t longest_kept = size_t{8} << 10;

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

// The span in which all three are valid, so that dates can be told apart from everything else.
Time latest_begin(const Certificates& chain) {
  return std::max({chain[0].not_before, chain[1].not_before, chain[2].not_before});
}

Status check_names(const Certificates& chain) {
  const auto expect = [](const Certificate& certificate,
                         std::initializer_list<std::string_view> names) -> Status {
    if (std::ranges::find(names, certificate.subject_common_name) != names.end()) return {};
    return Error{Code::denied, "certificate '" + certificate.subject_common_name + "'",
                 "not the certificate that belongs here"}
        .want("'" + std::string(*names.begin()) + "'");
  };
  AH_TRY(expect(chain[0], {"Intel SGX PCK Certificate"}));
  AH_TRY(expect(chain[1], {"Intel SGX PCK Processor CA", "Intel SGX PCK Platform CA"}));
  return expect(chain[2], {"Intel SGX Root CA"});
}

Status check_links(const Certificates& chain, crypto::CertificateCache* cache) {
  AH_TRY(check_names(chain));
  AH_TRY(crypto::verify_link(chain[2], chain[2], cache));
  const auto below = std::span(chain).first<2>();
  return crypto::verify_path(below, chain[2], latest_begin(chain), path_rules(), cache);
}

Result<PckExtension> platform_of(const Certificate& leaf) {
  const crypto::Extension* extension = leaf.find_extension(sgx_extension_oid);
  if (extension == nullptr)
    return Error{Code::not_found, "PCK certificate", "it has no SGX extension"};
  return parse_pck_extension(extension->value);
}

FoundChain chain_of(Certificates certificates, crypto::CertificateCache* cache) {
  Status links = check_links(certificates, cache);
  auto platform = platform_of(certificates[0]);
  return {.chain = std::make_shared<const PckChain>(
              PckChain{std::move(certificates), std::move(links), std::move(platform)}),
          .text = std::nullopt};
}

Result<FoundChain> complete_chain(const Certificate& leaf, std::span<const Certificate> pool,
                                  crypto::CertificateCache* cache) {
  const Certificate* ca = crypto::find_issuer(leaf, pool, cache);
  if (ca == nullptr) return absent("CA certificate '" + leaf.issuer_common_name + "'");
  const Certificate* root = crypto::find_issuer(*ca, pool, cache);
  if (root == nullptr) return absent("root certificate '" + ca->issuer_common_name + "'");
  return chain_of({leaf, *ca, *root}, cache);
}

// PCK certificate, CA, root: the order in which most quotes have them. Others exist in the field.
int height(const Certificate& certificate) {
  if (is_pck_certificate(certificate)) return 0;
  return certificate.subject == certificate.issuer ? 2 : 1;
}

Result<FoundChain> read_chain(ByteView bytes, crypto::CertificateCache* cache) {
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
  return chain_of({std::move(all[0]), std::move(all[1]), std::move(all[2])}, cache);
}

Result<FoundChain> chain_inside(ByteView bytes, crypto::CertificateCache* cache) {
  if (cache == nullptr || bytes.size() > longest_kept) return read_chain(bytes, cache);
  const Digest256 digest = crypto::sha256(bytes);
  if (auto known = cache->recall<PckChain>(digest)) return FoundChain{std::move(known), {}};
  AH_ASSIGN(FoundChain found, read_chain(bytes, cache));
  found.text = digest;
  return found;
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

}  // namespace

Result<FoundChain> find_chain(const QeCertification& qe, std::span<const Certificate> pool,
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

void remember_chain(const QeCertification& qe, const FoundChain& found,
                    crypto::CertificateCache* cache) {
  if (cache == nullptr || !found.text) return;
  if (!found.chain->links.ok() || !found.chain->platform.ok()) return;
  cache->remember_fact(*found.text, found.chain, qe.inner.bytes.size());
}

}  // namespace anchorhold::dcap

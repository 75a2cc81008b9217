// What SEV-SNP reports need: AMD's certificates for this chip and firmware.

#include "base/hex.h"
#include "base/printable.h"
#include "crypto/x509_path.h"
#include "evidence/snp/kds_url.h"
#include "evidence/snp/key_certificate.h"
#include "verifier/needs/formats.h"
#include "verifier/needs/offers.h"
#include "verifier/role.h"

namespace anchorhold::verifier {
namespace {

using crypto::Certificate;
using snp::Product;
using snp::SigningKey;

// Subject: what the report says of itself, and the certificate of its key when that is there.
struct Subject {
  snp::Report report;
  std::vector<Product> products;  // more than one where the report does not tell
  const Certificate* leaf = nullptr;
};

bool masked(const snp::Report& report) {
  return report.chip_id == ByteArray<64>{};
}

// Why the certificate is not for this report; empty when it is.
std::string misfit(const snp::KeyCertificate& key, const snp::Report& report) {
  if (key.type != report.signing_key)
    return "the report was signed by a " + std::string(signing_key_name(report.signing_key));
  const auto product = snp::product_from_name(key.product_name);
  if (!product) return "of an unknown product, " + printable(key.product_name);
  if (key.hardware_id && !masked(report) && !snp::is_chip(*key.hardware_id, report.chip_id))
    return "of another chip";
  const Status certified = snp::certifies(key, *product, report.reported_tcb);
  return certified.ok() ? "" : "of another TCB: " + certified.error().to_string();
}

// Only Turin came after reports had begun to name their processor.
std::vector<Product> products_of(const snp::Report& report, const Certificate* leaf) {
  std::optional<Product> known;
  if (report.cpuid) known = snp::product_from_cpuid(*report.cpuid);
  if (!known && leaf != nullptr) {
    const auto key = snp::read_key_certificate(*leaf);
    if (key.ok()) known = snp::product_from_name(key->product_name);
  }
  if (known) return {*known};
  return {Product::milan, Product::genoa};
}

template <class Url>
std::vector<Origin> origins(const Subject& subject, Url url) {
  std::vector<Origin> out;
  for (const Product product : subject.products) out.push_back({url(product)});
  return out;
}

// A name for all of the products that may be meant: "Milan" or "Milan-Genoa".
std::string products_text(const Subject& subject) {
  std::string text;
  for (const Product product : subject.products)
    text += (text.empty() ? "" : "-") + std::string(snp::product_name(product));
  return text;
}

Need leaf_need(const NeedsQuestion& question, const Subject& subject, const Offers& offers) {
  const snp::Report& report = subject.report;
  const std::string key(signing_key_name(report.signing_key));
  constexpr size_t shown = 8;
  const std::string chip = to_hex(ByteView(report.chip_id).first(shown));
  const std::string tcb = to_hex(report.reported_tcb.big_endian());
  Need need{.id = "snp.key_certificate", .what = key + " certificate at TCB " + tcb};
  if (report.signing_key == SigningKey::vlek) {
    need.what += "; the cloud provider hands it out beside the report, in its certificate table";
  } else if (masked(report)) {
    need.what += "; the chip id is masked: ask whoever runs the machine";
  } else {
    need.what += " of the chip " + chip + "...";
    need.file = "snp-vcek-" + chip + "-" + tcb + ".der";
    need.role = role::certificate;
    need.origins = origins(subject, [&](Product product) {
      return snp::vcek_url(question.sites.amd, product, report.chip_id, report.reported_tcb);
    });
  }
  return offers.settle(std::move(need));
}

const Certificate* find_leaf(const NeedsQuestion& question, const snp::Report& report,
                             Offers& offers) {
  const Certificate* leaf = nullptr;
  for (const Certificate& certificate : question.material.certificates()) {
    if (!snp::is_key_certificate(certificate)) continue;
    const auto key = snp::read_key_certificate(certificate);
    const std::string why = key.ok() ? misfit(*key, report) : key.error().to_string();
    if (!why.empty()) {
      offers.add_other(name_of(certificate), why);
      continue;
    }
    offers.add(certificate);
    leaf = &certificate;
  }
  return leaf;
}

// AMD's names: "SEV-Milan" issues VCEKs, "SEV-VLEK-Milan" VLEKs, "ARK-Milan" issues both of these.
bool is_authority(const std::string& common_name) {
  return common_name.starts_with("SEV-") && common_name != "SEV-VCEK" && common_name != "SEV-VLEK";
}

bool is_named(const Subject& subject, const std::string& stem, const std::string& name) {
  for (const Product product : subject.products)
    if (name == stem + std::string(snp::product_name(product))) return true;
  return false;
}

Need issuer_need(const NeedsQuestion& question, const Subject& subject) {
  const SigningKey key = subject.report.signing_key;
  const bool vlek = key == SigningKey::vlek;
  const std::string stem = vlek ? "SEV-VLEK-" : "SEV-";
  Offers offers(question.at);
  for (const Certificate& certificate : question.material.certificates()) {
    const std::string& name = certificate.subject_common_name;
    if (!is_authority(name)) continue;
    if (!is_named(subject, stem, name)) {
      offers.add_other(name_of(certificate), "of another product or kind of key");
    } else if (subject.leaf != nullptr &&
               !crypto::verify_link(*subject.leaf, certificate, question.cache).ok()) {
      offers.add_other(name_of(certificate),
                       "it did not sign this " + std::string(signing_key_name(key)));
    } else {
      offers.add(certificate);
    }
  }
  const std::string products = products_text(subject);
  return offers.settle(
      {.id = "snp.issuer",
       .what = std::string(vlek ? "ASVK" : "ASK") + " certificate of " + products,
       .origins = origins(
           subject,
           [&](Product product) { return snp::cert_chain_url(question.sites.amd, product, key); }),
       .file = std::string("snp-") + (vlek ? "asvk-" : "ask-") + products + ".pem",
       .role = role::certificate});
}

Need list_need(const NeedsQuestion& question, const Subject& subject) {
  const SigningKey key = subject.report.signing_key;
  Offers offers(question.at);
  for (const crypto::Crl& crl : question.material.crls()) {
    if (is_named(subject, "ARK-", crl.issuer_common_name)) {
      offers.add(crl);
    } else if (crl.issuer_common_name.starts_with("ARK-")) {
      offers.add_other(name_of(crl), "of another product");
    }
  }
  const std::string products = products_text(subject);
  return offers.settle({.id = "snp.crl",
                        .what = "revocation list of ARK-" + products,
                        .required = false,
                        .origins = origins(subject,
                                           [&](Product product) {
                                             return snp::crl_url(question.sites.amd, product, key);
                                           }),
                        .file = "snp-crl-" + products + ".der",
                        .role = role::crl});
}

}  // namespace

Result<Needs> snp_needs(const NeedsQuestion& question) {
  AH_ASSIGN(const auto parsed, snp::parse_report(question.evidence));
  Subject subject{.report = parsed.claimed(), .products = {}};
  Offers leaves(question.at);
  subject.leaf = find_leaf(question, subject.report, leaves);
  subject.products = products_of(subject.report, subject.leaf);
  Needs needs;
  needs.push_back(leaf_need(question, subject, leaves));
  needs.push_back(issuer_need(question, subject));
  needs.push_back(list_need(question, subject));
  return needs;
}

}  // namespace anchorhold::verifier

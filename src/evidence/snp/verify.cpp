#include "evidence/snp/verify.h"

#include <algorithm>

#include "base/hex.h"
#include "evidence/snp/chain.h"
#include "evidence/snp/checks.h"
#include "evidence/snp/claims.h"
#include "evidence/snp/consistency.h"
#include "evidence/snp/key_certificate.h"
#include "evidence/snp/report.h"
#include "evidence/snp/uvm_endorsement.h"

namespace anchorhold::snp {
namespace {

constexpr size_t most_keys = 8;  // certificates that fit a report equally well

struct Context {
  ByteView bytes;
  const Report& report;
  const Endorsements& endorsements;
  std::span<const GivenAnchor> given;
  Time at;
  crypto::CertificateCache* cache;
};

// How well a certificate fits the report, by what it says of itself: the kind of key, the chip, the
// TCB. Whether it holds is proven later.
int fitness(const crypto::Certificate& certificate, const Report& report) {
  const auto key = read_key_certificate(certificate);
  if (!key.ok()) return 1;
  int out = 2;
  if (key->type == report.signing_key) out += 8;
  if (key->hardware_id && is_chip(*key->hardware_id, report.chip_id)) out += 4;
  const auto product = product_from_name(key->product_name);
  if (product && certifies(*key, *product, report.reported_tcb).ok()) out += 2;
  return out;
}

// The certificates that fit best: more than one when the KDS has certified the same key repeatedly,
// or when somebody offers a forged twin.
std::vector<const crypto::Certificate*> best_keys(const Report& report,
                                                  std::span<const crypto::Certificate> pool) {
  std::vector<const crypto::Certificate*> out;
  int best = 0;
  for (const crypto::Certificate& certificate : pool) {
    if (!is_key_certificate(certificate)) continue;
    const int fit = fitness(certificate, report);
    if (fit > best) out.clear();
    best = std::max(best, fit);
    if (fit == best && out.size() < most_keys) out.push_back(&certificate);
  }
  return out;
}

void judge_signature(const Context& context, const crypto::Certificate& leaf, CheckRun& run) {
  const Report& report = context.report;
  const bool none = std::ranges::all_of(report.signature, [](uint8_t b) { return b == 0; });
  if (none || report.signing_key == SigningKey::none) {
    run.fail(signature_check, std::string(report_object),
             "the firmware signed nothing (MASK_CHIP_KEY " +
                 std::to_string(report.mask_chip_key ? 1 : 0) + ", SIGNING_KEY " +
                 std::string(signing_key_name(report.signing_key)) + ")");
    return;
  }
  const bool good =
      crypto::verify(leaf.key, {crypto::SignatureKind::ecdsa, crypto::HashKind::sha384},
                     context.bytes.first(signed_size), report.signature);
  if (good)
    run.pass(signature_check, std::string(report_object), "good");
  else
    run.fail(signature_check, std::string(report_object),
             "not by the key of '" + leaf.subject_common_name + "'");
}

// The checks that take what the certificate says of its key.
void judge_certified(const Context& context, const Chain& chain, CheckRun& run, Claims& claims) {
  const auto key = read_key_certificate(*chain.leaf);
  if (!judge_key(context.report, chain, key, run)) return;
  const auto product = judge_product(context.report, chain, *key, run);
  judge_chip(context.report, *key, run);
  if (!product) return;
  run.judge(tcb_check, std::string(report_object),
            certifies(*key, *product, context.report.reported_tcb),
            "0x" + to_hex(context.report.reported_tcb.big_endian()) + ", as certified");
  add_certified(*key, *product, context.report, claims);
}

void judge_uvm(const Context& context, CheckRun& run, Claims& claims) {
  if (context.endorsements.uvm_endorsement) {
    judge_uvm_endorsement(*context.endorsements.uvm_endorsement, context.report.measurement,
                          context.given, context.at, context.cache, run, claims);
    return;
  }
  for (const Check* check : {&uvm_structure_check, &uvm_chain_check, &uvm_validity_check,
                             &uvm_signature_check, &uvm_measurement_check})
    run.not_applicable(*check, "no endorsement of a utility VM was given");
}

Verification verify_with(const Context& context, const crypto::Certificate* leaf) {
  CheckRun run(check_table());
  Claims claims = said_by(context.report);
  run.pass(structure_check, std::string(report_object),
           "version " + std::to_string(context.report.version));
  if (leaf == nullptr) {
    run.fail(certificates_check, std::string(report_object),
             "no certificate of a " + std::string(signing_key_name(context.report.signing_key)) +
                 " was given");
  } else if (const auto chain = find_chain(*leaf, context.endorsements.certificates, context.given,
                                           context.cache, run)) {
    const bool linked = prove_chain(*chain, context.at, context.cache, run);
    judge_revocation(*chain, context.endorsements.crls, context.endorsements.require_crl,
                     context.at, context.cache, run);
    judge_signature(context, *leaf, run);
    if (linked) judge_certified(context, *chain, run, claims);
    claims.hardware_rooted = linked && chain->amd.has_value();
    claims.root = chain->amd ? chain->root->digest() : chain->root->key.spki_sha256();
  }
  judge_consistency(context.report, run);
  judge_uvm(context, run, claims);
  return conclude(std::move(run), std::move(claims));
}

}  // namespace

Verification verify_report(ByteView report, const Endorsements& endorsements,
                           std::span<const GivenAnchor> given, Time at,
                           crypto::CertificateCache* cache) {
  const auto parsed = parse_report(report);
  if (!parsed.ok()) {
    CheckRun run(check_table());
    run.fail(structure_check, std::string(report_object), parsed.error().to_string());
    return unreadable(std::move(run));
  }
  const Context context{report, parsed->claimed(), endorsements, given, at, cache};
  const auto keys = best_keys(context.report, endorsements.certificates);
  if (keys.empty()) return verify_with(context, nullptr);
  Verification first = verify_with(context, keys.front());
  for (size_t i = 1; i < keys.size() && !first.claims; ++i) {
    Verification next = verify_with(context, keys[i]);
    if (next.claims) return next;
  }
  return first;
}

}  // namespace anchorhold::snp

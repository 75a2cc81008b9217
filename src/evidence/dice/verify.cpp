#include "evidence/dice/verify.h"

#include <algorithm>
#include <array>

#include "base/hex.h"
#include "evidence/dice/cbor_chain.h"
#include "evidence/dice/checks.h"

namespace anchorhold::dice {
namespace {

using crypto::Certificate;

void finish_said(const std::optional<Digest256>& anchor, const crypto::SubjectKey& leaf,
                 Claims& said) {
  if (anchor) said.root = *anchor;
  said.public_key = leaf.spki();
  said.vendor.emplace("public_key", leaf.spki());
}

Verification verify_x509(std::span<const Certificate> own, const Trust& trust, Time at,
                         crypto::CertificateCache* cache, CheckRun run) {
  Claims said{.tee = TeeKind::dice, .format = "DICE certificate chain, X.509"};
  std::optional<Digest256> anchor;
  const auto path = judge_x509(own, trust, at, cache, run, anchor);
  Status layers;
  for (size_t i = 0; i < path.size() && layers.ok(); ++i) {
    auto layer = read_layer(*path[i]);
    if (!layer.ok()) {
      layers = layer.take_error();
    } else {
      add_layer(*layer, i, said);
      said.platform = layer->ueid ? to_hex(*layer->ueid) : layer->subject;
    }
  }
  run.judge(layers_check, own.front().subject_common_name, layers,
            std::to_string(path.size()) + " layers");
  finish_said(anchor, own.front().key, said);
  return conclude(std::move(run), std::move(said));
}

Verification verify_cbor(const CborChain& chain, const Trust& trust, Time at, CheckRun run) {
  Claims said{.tee = TeeKind::dice, .format = "DICE certificate chain, CBOR"};
  std::optional<Digest256> anchor;
  judge_cbor(chain, trust, at, run, anchor);
  const auto& certificates = chain.certificates;
  for (size_t i = 0; i < certificates.size(); ++i) {
    add_layer(certificates[certificates.size() - 1 - i].layer, i, said);
  }
  said.platform = certificates.front().issuer;
  run.pass(layers_check, certificates.back().subject,
           std::to_string(certificates.size()) + " layers");
  finish_said(anchor, certificates.back().key, said);
  return conclude(std::move(run), std::move(said));
}

Verification refuse(CheckRun run, const Error& error) {
  run.fail(structure_check, "DICE chain", error.to_string());
  return unreadable(std::move(run));
}

}  // namespace

bool looks_like_chain(ByteView bytes) {
  if (looks_like_cbor_chain(bytes)) return parse_cbor_chain(bytes).ok();
  const auto certificates = crypto::parse_certificates("certificate", bytes);
  if (!certificates.ok()) return false;
  constexpr std::array<std::string_view, 4> marks = {open_profile_oid, tcb_info_oid, ueid_oid,
                                                     multi_tcb_info_oid};
  return std::ranges::any_of(marks, [&](std::string_view oid) {
    return certificates->front().find_extension(oid) != nullptr;
  });
}

Verification verify_chain(ByteView evidence, const Endorsements& endorsements,
                          std::span<const GivenAnchor> given, Time at,
                          crypto::CertificateCache* cache) {
  CheckRun run(check_table());
  const Trust trust = {
      .certificates = endorsements.certificates, .keys = endorsements.keys, .given = given};
  if (looks_like_cbor_chain(evidence)) {
    const auto chain = parse_cbor_chain(evidence);
    if (!chain.ok()) return refuse(std::move(run), chain.error());
    run.pass(structure_check, "DICE chain",
             std::to_string(chain->certificates.size()) + " CBOR certificates");
    return verify_cbor(*chain, trust, at, std::move(run));
  }
  const auto own = crypto::parse_certificates("DICE chain", evidence, cache);
  if (!own.ok()) return refuse(std::move(run), own.error());
  run.pass(structure_check, "DICE chain", std::to_string(own->size()) + " X.509 certificates");
  return verify_x509(*own, trust, at, cache, std::move(run));
}

}  // namespace anchorhold::dice

#include "evidence/dcap/verify.h"

#include "base/hex.h"
#include "crypto/hash.h"
#include "evidence/dcap/chain.h"
#include "evidence/dcap/checks.h"
#include "evidence/dcap/claims.h"
#include "evidence/dcap/scheme.h"

namespace anchorhold::dcap {
namespace {

// The parts of one verification.
struct Circumstances {
  const PreparedCollateral& collateral;
  std::span<const GivenAnchor> given;
  Time at;
  crypto::CertificateCache* cache;
};

// The platform of which the PCK certificate is, or null.
const PckExtension* judge_pck(const PckChain& chain, CheckRun& run) {
  const std::string& name = chain.leaf().subject_common_name;
  if (!chain.platform.ok()) {
    run.fail(pck_check, name, chain.platform.error().to_string());
    return nullptr;
  }
  run.pass(pck_check, name, "FMSPC " + to_hex(chain.platform->fmspc));
  return &*chain.platform;
}

void judge_signature(const Check& check, const std::string& subject, const crypto::SubjectKey& key,
                     ByteView message, ByteView signature, CheckRun& run) {
  if (crypto::verify(key, ecdsa_sha256, message, signature)) {
    run.pass(check, subject, "good");
  } else {
    run.fail(check, subject, "not a signature of the key over these bytes");
  }
}

ByteArray<64> bound_report_data(const Quote& quote) {
  crypto::Hasher hasher(crypto::HashKind::sha256);
  hasher.update(quote.attestation_key);
  hasher.update(quote.qe.auth_data);
  ByteArray<64> out{};
  std::ranges::copy(hasher.finish(), out.begin());
  return out;
}

void judge_binding(const Quote& quote, CheckRun& run) {
  const bool same = quote.qe.report.report_data == bound_report_data(quote);
  if (same) {
    run.pass(binding_check, "QE report", "as expected");
  } else {
    run.fail(binding_check, "QE report", to_hex(quote.qe.report.report_data));
  }
}

// Who signed what: PCK key, QE report, attestation key, quote.
void judge_signatures(const Quote& quote, const PckChain& chain, CheckRun& run) {
  judge_signature(qe_signature_check, "QE report", chain.leaf().key, quote.qe.report_bytes,
                  quote.qe.signature, run);
  judge_binding(quote, run);
  const ByteView key = quote.attestation_key;
  const auto attestation_key = crypto::SubjectKey::from_ec_xy(
      "attestation key", crypto::KeyKind::p256, key.first(32), key.last(32));
  if (!attestation_key.ok()) {
    run.fail(signature_check, "quote", attestation_key.error().to_string());
    return;
  }
  judge_signature(signature_check, "quote", *attestation_key, quote.signed_bytes, quote.signature,
                  run);
}

TcbInput tcb_input(const Quote& quote, const PckExtension& pck) {
  TcbInput out{.tee = quote.header.tee,
               .fmspc = pck.fmspc,
               .pce_id = pck.pce_id,
               .sgx_components = pck.components,
               .pce_svn = pck.pce_svn,
               .qe_report = quote.qe.report};
  if (const auto* td = std::get_if<TdReport>(&quote.body)) out.td = td->tcb;
  return out;
}

// Everything that follows once the bytes of the quote could be read.
void judge_quote(const Quote& quote, const Circumstances& with, CheckRun& run, Claims& claims) {
  const auto found = find_chain(quote.qe, with.collateral.certificates, with.cache);
  const std::string kind(certification_name(quote.qe.inner.type));
  if (!found.ok()) {
    run.fail(certification_check, kind, found.error().to_string());
    return;
  }
  const PckChain& chain = *found->chain;
  run.pass(certification_check, kind, chain.leaf().issuer_common_name);
  const auto anchor = judge_chain(chain, with.given, with.at, run);
  const PckExtension* pck = judge_pck(chain, run);
  if (pck != nullptr) add_platform(*pck, chain.leaf().issuer_common_name, claims);
  if (!anchor) return;
  remember_chain(quote.qe, *found, with.cache);
  claims.hardware_rooted = anchor == AnchorKind::intel;
  claims.root = chain.root().key.spki_sha256();
  judge_signatures(quote, chain, run);
  const crypto::Crl* root_crl =
      judge_revocation(chain, with.collateral.crls, with.at, with.cache, run);
  if (pck == nullptr) return;
  const CollateralUse use{.anchor = claims.root, .at = with.at, .root_crl = root_crl};
  const auto tcb = judge_collateral(with.collateral.set, tcb_input(quote, *pck), use, run);
  if (tcb) add_tcb(*tcb, claims);
}

}  // namespace

PreparedCollateral prepare_collateral(const QuoteCollateral& collateral,
                                      std::span<const GivenAnchor> given,
                                      crypto::CertificateCache* cache) {
  std::vector<Digest256> anchors = {intel_root()};
  for (const GivenAnchor& anchor : given) anchors.push_back(anchor.spki_sha256);
  return {.set = read_collateral(collateral.documents, collateral.certificates, anchors, cache),
          .certificates = {collateral.certificates.begin(), collateral.certificates.end()},
          .crls = {collateral.crls.begin(), collateral.crls.end()}};
}

Verification verify_quote(ByteView bytes, const PreparedCollateral& collateral,
                          std::span<const GivenAnchor> given, Time at,
                          crypto::CertificateCache* cache) {
  CheckRun run(check_table());
  const auto quote = parse_quote(bytes);
  if (!quote.ok()) {
    run.fail(structure_check, "quote", quote.error().to_string());
    return unreadable(std::move(run));
  }
  Claims claims = quote_claims(quote->claimed());
  run.pass(structure_check, claims.format,
           std::to_string(bytes.size()) + " bytes, of them " +
               std::to_string(quote->claimed().padding) + " of padding");
  judge_quote(quote->claimed(), {collateral, given, at, cache}, run, claims);
  return conclude(std::move(run), std::move(claims));
}

Verification verify_quote(ByteView bytes, const QuoteCollateral& collateral,
                          std::span<const GivenAnchor> given, Time at,
                          crypto::CertificateCache* cache) {
  return verify_quote(bytes, prepare_collateral(collateral, given, cache), given, at, cache);
}

}  // namespace anchorhold::dcap

#include "cases.h"
#include "testkit/forged_snp.h"
#include "testkit/forged_snp_uvm.h"

namespace anchorhold::golden {
namespace {

using testkit::SnpForge;
namespace at = testkit::snp_at;

Case demanded(std::string name, Bytes evidence, const SnpForge& forge,
              const testkit::SnpKeySpec& key) {
  Case out{std::move(name), std::move(evidence), {}};
  out.demands.collateral = {file("key.der", forge.certify(key).der),
                            file("ask.der", forge.ask().der), file("asvk.der", forge.asvk().der),
                            file("list.crl", forge.revoke(forge.revocation()).der)};
  out.demands.anchors = {file("ark.der", forge.ark().der)};
  out.demands.at_ms = milliseconds(SnpForge::at());
  return out;
}

// signed_with: a good report with one byte changed before it is signed.
Bytes signed_with(const SnpForge& forge, size_t place, uint8_t value) {
  Bytes body = forge.body();
  body.at(place) = value;
  return SnpForge::sign(body);
}

Case id_block() {
  Digest384 digest{};
  digest.fill(0x3e);
  const testkit::ForgedIdBlock forged = testkit::forge_id_block(digest);
  Case out{"snp-id-block.authentic", forged.block, {}};
  out.demands.collateral = {file("auth.bin", forged.auth, "auth_info")};
  out.demands.at_ms = milliseconds(SnpForge::at());
  return out;
}

}  // namespace

std::vector<Case> snp_cases() {
  const SnpForge milan;
  const SnpForge turin(testkit::SnpLine::turin);
  const Case good = expecting(demanded("snp.accepted", milan.good(), milan, milan.vcek()));
  const Case block = id_block();
  Bytes other_block = block.evidence;
  other_block.front() ^= 1;
  return {
      good,
      expecting(
          demanded("snp.accepted-vlek", SnpForge::sign(milan.vlek_body(), 2), milan, milan.vlek())),
      expecting(demanded("snp.accepted-turin", SnpForge::sign(turin.body(5)), turin, turin.vcek())),
      good.with("snp.debug", signed_with(milan, at::policy + 2, 0x0b)),
      good.with("snp.measurement", signed_with(milan, at::measurement, 0x3f)),
      good.with("snp.tcb", signed_with(milan, at::reported_tcb, 0)),
      good.with("snp.version", signed_with(milan, at::version, 4)),
      truncated_as("snp", good),
      good.with("snp.signature", SnpForge::sign(milan.body(), 2)),
      good.changed("snp.report-data", other_report_data),
      good.changed("snp.no-policy", [](auto& d) { d.policy.clear(); }),
      good.changed("snp.no-anchor", [](auto& d) { d.anchors.clear(); }),
      good.changed("snp.no-crl",
                   [](auto& d) {
                     d.collateral.pop_back();
                     d.require_crl = true;
                   }),
      good.changed("snp.revoked",
                   [&](auto& d) {
                     const auto spec = milan.revocation({milan.ask().serial});
                     d.collateral.back().bytes = milan.revoke(spec).der;
                   }),
      good.changed("snp.stale", [](auto& d) { d.at_ms += std::int64_t{90} * 24 * 3600 * 1000; }),
      block,
      block.with("snp-id-block.altered", other_block),
      truncated_as("snp-id-block", block),
  };
}

}  // namespace anchorhold::golden

#include "base/hex.h"
#include "cases.h"
#include "testkit/forged_nitro_tpm.h"
#include "testkit/forged_nsm.h"

namespace anchorhold::golden {
namespace {

using testkit::NitroTpmForge;
using testkit::NsmForge;

Case below_root(std::string name, Bytes evidence, const nsm::Anchor& anchor, Time at) {
  Case out{std::move(name), std::move(evidence), {}};
  out.demands.software_roots = {to_hex(std::get<nsm::SoftwareAnchor>(anchor).root)};
  out.demands.at_ms = milliseconds(at);
  return out;
}

std::vector<Case> enclave_cases() {
  const NsmForge forge;
  const Case good =
      expecting(below_root("nitro.accepted", forge.good(), forge.anchor(), NsmForge::at()));
  nsm::Document debug = forge.document();
  for (const unsigned i : {0U, 1U, 2U}) debug.pcrs.at(i).fill(0);
  nsm::Document other = forge.document();
  other.pcrs.at(0)[0] ^= 1;
  return {
      good,
      good.with("nitro.debug", forge.sign(debug)),
      good.with("nitro.measurement", forge.sign(other)),
      good.with("nitro.signature", altered_at_end(good.evidence)),
      good.with("nitro.not-recognised", cut_short(good.evidence)),
      truncated_as("nitro", good),
      good.changed("nitro.nonce", other_nonce),
      good.changed("nitro.no-root", [](auto& d) { d.software_roots.clear(); }),
      good.changed("nitro.expired", [](auto& d) { d.at_ms += std::int64_t{24} * 3600 * 1000; }),
  };
}

std::vector<Case> machine_cases() {
  const NitroTpmForge forge;
  const Case good = expecting(
      below_root("nitro-tpm.accepted", forge.good(), forge.anchor(), NitroTpmForge::at()));
  nsm::TpmDocument other = forge.document();
  other.tpm_registers.at(4)[0] ^= 1;
  nsm::TpmDocument missing = forge.document();
  missing.tpm_registers.erase(7);
  return {
      good,
      good.with("nitro-tpm.measurement", forge.sign(other)),
      good.with("nitro-tpm.register-missing", forge.sign(missing)),
      good.changed("nitro-tpm.nonce", other_nonce),
      truncated_as("nitro-tpm", good),
  };
}

}  // namespace

std::vector<Case> nitro_cases() {
  std::vector<Case> all = enclave_cases();
  for (Case& more : machine_cases()) all.push_back(std::move(more));
  return all;
}

}  // namespace anchorhold::golden

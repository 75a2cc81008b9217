#include "cases.h"
#include "testkit/forged_dice.h"
#include "testkit/forged_keystone.h"
#include "testkit/forged_nvgpu.h"

namespace anchorhold::golden {
namespace {

using testkit::DiceForge;
using testkit::KeystoneForge;
using testkit::NvidiaForge;

Case gpu(std::string name, const NvidiaForge& forge, const testkit::ForgedMeasurements& content) {
  Case out{std::move(name), forge.sign(NvidiaForge::encode(content)), {}};
  for (const Bytes& der : forge.device_chain())
    out.demands.collateral.push_back(
        file("device-" + std::to_string(out.demands.collateral.size()), der));
  for (const auto& manifest : {NvidiaForge::driver_manifest(), NvidiaForge::vbios_manifest()})
    out.demands.collateral.push_back(
        file(manifest.version + ".xml", forge.sign_manifest(NvidiaForge::manifest_text(manifest))));
  out.demands.anchors = {file("device-root", forge.device_chain().back()),
                         file("rim-root", NvidiaForge::rim_key(3).spki())};
  out.demands.at_ms = milliseconds(NvidiaForge::at());
  return out;
}

std::vector<Case> gpu_cases() {
  const NvidiaForge forge;
  const Case good = expecting(gpu("nvgpu.accepted", forge, NvidiaForge::measurements()));
  testkit::ForgedMeasurements other = NvidiaForge::measurements();
  other.measurements.at(8)[0] ^= 1;
  const std::string twice = forge.as_json({forge.report(), forge.report()});
  return {
      good,
      good.with("nvgpu.one-device-twice", copy_of(bytes_of(twice))),
      good.with("nvgpu.measurement", gpu("", forge, other).evidence),
      truncated_as("nvgpu", good),
      good.changed("nvgpu.nonce", other_nonce),

      good.changed("nvgpu.no-crl", [](auto& d) { d.require_crl = true; }),
  };
}

std::vector<Case> dice_cases() {
  const DiceForge forge;
  const auto x509 = [&](std::string name, const testkit::DiceExtensions& leaf) {
    const DiceForge::X509 chain = forge.x509(DiceForge::chain_spec(), leaf);
    Case out{std::move(name), chain.evidence(), {}};
    out.demands.anchors = {file("device.der", chain.root)};
    out.demands.at_ms = milliseconds(DiceForge::at());
    return out;
  };
  // A chain has neither time nor nonce, so that a policy finds nothing fresh in it, or says that it
  // need not.
  const Case good = x509("dice.authentic", DiceForge::good_extensions());
  const Case policed = expecting(good.with("dice.not-fresh", good.evidence));
  testkit::DiceExtensions debug = DiceForge::good_extensions();
  debug.open_profile = DiceForge::open_profile(2);

  Case cbor = good.with("dice.authentic-cbor", forge.good_cbor_chain());
  cbor.demands.anchors = {file("device.der", forge.device_key().spki())};

  return {
      good,
      policed,
      timeless("dice.accepted-timeless", policed),
      policed.with("dice.debug", x509("", debug).evidence),
      truncated_as("dice", good),
      good.changed("dice.no-anchor", [](auto& d) { d.anchors.clear(); }),
      cbor,
      cbor.with("dice.cbor-layer-missing",
                forge.cbor_chain({forge.certificate(forge.claims(1), 1)})),
  };
}

std::vector<Case> keystone_cases() {
  const KeystoneForge forge;
  Case good{"keystone.accepted", forge.good(), {}};
  good.demands.anchors = {file("device.der", forge.anchor_key().spki())};
  good.demands.at_ms = milliseconds(DiceForge::at());
  good = expecting(good);
  return {
      good,
      good.with("keystone.measurement", forge.sign({.enclave_hash = Bytes(64, 0x64)})),
      good.with("keystone.report-data", forge.sign({.data = Bytes(32, 0x65)})),
      good.with("keystone.length", forge.sign({.data_length = 1025})),
      good.with("keystone.stranger", forge.signed_by_stranger({})),
  };
}

}  // namespace

std::vector<Case> device_cases() {
  std::vector<Case> all = gpu_cases();
  for (auto& more : {dice_cases(), keystone_cases()})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace anchorhold::golden

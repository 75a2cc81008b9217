#include "evidence/nvgpu/device.h"

#include "base/hex.h"
#include "evidence/nvgpu/device_claims.h"
#include "evidence/nvgpu/fwid.h"

namespace anchorhold::nvgpu {
namespace {

void judge_kind(const Device& device, const crypto::Certificate& leaf, CheckRun& run) {
  const auto architecture = architecture_of(chip_of(leaf));
  const std::string seen = "'" + leaf.subject_common_name + "'";
  if (!architecture) {
    run.fail(device_check, device.name, seen);
  } else if (device.stated_architecture && device.stated_architecture != architecture) {
    run.fail(device_check, device.name,
             seen + " is " + *architecture + ", the evidence says " + *device.stated_architecture);
  } else {
    run.pass(device_check, device.name, seen + ", " + *architecture);
  }
}

void judge_fwid(const Device& device, const crypto::Certificate& leaf, CheckRun& run) {
  const Bytes* stated = find(device.report.opaque, OpaqueField::fwid);
  if (stated == nullptr) {
    run.not_applicable(fwid_check, "the report names no firmware identity");
    return;
  }
  const auto certified = certificate_fwid(leaf);
  if (!certified.ok()) {
    run.fail(fwid_check, device.name, certified.error().to_string());
  } else if (!*certified) {
    run.fail(fwid_check, device.name, "the certificate names no firmware");
  } else if (**certified != *stated) {
    run.fail(fwid_check, device.name,
             "report " + to_hex(*stated) + ", certificate " + to_hex(**certified));
  } else {
    run.pass(fwid_check, device.name, to_hex(*stated));
  }
}

}  // namespace

JudgedDevice judge_device(const Device& device, const Endorsements& endorsements,
                          std::span<const GivenAnchor> given, Time at,
                          crypto::CertificateCache* cache, CheckRun& run) {
  const std::span<const crypto::Certificate> pool =
      device.certificates.empty() ? endorsements.certificates : device.certificates;
  const SignerPath path = find_signer(pool, ByteView(device.bytes).first(device.report.signed_size),
                                      device.report.signature, cache);
  JudgedDevice out{.device = &device, .chip = {}};
  out.claims = device_claims(device, path.certificates);
  if (path.certificates.empty()) {
    run.fail(certificates_check, device.name,
             pool.empty() ? "no certificates" : "nothing but roots");
    return out;
  }
  const crypto::Certificate& leaf = *path.certificates.front();
  out.chip = chip_of(leaf);
  out.key = leaf.key.spki();
  run.pass(certificates_check, device.name, "'" + leaf.subject_common_name + "'");
  if (path.signature_good) {
    run.pass(signature_check, device.name, "good, by '" + leaf.subject_common_name + "'");
  } else {
    run.fail(signature_check, device.name, "not by '" + leaf.subject_common_name + "'");
  }
  out.rooted =
      judge_chain(device_chain(), device.name, path, prove_links(path, cache), given, at, run);
  if (out.rooted) {
    out.claims.hardware_rooted = out.rooted->vendor;
    out.claims.root = out.rooted->root;
  }
  judge_revocation(device.name, path, endorsements.crls, endorsements.require_crl, at, cache, run);
  judge_kind(device, leaf, run);
  judge_fwid(device, leaf, run);
  return out;
}

}  // namespace anchorhold::nvgpu

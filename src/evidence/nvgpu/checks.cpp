#include "evidence/nvgpu/checks.h"

#include <array>

namespace anchorhold::nvgpu {

constexpr std::string_view spdm = "DMTF DSP0274 1.1.1 §10.11";
constexpr std::string_view sdk = "NVIDIA Attestation SDK, local verifier";
constexpr std::string_view rfc5280 = "RFC 5280 §6.1";
constexpr std::string_view xmldsig = "W3C XML Signature 1.1 §3.2";
constexpr std::string_view rimim = "TCG RIM Information Model 1.01 §3";

const Check structure_check = {
    "nvgpu.structure",
    Stage::structure,
    "an SPDM 1.1 request for all measurements and its response, or NVIDIA's JSON list of them",
    spdm,
    "give the report as the driver returned it, without bytes before or after",
    "Everything else is read from these bytes. Bytes that can be read in two ways could show one "
    "device to this verifier and another one to the next."};
const Check certificates_check = {
    "nvgpu.certificates",
    Stage::chain,
    "the device's own certificate and those above it",
    sdk,
    "give the whole chain that the driver returns with the report, leaf first",
    "Without the certificate of the device's attestation key nothing says whose signature it is."};
const Check signature_check = {
    "nvgpu.signature",
    Stage::signature,
    "the attestation key's ECDSA P-384 signature over request and response",
    spdm,
    "reject the report: it was altered, or another device signed it",
    "It proves that the device measured itself for this request. Without it anybody could write "
    "the "
    "measurements of a good device."};
const Check root_check = {
    "nvgpu.chain.root",
    Stage::chain,
    "NVIDIA Device Identity CA, or a key that the caller trusts",
    sdk,
    "reject the report, or name the root that you expect; a root found in evidence is never an "
    "anchor",
    "Anybody can make a chain with NVIDIA's names; only the pinned root is NVIDIA's."};
const Check links_check = {
    "nvgpu.chain.links",
    Stage::chain,
    "each certificate issued by the one above it, P-384 and SHA-384, CAs where CAs belong",
    rfc5280,
    "get the complete chain again; when it stays so, reject the report",
    "A gap in the chain lets a stranger's key stand for a device."};
const Check validity_check = {
    "nvgpu.chain.validity",
    Stage::validity,
    "every certificate valid at the given time",
    rfc5280,
    "check the clock, or verify archived evidence at the time when it was received",
    "After its end nobody answers for a certificate, and its revocation is no longer published."};
const Check revocation_check = {
    "nvgpu.chain.revocation",
    Stage::revocation,
    "no certificate of the chain on a list that was given",
    "RFC 5280 §6.3",
    "reject the report: NVIDIA withdrew this device's or product's certificate",
    "A revoked certificate may belong to a key that is known to others. NVIDIA answers for most of "
    "its certificates by OCSP only; without a list this check has nothing to look at."};
const Check device_check = {
    "nvgpu.device",
    Stage::identity,
    "the attestation key of a GPU or NVSwitch, of the architecture that the evidence names",
    sdk,
    "give the evidence of a GPU or NVSwitch that supports confidential computing",
    "The same root vouches for NVIDIA's network cards. Their reports say nothing about a GPU."};
const Check fwid_check = {
    "nvgpu.fwid",
    Stage::binding,
    "the firmware identity of the report in the certificate of the key that signed it",
    "TCG DICE Attestation Architecture §6.1.1",
    "reject the report: its key was made for other firmware",
    "The key is derived from the firmware that the ROM loaded. A report that names other firmware "
    "than its key is not by the firmware it names."};
const Check submission_check = {
    "nvgpu.submission",
    Stage::binding,
    "all reports of a list answer the one nonce that the list states",
    sdk,
    "collect the reports of all devices again with one nonce",
    "Without it an old report of one device could be put among fresh ones of the others."};
const Check distinct_check = {
    "nvgpu.distinct",
    Stage::binding,
    "each report of a list is of another device",
    sdk,
    "collect one report from each device",
    "Whoever counts devices would take one good one, reported several times, for as many."};
const Check rim_structure_check = {
    "nvgpu.rim.structure",
    Stage::collateral,
    "a SWID tag with measurements and one enveloped XML signature over all of it",
    rimim,
    "fetch the manifest again from NVIDIA's RIM service",
    "What is compared must be what NVIDIA signed: another form of signature could cover another "
    "part of the file."};
const Check rim_fit_check = {
    "nvgpu.rim.fit",
    Stage::collateral,
    "manifests of this chip, of its driver version and of its VBIOS version",
    sdk,
    "fetch the manifests named NV_GPU_DRIVER_... and NV_GPU_VBIOS_... of these versions",
    "The measurements of another version say nothing about this device, and those of a version "
    "with known faults would hide them."};
const Check rim_signature_check = {
    "nvgpu.rim.signature",
    Stage::collateral,
    "digest and signature over the manifest's canonical form",
    xmldsig,
    "fetch the manifest again from NVIDIA's RIM service; this one was altered",
    "Whoever writes the reference values decides which firmware passes."};
const Check rim_root_check = {"nvgpu.rim.root",
                              Stage::collateral,
                              "NVIDIA CoRIM signing Root CA, or a key that the caller trusts",
                              sdk,
                              "fetch the manifest from NVIDIA's RIM service",
                              "Anybody can sign a manifest under a root of his own."};
const Check rim_links_check = {
    "nvgpu.rim.links",
    Stage::collateral,
    "each certificate of the manifest's signer issued by the one above it",
    rfc5280,
    "fetch the manifest again from NVIDIA's RIM service",
    "A gap in the chain lets a stranger sign reference values."};
const Check rim_validity_check = {
    "nvgpu.rim.validity",
    Stage::collateral,
    "every certificate of the manifest's signer valid at the given time",
    rfc5280,
    "fetch the manifest again: NVIDIA signs manifests anew before they expire",
    "NVIDIA lets manifests expire so that firmware with known faults does not pass for ever."};
const Check measurements_check = {
    "nvgpu.measurements",
    Stage::measurement,
    "for every active index one of the values that NVIDIA published, and no index in two manifests",
    sdk,
    "update or repair the device's firmware and driver; do not use it until they match",
    "The signature proves what the device measured, not that it is NVIDIA's firmware. Only the "
    "comparison tells."};

CheckTable check_table() {
  static constexpr std::array<const Check*, 18> table = {
      &structure_check,    &certificates_check,  &signature_check,  &root_check,
      &links_check,        &validity_check,      &revocation_check, &device_check,
      &fwid_check,         &submission_check,    &distinct_check,   &rim_structure_check,
      &rim_fit_check,      &rim_signature_check, &rim_root_check,   &rim_links_check,
      &rim_validity_check, &measurements_check};
  return table;
}

}  // namespace anchorhold::nvgpu

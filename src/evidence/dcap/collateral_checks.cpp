#include "evidence/dcap/collateral_checks.h"

#include <array>

namespace anchorhold::dcap {
namespace {

constexpr std::string_view pcs = "Intel PCS API version 4, Get TCB Info and Get QE Identity";
constexpr std::string_view profile =
    "Intel SGX PCK Certificate and CRL Profile Specification, TCB signing certificate";
constexpr std::string_view qvl = "Intel SGX/TDX DCAP Quote Verification Library";

}  // namespace

constexpr Check tcb_info_check = {
    .id = "dcap.collateral.tcb_info",
    .stage = Stage::collateral,
    .expected = "a TCB info for this TEE, FMSPC and PCEID",
    .clause = pcs,
    .advice = "fetch the TCB info of this platform: /sgx/certification/v4/tcb or /tdx/...?fmspc=",
    .why =
        "It says which security versions are current. That of another platform or TEE would "
        "measure this one by somebody else's rule."};

constexpr Check qe_identity_collateral_check = {
    .id = "dcap.collateral.qe_identity",
    .stage = Stage::collateral,
    .expected = "the identity of this TEE's quoting enclave",
    .clause = pcs,
    .advice = "fetch the identity: /sgx/certification/v4/qe/identity, for TDX /tdx/...",
    .why =
        "It says which enclave may sign quotes. Without it any enclave on a genuine platform "
        "could (CVE-2026-22696)."};

constexpr Check tcb_signer_check = {
    .id = "dcap.collateral.signer",
    .stage = Stage::collateral,
    .expected =
        "a certificate \"Intel SGX TCB Signing\", no CA, issued by the root of the PCK chain",
    .clause = profile,
    .advice = "give the issuer chain that came with the collateral (TCB-Info-Issuer-Chain)",
    .why =
        "Other keys descend from the same root, those of every platform among them. Only this one "
        "speaks for what is current."};

constexpr Check collateral_signature_check = {
    .id = "dcap.collateral.signature",
    .stage = Stage::collateral,
    .expected = "ECDSA P-256 with SHA-256 by the TCB signing key over the exact bytes of the value",
    .clause = pcs,
    .advice = "fetch it again, and keep it as it came: other white space or key order breaks it",
    .why = "Whoever could alter it would call every outdated platform up to date."};

constexpr Check tcb_signer_validity_check = {
    .id = "dcap.collateral.signer.validity",
    .stage = Stage::validity,
    .expected = "the TCB signing certificate and its root valid at the stated time",
    .clause = "RFC 5280, section 4.1.2.5",
    .advice =
        "fetch the issuer chain again: Intel has issued this certificate anew for the same key",
    .why = "Intel vouches for the signing key within these dates only."};

constexpr Check tcb_signer_revocation_check = {
    .id = "dcap.collateral.signer.revocation",
    .stage = Stage::revocation,
    .expected = "the TCB signing certificate not on the root CA's revocation list",
    .clause = "RFC 5280, section 6.3",
    .advice = "fetch new collateral, signed by another certificate",
    .why = "A revoked signing key is in other hands, which can call any platform up to date."};

constexpr Check collateral_issued_check = {
    .id = "dcap.collateral.issued",
    .stage = Stage::collateral,
    .expected = "issued at the stated time or before",
    .clause = pcs,
    .advice = "check the time of verification, or give the collateral of that time",
    .why = "Collateral from the future means that a clock is wrong, and with it every other date."};

constexpr Check collateral_stale_check = {
    .id = "dcap.collateral.stale",
    .stage = Stage::collateral,
    .expected = "nextUpdate not yet past at the stated time",
    .clause = pcs,
    .advice = "fetch current collateral; for archived evidence, verify at the time it was received",
    .why =
        "An attacker who may keep old collateral hides every vulnerability that was found since."};

constexpr Check qe_identity_check = {
    .id = "dcap.qe_identity",
    .stage = Stage::identity,
    .expected = "MRSIGNER, ISVPRODID, MISCSELECT and ATTRIBUTES of Intel's quoting enclave",
    .clause = "Intel QVL, requirements 4.1.2.9.5 to 4.1.2.9.8",
    .advice = "do not trust this attester: its quotes are not made by Intel's quoting enclave",
    .why =
        "Every enclave of a platform can have its report signed. Only Intel's quoting enclave "
        "puts nothing but genuine measurements into quotes."};

constexpr Check tdx_module_check = {
    .id = "dcap.tdx_module",
    .stage = Stage::identity,
    .expected = "a TDX module that Intel signed, of a version that the TCB info knows",
    .clause = "Intel QVL, requirement 4.1.2.4.11",
    .advice = "do not trust this attester; for a new module version, fetch newer collateral",
    .why = "The module measures and isolates the TD: a foreign one can report any measurement."};

constexpr Check tcb_level_check = {
    .id = "dcap.tcb",
    .stage = Stage::collateral,
    .expected = "a status by Intel's levels; which ones are acceptable is for a policy to say",
    .clause = qvl,
    .advice = "see the findings before this one",
    .why =
        "The status tells what is known to be broken at this platform's versions. A verifier that "
        "only checks signatures accepts platforms whose keys anybody can extract."};

CheckTable collateral_check_table() {
  static constexpr std::array<const Check*, 11> table = {&tcb_info_check,
                                                         &qe_identity_collateral_check,
                                                         &tcb_signer_check,
                                                         &collateral_signature_check,
                                                         &tcb_signer_validity_check,
                                                         &tcb_signer_revocation_check,
                                                         &collateral_issued_check,
                                                         &collateral_stale_check,
                                                         &qe_identity_check,
                                                         &tdx_module_check,
                                                         &tcb_level_check};
  return table;
}

}  // namespace anchorhold::dcap

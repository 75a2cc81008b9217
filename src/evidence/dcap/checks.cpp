#include "evidence/dcap/checks.h"

#include <vector>

#include "evidence/dcap/collateral_checks.h"

namespace anchorhold::dcap {
namespace {

constexpr std::string_view quote_source = "Intel SGX DCAP ECDSA Quote Library API, appendix A.4";
constexpr std::string_view pck_source =
    "Intel SGX PCK Certificate and CRL Profile Specification, section 1.3";
constexpr std::string_view crl_source =
    "Intel SGX PCK Certificate and CRL Profile Specification, section 1.4; RFC 5280, section 6.3";

}  // namespace

constexpr Check structure_check = {
    .id = "dcap.structure",
    .stage = Stage::structure,
    .expected =
        "a quote of version 3, 4 or 5 by Intel's quoting enclave, each length in agreement "
        "with the one around it, nothing after it but zeros",
    .clause =
        "Intel SGX DCAP ECDSA Quote Library API, appendix A.4; Intel TDX DCAP Quoting Library "
        "API, appendix A.3",
    .advice =
        "check that the file is a quote (not a report, which only its own machine can verify) "
        "and that it was not cut or altered on the way",
    .why =
        "All lengths come from the attester. A verifier that trusts one of them can be made to "
        "read measurements from bytes that nobody signed."};

constexpr Check certification_check = {
    .id = "dcap.certification",
    .stage = Stage::structure,
    .expected = "a PCK certificate with the certificates of its CA and root, in the quote or given",
    .clause = quote_source,
    .advice = "give the PCK certificate chain as collateral when the quote only names it",
    .why = "The PCK certificate ties the quoting enclave's report to a processor that Intel made."};

constexpr Check root_check = {
    .id = "dcap.chain.root",
    .stage = Stage::chain,
    .expected = "the key of Intel's SGX Root CA, or one that was given as an anchor",
    .clause = pck_source,
    .advice = "evidence of test or pre-production hardware needs its own root as a given anchor",
    .why =
        "Anyone can make a root of the same name. The key is compared, because only Intel has "
        "its private half."};

constexpr Check links_check = {
    .id = "dcap.chain.links",
    .stage = Stage::chain,
    .expected = "PCK certificate, PCK Processor or Platform CA and root, each signed by the next",
    .clause = pck_source,
    .advice = "fetch the PCK certificate chain of this platform again",
    .why = "Without it any key could stand in the place of the platform's PCK key."};

constexpr Check validity_check = {
    .id = "dcap.chain.validity",
    .stage = Stage::validity,
    .expected = "each certificate valid at the stated time",
    .clause = "RFC 5280, section 4.1.2.5",
    .advice =
        "check the time of verification; fetch a new certificate when the old one has expired",
    .why =
        "Intel vouches for a key within its certificate's dates only, and stops listing revoked "
        "ones after them."};

constexpr Check pck_check = {
    .id = "dcap.pck.extension",
    .stage = Stage::structure,
    .expected = "the SGX extension with PPID, TCB, PCEID, FMSPC and SGX type, each once",
    .clause = "Intel SGX PCK Certificate and CRL Profile Specification, section 1.3.5",
    .advice = "fetch the PCK certificate of this platform again",
    .why =
        "The platform's TCB is read from here: a field read twice or left out would let an old "
        "platform pass as a current one."};

constexpr Check qe_signature_check = {
    .id = "dcap.qe_report.signature",
    .stage = Stage::signature,
    .expected = "ECDSA P-256 with SHA-256 by the PCK key over the quoting enclave's report",
    .clause = quote_source,
    .advice = "the report was altered, or the certificate is another platform's: get a new quote",
    .why = "It proves that the quoting enclave runs on the platform of the certificate."};

constexpr Check binding_check = {
    .id = "dcap.qe_report.binding",
    .stage = Stage::binding,
    .expected = "report data of SHA-256(attestation key || authentication data) and 32 zero bytes",
    .clause = quote_source,
    .advice = "the attestation key was exchanged: do not trust this attester; get a new quote",
    .why =
        "It proves that the attestation key belongs to the quoting enclave. Without it an "
        "attacker signs a quote of his own and attaches a genuine enclave report."};

constexpr Check signature_check = {
    .id = "dcap.signature",
    .stage = Stage::signature,
    .expected = "ECDSA P-256 with SHA-256 by the attestation key over header and body",
    .clause = quote_source,
    .advice = "header or body was altered after signing: get a new quote",
    .why = "It proves that the quoting enclave stated exactly these measurements and report data."};

constexpr Check root_crl_check = {
    .id = "dcap.crl.root",
    .stage = Stage::collateral,
    .expected = "the root CA's revocation list, signed by it and current at the stated time",
    .clause = crl_source,
    .advice = "give the root CA CRL of that time as collateral",
    .why = "A CA whose key leaked is only known from this list."};

constexpr Check pck_crl_check = {
    .id = "dcap.crl.pck",
    .stage = Stage::collateral,
    .expected =
        "the revocation list of the CA that issued the PCK certificate, signed by its key "
        "and current at the stated time",
    .clause = crl_source,
    .advice = "give the PCK CRL of the right CA (Processor or Platform) and time as collateral",
    .why =
        "Platforms whose keys were extracted are only known from this list; the other CA's list "
        "never names them."};

constexpr Check revocation_check = {
    .id = "dcap.revocation",
    .stage = Stage::revocation,
    .expected = "neither the PCK certificate nor its CA on a revocation list",
    .clause = crl_source,
    .advice = "do not trust this platform: its vendor has revoked it",
    .why = "A revoked key is in other hands, which can sign any measurement with it."};

CheckTable check_table() {
  static const std::vector<const Check*> table = [] {
    std::vector<const Check*> all = {&structure_check,    &certification_check, &root_check,
                                     &links_check,        &validity_check,      &pck_check,
                                     &qe_signature_check, &binding_check,       &signature_check,
                                     &root_crl_check,     &pck_crl_check,       &revocation_check};
    const CheckTable collateral = collateral_check_table();
    all.insert(all.end(), collateral.begin(), collateral.end());
    return all;
  }();
  return table;
}

}  // namespace anchorhold::dcap

#include "evidence/ratls/checks.h"

#include <array>

namespace anchorhold::ratls {

constexpr std::string_view interoperable = "CCC-Attestation interoperable-ra-tls, docs";
constexpr std::string_view own = "Anchorhold docs/formats.md, RA-TLS certificates";

const Check structure_check = {
    "ratls.structure",
    Stage::structure,
    "one certificate with evidence in one known form",
    interoperable,
    "give the certificate that the TLS server presented, DER or PEM, unchanged",
    "A certificate with evidence in two forms could show one enclave to one verifier and another "
    "to the next."};
const Check signature_check = {
    "ratls.signature",
    Stage::signature,
    "the certificate's own key signed it",
    "RFC 5280 section 4.1.1.3",
    "reject the certificate: it was altered, or made by somebody without the key",
    "Evidence names a key. The signature shows that whoever made this certificate held that key "
    "and wrote the names and dates in it."};
const Check validity_check = {
    "ratls.validity",
    Stage::validity,
    "the certificate is valid at the given time",
    "RFC 5280 section 4.1.2.5",
    "get a fresh certificate, or see that this machine's clock is right",
    "The dates are often the only bound on the age of the evidence: a quote without a nonce never "
    "grows old by itself."};
const Check evidence_check = {
    "ratls.evidence",
    Stage::structure,
    "evidence of a format that can bind a key",
    own,
    "get a certificate whose evidence is an SGX or TD quote, an SNP report or a CMW of such",
    "Without readable evidence a self-signed certificate says nothing at all."};
const Check binding_check = {
    "ratls.binding",
    Stage::binding,
    "the evidence is bound to this certificate's key",
    interoperable,
    "reject the certificate: its evidence is about another key",
    "Quotes are public. Only the hash of the key inside the quote keeps an attacker from putting a "
    "genuine quote into a certificate of his own."};
const Check agreement_check = {
    "ratls.agreement",
    Stage::binding,
    "all evidence in the certificate is of one TEE and one piece of code",
    own,
    "reject the certificate: its two extensions speak of different enclaves",
    "Verifiers differ in the extension that they read. If the two disagree, two parties who "
    "compare notes have accepted different code."};

CheckTable check_table() {
  static constexpr std::array<const Check*, 6> table = {&structure_check, &signature_check,
                                                        &validity_check,  &evidence_check,
                                                        &binding_check,   &agreement_check};
  return table;
}

}  // namespace anchorhold::ratls

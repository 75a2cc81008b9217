#include "evidence/ibmse/checks.h"

#include <array>

namespace anchorhold::ibmse {

constexpr std::string_view hyper_protect =
    "IBM Cloud docs, Hyper Protect Virtual Servers, attestation";
constexpr std::string_view libpv = "s390-tools libpv, verification of host key documents";
constexpr std::string_view rfc5280_paths = "RFC 5280 §6.1";
constexpr std::string_view rfc5280_crls = "RFC 5280 §6.3";

const Check structure_check = {
    "ibmse.record.structure",
    Stage::structure,
    "a version, header lines, and a SHA-256 and a name a line",
    hyper_protect,
    "give se-checksums.txt as the guest wrote it, without a line end added",
    "Everything else is read from these lines. A name that occurs twice would leave open which "
    "checksum is meant."};
const Check record_signature_check = {
    "ibmse.record.signature",
    Stage::signature,
    "the attestation key's RSA signature with SHA-256 over the record",
    hyper_protect,
    "give se-signature.bin and the attestation certificate of this image version; decrypt an "
    "encrypted record with the private half of attestationPublicKey first",
    "Only the image holds the attestation key. Without its signature anybody could write checksums "
    "of what he would like to have been started."};
const Check signer_check = {
    "ibmse.signer.certificate",
    Stage::chain,
    "a signing certificate in IBM's name",
    libpv,
    "give IBM's signing certificate, from the same page as the document",
    "The root is that of a public authority, which vouches for many companies: only the name says "
    "that this signer is IBM's."};
const Check root_check = {"ibmse.signer.root",
                          Stage::chain,
                          "DigiCert Trusted Root G4, or a key that the caller trusts",
                          libpv,
                          "give the root's certificate too, or name the root that you expect",
                          "Anybody can make a chain with IBM's names under a root of his own."};
const Check links_check = {
    "ibmse.signer.links",
    Stage::chain,
    "each certificate from the signer to the root issued by the one above it, RSA and SHA-2",
    rfc5280_paths,
    "give the intermediate certificates too; when it stays so, reject the document",
    "A gap in the chain lets a stranger sign documents in IBM's name."};
const Check validity_check = {
    "ibmse.signer.validity",
    Stage::validity,
    "every certificate from the signer to the root valid at the given time",
    rfc5280_paths,
    "check the clock, or fetch IBM's current signing certificate",
    "After its end nobody answers for a certificate, and its revocation is no longer published."};
const Check lists_check = {
    "ibmse.signer.lists",
    Stage::collateral,
    "a current revocation list of every issuer between the signer and the root",
    libpv,
    "fetch the lists that the certificates name as their distribution points",
    "Without a current list a signing key that was stolen and revoked would still be believed."};
const Check revocation_check = {"ibmse.signer.revocation",
                                Stage::revocation,
                                "neither the signer nor a certificate above it on a list",
                                rfc5280_crls,
                                "reject the document and fetch one by IBM's current signing key",
                                "A revoked signing key may be in other hands."};
const Check document_signature_check = {
    "ibmse.document.signature",
    Stage::signature,
    "issued in the signer's name and signed by its key",
    libpv,
    "reject the document, or give the signing certificate that belongs to it",
    "Secrets are sealed to the key in this document. One that IBM did not sign may be anybody's. "
    "The "
    "signer is no CA, so no ordinary path rules reach this far."};
const Check document_validity_check = {
    "ibmse.document.validity",
    Stage::validity,
    "valid at the given time",
    libpv,
    "check the clock, or fetch the current document of this machine",
    "Host keys change; the old document no longer says which key the machine has."};
const Check document_lists_check = {
    "ibmse.document.lists",
    Stage::collateral,
    "a current revocation list that the signing key signed",
    libpv,
    "fetch the list that the document names as its distribution point",
    "Without a current list a document of a machine that was broken would still be believed."};
const Check document_revocation_check = {"ibmse.document.revocation",
                                         Stage::revocation,
                                         "not on the signer's list",
                                         libpv,
                                         "do not use this machine: IBM withdrew its document",
                                         "The key of a revoked document may be known to others."};

CheckTable check_table() {
  static constexpr std::array<const Check*, 12> table = {&structure_check,
                                                         &record_signature_check,
                                                         &signer_check,
                                                         &root_check,
                                                         &links_check,
                                                         &validity_check,
                                                         &lists_check,
                                                         &revocation_check,
                                                         &document_signature_check,
                                                         &document_validity_check,
                                                         &document_lists_check,
                                                         &document_revocation_check};
  return table;
}

CheckTable host_key_checks() {
  constexpr size_t of_records = 2;
  return check_table().subspan(of_records);
}

CheckTable record_checks() {
  return check_table();
}

}  // namespace anchorhold::ibmse

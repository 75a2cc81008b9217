#include "evidence/tpm/checks.h"

#include <array>

namespace anchorhold::tpm {

const Check quote_check = {
    "tpm.quote",
    Stage::structure,
    "TPMS_ATTEST: TPM_GENERATED_VALUE, type quote, nothing after it",
    "TPM 2.0 Library Part 2, section 10.12.8",
    "give the attested structure as TPM2_Quote returns it, without size or signature",
    "The magic says that the TPM made these bytes and the type that they are about registers; "
    "other bytes that the same key signs say nothing of the boot."};
const Check signature_form_check = {
    "tpm.signature.form",
    Stage::structure,
    "TPMT_SIGNATURE, or a bare RSASSA value where the source is known to give that",
    "TPM 2.0 Library Part 2, section 11.3.4",
    "give the signature in the form that was named; never convert it by guessing",
    "A signature that can be read in two ways lets its sender choose the algorithm."};
const Check pcr_form_check = {
    "tpm.pcr.form",
    Stage::structure,
    "register numbers with one value of the bank's size each",
    "TPM 2.0 Library Part 2, section 10.9.7; tpm2-tools lib/pcr.c",
    "give the values as JSON, or as tpm2_quote -o writes them with -F serialized",
    "A value of another bank or a number that can be read in two ways would be compared with the "
    "wrong register."};
const Check ak_form_check = {
    "tpm.ak.form",
    Stage::structure,
    "TPMT_PUBLIC, SubjectPublicKeyInfo, or a certificate",
    "TPM 2.0 Library Part 2, section 12.2.4",
    "give the attestation key as tpm2_readpublic writes it, or its certificate",
    "Without the key no signature can be judged."};
const Check ak_attributes_check = {
    "tpm.ak.attributes",
    Stage::identity,
    "fixedTPM, fixedParent, sensitiveDataOrigin, restricted and sign set; decrypt clear",
    "TPM 2.0 Library Part 2, section 8.3",
    "make the attestation key with tpm2_createak: an ordinary signing key cannot attest",
    "Only a restricted key refuses to sign a quote that someone wrote himself, and only one that "
    "is "
    "fixed to its TPM cannot also be in software."};
const Check ak_key_check = {
    "tpm.ak.key",
    Stage::binding,
    "the certificate's key is the given attestation key",
    "RFC 5280, section 4.1.2.7",
    "give the certificate that belongs to the key of this quote",
    "A genuine certificate of another machine's key would vouch for a stranger."};
const Check scheme_check = {
    "tpm.scheme",
    Stage::signature,
    "the key's own scheme, without SHA-1",
    "NIST SP 800-131A; TPM 2.0 Library Part 2, section 12.2.3",
    "make an attestation key that signs with SHA-256 or better",
    "SHA-1 collisions can be made: an attacker who chooses part of what is signed could exchange "
    "it."};
const Check signature_check = {
    "tpm.signature",
    Stage::signature,
    "the attestation key's signature over the quote",
    "TPM 2.0 Library Part 3, TPM2_Quote",
    "reject the quote: it was altered or signed by another key",
    "Only the TPM holds the key; without its signature anyone could have written the quote."};
const Check same_boot_check = {
    "tpm.same_boot",
    Stage::binding,
    "all quotes with the same nonce, signer, firmware, reset and restart count",
    "TPM 2.0 Library Part 2, section 10.11.1",
    "take the quotes of all banks one after another, without a reboot, for one nonce",
    "Banks of different boots could show a good past beside a bad present."};
const Check selection_check = {"tpm.selection",
                               Stage::measurement,
                               "at least one register",
                               "TPM 2.0 Library Part 3, TPM2_Quote",
                               "quote the registers that hold the measured boot",
                               "A quote of nothing is signed by a genuine TPM and says nothing."};
const Check coverage_check = {
    "tpm.pcr.coverage",
    Stage::measurement,
    "one value for each register that the quote covers, and no other",
    "TPM 2.0 Library Part 3, TPM2_Quote",
    "give the values of exactly the quoted registers",
    "A value beside those that the quote covers would pass as attested though nothing signs it; a "
    "missing one is not zero."};
const Check pcr_digest_check = {
    "tpm.pcr.digest",
    Stage::measurement,
    "the digest of the given values, by the hash of the signing scheme",
    "TPM 2.0 Library Part 3, TPM2_Quote",
    "give the values as they were when the quote was made",
    "The quote signs a digest only: values that do not hash to it are not the TPM's."};
const Check ak_usage_check = {
    "tpm.ak.usage",
    Stage::chain,
    "keyUsage digitalSignature, no encipherment, no CA",
    "TCG EK Credential Profile, section 3.2; RFC 5280, section 4.2.1.3",
    "give the certificate of the attestation key, not that of the endorsement key",
    "An endorsement key decrypts; if its certificate passed for an attestation key's, what it "
    "proves about signatures would be nothing."};
const Check ek_usage_check = {
    "tpm.ek.usage",
    Stage::chain,
    "keyUsage keyEncipherment or keyAgreement, purpose tcg-kp-EKCertificate, no CA",
    "TCG EK Credential Profile, section 3.2",
    "give the certificate of the endorsement key",
    "The endorsement key is the TPM's identity: only its maker's certificate for this purpose says "
    "that it lies in a TPM."};
const Check instance_check = {
    "tpm.instance",
    Stage::structure,
    "Google's instance information, where the certificate has it",
    "google/go-tpm-tools, server/instance_info.go",
    "reject the certificate: Google issues no such extension",
    "It says in whose project the machine runs; read wrongly, another's machine passes as yours."};
const Check root_check = {
    "tpm.ak.root",
    Stage::chain,
    "an anchor that vouches for the key: a compiled-in root, a given one, or the key itself",
    "RFC 5280, section 6.1.1",
    "give the intermediate and root certificates, and name the root as an anchor unless it is "
    "Google's; or name the key itself if you trust it from elsewhere",
    "Anyone can make a key and sign a quote with it in software: someone must vouch that it lies "
    "in "
    "a TPM."};
const Check validity_check = {
    "tpm.ak.validity",
    Stage::validity,
    "every certificate of the path valid at the given time",
    "RFC 5280, section 4.1.2.5",
    "verify archived evidence at the time when it was received; see that this clock is right",
    "Past its dates nobody answers for a certificate's key."};
const Check links_check = {"tpm.ak.chain",
                           Stage::chain,
                           "each certificate issued by the next, from the key's to the anchor",
                           "RFC 5280, section 6.1",
                           "reject the evidence: its certificates do not belong together",
                           "The links carry the trust in the root down to the key."};
const Check crl_check = {"tpm.ak.crl",
                         Stage::collateral,
                         "every given CRL of an issuer of the path signed by it and current",
                         "RFC 5280, section 6.3",
                         "fetch the CRL anew from the certificate's distribution point",
                         "An old or forged list hides what was revoked since."};
const Check revocation_check = {
    "tpm.ak.revocation",
    Stage::revocation,
    "no certificate of the path on its issuer's CRL",
    "RFC 5280, section 6.3",
    "reject the evidence: its issuer no longer vouches for this certificate",
    "A key is revoked when it may be in other hands."};

namespace {

constexpr std::array quote_checks = {
    &quote_check,    &signature_form_check, &ak_form_check,   &ak_attributes_check,
    &ak_key_check,   &ak_usage_check,       &instance_check,  &root_check,
    &validity_check, &links_check,          &crl_check,       &revocation_check,
    &scheme_check,   &signature_check,      &same_boot_check, &selection_check,
    &pcr_form_check, &coverage_check,       &pcr_digest_check};

constexpr std::array certificate_checks = {&ak_usage_check, &ek_usage_check,  &instance_check,
                                           &root_check,     &validity_check,  &links_check,
                                           &crl_check,      &revocation_check};

constexpr std::array all_checks = {
    &quote_check,      &signature_form_check, &ak_form_check,   &ak_attributes_check,
    &ak_key_check,     &ak_usage_check,       &ek_usage_check,  &instance_check,
    &root_check,       &validity_check,       &links_check,     &crl_check,
    &revocation_check, &scheme_check,         &signature_check, &same_boot_check,
    &selection_check,  &pcr_form_check,       &coverage_check,  &pcr_digest_check};

}  // namespace

CheckTable quote_table() {
  return quote_checks;
}
CheckTable certificate_table() {
  return certificate_checks;
}
CheckTable check_table() {
  return all_checks;
}

}  // namespace anchorhold::tpm

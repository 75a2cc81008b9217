#include "evidence/nsm/checks.h"

#include <array>

namespace anchorhold::nsm {

constexpr std::string_view process = "aws-nitro-enclaves-nsm-api docs/attestation_process.md";
constexpr std::string_view own = "Anchorhold docs/formats.md, NSM documents";

const Check structure_check = {
    "nsm.structure",
    Stage::structure,
    "untagged COSE_Sign1, ES384, the nine known keys",
    process,
    "give the document as the NSM returned it: raw bytes, without wrapper, armour or tag",
    "Bytes that can be read in two ways could show one thing to the verifier and another to its "
    "user."};
const Check root_check = {
    "nsm.chain.root",
    Stage::chain,
    "the certificate that the anchor pins, first in cabundle",
    process,
    "name the root under which this evidence is expected; a root found in evidence is never an "
    "anchor",
    "Anyone can make a root of his own; only the pinned one is AWS's, or the software root that "
    "the caller named."};
const Check certificates_check = {
    "nsm.chain.certificates",
    Stage::chain,
    "DER X.509 version 3, P-384 keys, ECDSA with SHA-384",
    process,
    "reject the document: an NSM issues no other certificates",
    "Another kind of key or signature would bring in rules that nobody checked."};
const Check links_check = {
    "nsm.chain.links",
    Stage::chain,
    "each certificate issued by the one before, from the root to the leaf",
    process,
    "reject the document: its certificates do not belong together",
    "The links carry the trust in the root down to the key that signed the document."};
const Check validity_check = {
    "nsm.chain.validity",
    Stage::validity,
    "every certificate valid at the given time",
    process,
    "get fresh evidence, or verify archived evidence at the time when it was received; see that "
    "this machine's clock is right",
    "A leaf lives about three hours: past that, nobody says that its key is still safe."};
const Check signature_check = {
    "nsm.signature",
    Stage::signature,
    "the leaf's ES384 signature over header and payload",
    process,
    "reject the document: it was altered or signed by another key",
    "Only the security module holds the leaf's key; without its signature anyone could have "
    "written these registers."};
const Check module_id_check = {
    "nsm.module_id",
    Stage::binding,
    "the module id of the leaf's name, of the anchor's kind",
    own,
    "reject the document: it claims to be of another kind, or another enclave, than its chain "
    "proves",
    "The name in the document must be the one that the certificate was issued for; a software "
    "enclave could else call itself hardware."};
const Check instance_check = {
    "nsm.instance",
    Stage::binding,
    "register 4 and issuer of the instance in the module id",
    own,
    "reject the document: it names an instance that it did not run on",
    "Register 4 measures the parent instance: it and the names must speak of the same machine."};

CheckTable check_table() {
  static constexpr std::array<const Check*, 8> table = {
      &structure_check, &root_check,      &certificates_check, &links_check,
      &validity_check,  &signature_check, &module_id_check,    &instance_check};
  return table;
}

}  // namespace anchorhold::nsm

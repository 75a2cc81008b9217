#include "evidence/nsm/findings.h"

namespace anchorhold::nsm {

constexpr std::string_view process = "aws-nitro-enclaves-nsm-api docs/attestation_process.md";
constexpr std::string_view own = "Anchorhold docs/formats.md, NSM documents";

const Check structure_check = {
    "nsm.structure", "untagged COSE_Sign1, ES384, the nine known keys", process,
    "give the document as the NSM returned it: raw bytes, without wrapper, armour or tag"};
const Check root_check = {"nsm.chain.root",
                          "the certificate that the anchor pins, first in cabundle", process,
                          "name the root under which this evidence is expected; a root found in "
                          "evidence is never an anchor"};
const Check certificates_check = {"nsm.chain.certificates",
                                  "DER X.509 version 3, P-384 keys, ECDSA with SHA-384", process,
                                  "reject the document: an NSM issues no other certificates"};
const Check links_check = {"nsm.chain.links",
                           "each certificate issued by the one before, from the root to the leaf",
                           process, "reject the document: its certificates do not belong together"};
const Check validity_check = {
    "nsm.chain.validity", "every certificate valid at the given time", process,
    "get fresh evidence, or verify archived evidence at the time when it was received"};
const Check signature_check = {"nsm.signature",
                               "the leaf's ES384 signature over header and payload", process,
                               "reject the document: it was altered or signed by another key"};
const Check module_id_check = {"nsm.module_id",
                               "the module id of the leaf's name, of the anchor's kind", own,
                               "reject the document: it claims to be of another kind, or another "
                               "enclave, than its chain proves"};
const Check instance_check = {"nsm.instance",
                              "register 4 and issuer of the instance in the module id", own,
                              "reject the document: it names an instance that it did not run on"};

namespace {

Finding finding(const Check& check, Outcome outcome, std::string subject, std::string observed) {
  return {.check = std::string(check.id),
          .outcome = outcome,
          .subject = std::move(subject),
          .expected = std::string(check.expected),
          .observed = std::move(observed),
          .clause = std::string(check.clause),
          .advice = outcome == Outcome::pass ? std::string() : std::string(check.advice)};
}

}  // namespace

Finding passed(const Check& check, std::string subject, std::string observed) {
  return finding(check, Outcome::pass, std::move(subject), std::move(observed));
}

Finding failed(const Check& check, std::string subject, std::string observed) {
  return finding(check, Outcome::fail, std::move(subject), std::move(observed));
}

Finding not_run(const Check& check, std::string reason) {
  return finding(check, Outcome::not_run, "attestation document", std::move(reason));
}

}  // namespace anchorhold::nsm

#include "evidence/nsm/nitro_tpm_checks.h"

#include <array>

#include "evidence/nsm/checks.h"

namespace anchorhold::nsm {

const Check tpm_structure_check = {
    "nitro_tpm.structure",
    Stage::structure,
    "untagged COSE_Sign1, ES384, the nine keys of a NitroTPM document",
    "Amazon EC2 User Guide, Validate a NitroTPM Attestation Document",
    "give the document as nitro-tpm-attest returned it; an enclave's document is another format",
    "Enclaves and virtual TPMs share root and envelope. Only the keys of the payload keep an "
    "instance's registers from being read as an enclave's."};
const Check tpm_module_id_check = {
    "nitro_tpm.module_id",
    Stage::binding,
    "the id of a NitroTPM, in the leaf's name, and its instance in the issuer's",
    "Anchorhold docs/formats.md, NitroTPM documents",
    "reject the document: its names are not those that its chain proves",
    "The leaf's name says that AWS certified a virtual TPM and which one. Without this an enclave "
    "could pass for an instance, and one instance for another."};

CheckTable tpm_check_table() {
  static constexpr std::array<const Check*, 7> table = {
      &tpm_structure_check, &root_check,      &certificates_check, &links_check,
      &validity_check,      &signature_check, &tpm_module_id_check};
  return table;
}

}  // namespace anchorhold::nsm

#pragma once
// The checks of SEV-SNP reports, and of the reference values that may come with them.

#include "base/check.h"

namespace anchorhold::snp {

extern const Check structure_check;
extern const Check certificates_check;
extern const Check root_check;
extern const Check links_check;
extern const Check validity_check;
extern const Check crl_check;
extern const Check revocation_check;
extern const Check signature_check;
extern const Check key_check;
extern const Check product_check;
extern const Check chip_check;
extern const Check tcb_check;
extern const Check policy_check;
extern const Check vmpl_check;
extern const Check firmware_check;
extern const Check uvm_structure_check;
extern const Check uvm_chain_check;
extern const Check uvm_validity_check;
extern const Check uvm_signature_check;
extern const Check uvm_measurement_check;

// check_table: of a report and the signed reference values for it.
CheckTable check_table();

extern const Check id_block_structure_check;
extern const Check id_block_signature_check;
extern const Check author_signature_check;

// id_block_check_table: of an ID block with its authentication information.
CheckTable id_block_check_table();

}  // namespace anchorhold::snp

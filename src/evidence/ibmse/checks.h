#pragma once
// The checks of IBM's host key documents and attestation records.

#include "base/check.h"

namespace anchorhold::ibmse {

extern const Check structure_check;
extern const Check record_signature_check;
extern const Check signer_check;
extern const Check root_check;
extern const Check links_check;
extern const Check validity_check;
extern const Check lists_check;
extern const Check revocation_check;
extern const Check document_signature_check;
extern const Check document_validity_check;
extern const Check document_lists_check;
extern const Check document_revocation_check;

CheckTable host_key_checks();
CheckTable record_checks();
// check_table: all of them.
CheckTable check_table();

}  // namespace anchorhold::ibmse

#pragma once
// The checks of TPM quotes and of TPM key certificates.

#include "base/check.h"

namespace anchorhold::tpm {

// Of quotes.
extern const Check quote_check;
extern const Check signature_form_check;
extern const Check pcr_form_check;
extern const Check ak_form_check;
extern const Check ak_attributes_check;
extern const Check ak_key_check;
extern const Check scheme_check;
extern const Check signature_check;
extern const Check same_boot_check;
extern const Check selection_check;
extern const Check coverage_check;
extern const Check pcr_digest_check;

// Of certificates, and of a quote's AK certificate.
extern const Check ak_usage_check;
extern const Check ek_usage_check;
extern const Check instance_check;
extern const Check root_check;
extern const Check validity_check;
extern const Check links_check;
extern const Check crl_check;
extern const Check revocation_check;

// quote_table: what verify_quotes makes. certificate_table: what verify_certificates makes.
CheckTable quote_table();
CheckTable certificate_table();

// check_table: all of them.
CheckTable check_table();

}  // namespace anchorhold::tpm

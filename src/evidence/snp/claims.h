#pragma once
// What a report says, as claims.

#include "claims/claims.h"
#include "evidence/snp/key_certificate.h"
#include "evidence/snp/report.h"

namespace anchorhold::snp {

// said_by: the report's own words. Raw fields stand under AMD's names in lower case; the bits of
// POLICY and PLATFORM_INFO each under a name with the prefix "policy_" and "platform_"; a TCB
// version as AMD writes the number, most significant byte first. Signers that the report leaves
// zero or does not vouch for (AUTHOR_KEY_EN) are absent from `signers`.
Claims said_by(const Report& report);

// add_certified: what the key's certificate adds, for claims whose report it certifies: product,
// chip or provider, and the components of the four TCB versions: those of REPORTED_TCB, which the
// certificate proves, under their plain names ("snp"), the others with a prefix ("current_snp").
void add_certified(const KeyCertificate& key, Product product, const Report& report,
                   Claims& claims);

}  // namespace anchorhold::snp

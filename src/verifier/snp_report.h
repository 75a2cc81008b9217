#pragma once
// SNP reports, also those inside other evidence.

#include "claims/verification.h"
#include "verifier/request.h"

namespace anchorhold::verifier {

// verify_snp_report: `report` with certificates, lists and endorsements from the request's
// material.
Verification verify_snp_report(ByteView report, const Request& request);

}  // namespace anchorhold::verifier

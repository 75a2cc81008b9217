#pragma once
// The quoting enclave that signed: whether it is Intel's.

#include "base/result.h"
#include "evidence/dcap/enclave_identity.h"
#include "evidence/dcap/enclave_report.h"

namespace anchorhold::dcap {

// match_qe: that MRSIGNER, ISVPRODID, and MISCSELECT and ATTRIBUTES under their masks are those of
// the identity. Errors are denied. The caller must have proven the report's signature; how old the
// enclave is, is not judged here. Source: Intel QVL, EnclaveReportVerifier, requirements 4.1.2.9.5
// to 4.1.2.9.8.
Status match_qe(const EnclaveIdentity& identity, const EnclaveReport& report);

}  // namespace anchorhold::dcap

#pragma once
// SGX and TD quotes, also those inside other evidence.

#include "claims/verification.h"
#include "verifier/request.h"

namespace anchorhold::verifier {

// verify_dcap_quote: `quote` with Intel's collateral from the request's material. Event logs are
// not looked at.
Verification verify_dcap_quote(ByteView quote, const Request& request);

}  // namespace anchorhold::verifier

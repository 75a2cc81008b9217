#pragma once
// A quote, its PCK certificate and what collateral says of them as claims.

#include <string_view>

#include "claims/claims.h"
#include "evidence/dcap/pck.h"
#include "evidence/dcap/platform_tcb.h"
#include "evidence/dcap/quote.h"

namespace anchorhold::dcap {

// quote_claims: header, body and the quoting enclave. Vendor claims bear the field names of Intel's
// documents in lower case. `debug` is SGX's ATTRIBUTES.DEBUG, or any of the TD's eight TUD bits
// ("TD under debug"), each of which makes a TD untrusted. Bits that a policy may ask for are named
// one by one: "td_migratable", "sgx_provision_key" and so on.
Claims quote_claims(const Quote& quote);

// add_platform: what the PCK certificate says of the platform. `issuer` is the name of its CA.
void add_platform(const PckExtension& pck, std::string_view issuer, Claims& claims);

// add_tcb: the judgement of collateral, and the statuses it was made of.
void add_tcb(const PlatformTcb& tcb, Claims& claims);

}  // namespace anchorhold::dcap

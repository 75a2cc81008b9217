#pragma once
// Verifications put together. Whole evidence is authentic only when each of its parts is.

#include <string>

#include "claims/verification.h"

namespace anchorhold::verifier {

// with_part: `whole` with another verification's findings and its claims as the part `name`.
Verification with_part(Verification whole, const std::string& name, Verification part);

// with_more: `whole` with another verification's findings and its vendor claims among its own; for
// logs and endorsements that say more about the same evidence. Claims of the same name stay those
// of `whole`.
Verification with_more(Verification whole, Verification more);

// rooted_in: `part`, whose key other evidence vouches for, with the root of that evidence's claims
// `by`, when `part` is authentic. The caller must have proven `by`, and that it names the key.
Verification rooted_in(const Claims& by, Verification part);

// with_findings: `whole` with findings that somebody else made about it.
Verification with_findings(Verification whole, Findings findings);

}  // namespace anchorhold::verifier

#pragma once
// Event logs beside a quote: what led to the registers that the quote vouches for.

#include "claims/verification.h"
#include "verifier/material.h"

namespace anchorhold::verifier {

// with_event_logs: replays every log among the material against the registers in the claims of
// `quoted`. A log that does not lead to them fails; what it says joins the vendor claims.
Verification with_event_logs(Verification quoted, const Material& material);

}  // namespace anchorhold::verifier

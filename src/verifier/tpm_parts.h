#pragma once
// A TPM quote with the files that belong to it.

#include <optional>

#include "claims/verification.h"
#include "verifier/request.h"

namespace anchorhold::verifier {

// verify_tpm_quote: the quote `message` with signature, registers, attestation key and certificates
// from the material. `vouched_key` is an attestation key (SubjectPublicKeyInfo) that other
// authentic evidence vouches for; it is then the only one.
Verification verify_tpm_quote(ByteView message, const Request& request,
                              std::optional<ByteView> vouched_key);

}  // namespace anchorhold::verifier

#pragma once
// What the evidence in a certificate says about the certificate's key.

#include "base/check.h"
#include "claims/claims.h"
#include "evidence/ratls/certificate.h"

namespace anchorhold::ratls {

// check_key_binding: whether `said`, the claims of the evidence that the certificate carries, name
// its key. Gramine's form: report data is the SHA-256 of the SubjectPublicKeyInfo, then zeros. The
// interoperable form: report data is the SHA-256 of the claims, then zeros, and their pubkey-hash
// is the hash of the SubjectPublicKeyInfo. CMW: report data, user data or nonce is the SHA-256,
// SHA-384 or SHA-512 of the SubjectPublicKeyInfo, or the attested public key is it; of composite
// evidence the leading piece must say so, or any one when the leading piece vouches for all others
// by digest (claim "cmw_binding"). Proves nothing about `said`.
Status check_key_binding(const Carried& carried, const crypto::SubjectKey& key, const Claims& said);

// judge_certificate: the certificate's own signature and dates. The certificate is the evidence, so
// its signature is checked each time.
void judge_certificate(const crypto::Certificate& certificate, Time at, CheckRun& run);

}  // namespace anchorhold::ratls

#pragma once
// The attestation key of a verification: which key it is, and who vouches for it.

#include <optional>

#include "evidence/tpm/public_area.h"
#include "evidence/tpm/verify.h"

namespace anchorhold::tpm {

// judge_key: finds the key; nullopt, with a finding, when there is none to be read. `cache`, which
// may be null, spares reading one that remember_key() was given.
std::optional<AttestationKey> judge_key(CheckRun& run, const QuoteInputs& inputs,
                                        const crypto::CertificateCache* cache, Claims& claims);

// remember_key: a key whose quotes were accepted, as read from its public area. It is trusted no
// more for that: only its reading is remembered.
void remember_key(const AttestationKey& key, const QuoteInputs& inputs,
                  crypto::CertificateCache& cache);

// judge_key_trust: who vouches for it. Sets claims.hardware_rooted and claims.root, and what Google
// says of the machine.
void judge_key_trust(CheckRun& run, const AttestationKey& key, const QuoteInputs& inputs,
                     const TrustInputs& trust, Claims& claims);

}  // namespace anchorhold::tpm

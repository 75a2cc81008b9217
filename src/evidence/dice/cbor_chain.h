#pragma once
// Proving a chain of CBOR certificates up to a given key. For this module's .cpp files only.

#include "base/check.h"
#include "evidence/dice/cbor_certificate.h"
#include "evidence/dice/x509_chain.h"

namespace anchorhold::dice {

// judge_cbor: the checks of the chain from the device's key to the leaf. `anchor` is set when it
// ended at a given key.
void judge_cbor(const CborChain& chain, const Trust& trust, Time at, CheckRun& run,
                std::optional<Digest256>& anchor);

}  // namespace anchorhold::dice

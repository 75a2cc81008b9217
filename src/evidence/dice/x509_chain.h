#pragma once
// Proving an X.509 chain of DICE certificates up to a given key. For this module's .cpp files only.

#include <span>
#include <vector>

#include "base/check.h"
#include "claims/anchor.h"
#include "crypto/certificate_cache.h"
#include "crypto/x509.h"

namespace anchorhold::dice {

// Trust: where a chain may end, and what may stand between.
struct Trust {
  std::span<const crypto::Certificate> certificates;  // in any order, others too
  std::span<const crypto::SubjectKey> keys;           // those that `given` names count
  std::span<const GivenAnchor> given;
};

// judge_x509: the checks of the chain from `own.front()`, the leaf, over certificates of `own` and
// of `trust`. Returns the path, leaf first, as far as it was found, without the certificate of the
// anchor itself, which nobody vouches for; `anchor` is set when it ended at a given key.
std::vector<const crypto::Certificate*> judge_x509(std::span<const crypto::Certificate> own,
                                                   const Trust& trust, Time at,
                                                   crypto::CertificateCache* cache, CheckRun& run,
                                                   std::optional<Digest256>& anchor);

}  // namespace anchorhold::dice

#pragma once
// The dates of a certification path, as a check of their own: an expired chain is told from a
// forged one.

#include <span>

#include "base/check.h"
#include "base/time.h"
#include "crypto/x509.h"

namespace anchorhold::snp {

using Path = std::span<const crypto::Certificate* const>;  // leaf first, not empty

// nearest_valid: the time nearest to `at` at which every certificate is valid, to prove the links
// at; `at` itself when there is no such time.
Time nearest_valid(Path path, Time at);

// judge_dates: `check` passes when every certificate is valid at `at`, notAfter's second included.
void judge_dates(const Check& check, Path path, Time at, CheckRun& run);

}  // namespace anchorhold::snp

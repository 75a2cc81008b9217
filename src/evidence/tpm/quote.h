#pragma once
// TPMS_ATTEST of type quote: what a TPM signs about its registers.

#include "base/bytes.h"
#include "base/result.h"
#include "base/verified.h"
#include "evidence/tpm/pcr_selection.h"

namespace anchorhold::tpm {

// ClockInfo: TPMS_CLOCK_INFO. `clock` is milliseconds of power; without `safe` it may have been set
// back by a power loss. A rise of `reset_count` is a reboot, of `restart_count` a resume.
struct ClockInfo {
  uint64_t clock = 0;
  uint32_t reset_count = 0;
  uint32_t restart_count = 0;
  bool safe = false;
  bool operator==(const ClockInfo&) const = default;
};

// Quote: the fields of the structure that says TPM2_Quote made it.
struct Quote {
  Bytes qualified_signer;  // Name of the key, qualified by its parents
  Bytes extra_data;        // the caller's qualifying data: the nonce
  ClockInfo clock;
  uint64_t firmware_version = 0;
  PcrSelection selection;
  Bytes pcr_digest;  // over the selected values, by the hash of the signing scheme
};

// parse_quote: exactly one TPMS_ATTEST, magic TPM_GENERATED_VALUE, type TPM_ST_ATTEST_QUOTE.
// Another type is refused by its name: a certified key or a time says nothing about registers.
// Nothing is proven. Source: TPM 2.0 Library Part 2, section 10.12.8.
Result<Unverified<Quote>> parse_quote(ByteView attest);

// looks_like_quote: whether the bytes begin like a TPMS_ATTEST of any type.
bool looks_like_quote(ByteView bytes);

}  // namespace anchorhold::tpm

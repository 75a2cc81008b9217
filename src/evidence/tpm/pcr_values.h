#pragma once
// Values of PCRs that come beside a quote. Nothing signs them: only their digest does.

#include <map>
#include <string_view>
#include <utility>

#include "base/bytes.h"
#include "base/result.h"
#include "evidence/tpm/pcr_selection.h"

namespace anchorhold::tpm {

// PcrValues: by bank and register.
using PcrValues = std::map<std::pair<crypto::HashKind, unsigned>, Bytes>;

// read_pcr_values: the file that belongs to a quote over `quoted`: either a JSON object of register
// numbers and lower-case hexadecimal values, whose bank is the one that the quote selects, or the
// form that `tpm2_quote -F serialized` writes. A value whose size is not its bank's is malformed.
Result<PcrValues> read_pcr_values(std::string_view object, ByteView file,
                                  const PcrSelection& quoted);

// parse_pcr_json: one bank.
Result<PcrValues> parse_pcr_json(std::string_view object, std::string_view text,
                                 crypto::HashKind bank);

// parse_pcr_file: tpm2-tools' form: TPML_PCR_SELECTION, a count, and that many TPML_DIGEST, all as
// little-endian C structures of fixed size; what is not used must be zero. Source: tpm2-tools,
// lib/pcr.c; tpm2-tss, tss2_tpm2_types.h.
Result<PcrValues> parse_pcr_file(std::string_view object, ByteView file);

// check_coverage: whether the values are exactly those that the quote covers. Another value would
// pass as quoted though nothing signs it; a missing one is not zero. Errors are denied.
Status check_coverage(const PcrValues& values, const PcrSelection& quoted);

// pcr_digest: the digest of the selected values, bank by bank in the quote's order, registers
// ascending; every value must be there. `hash` is that of the signing scheme, not of a bank.
// Source: TPM 2.0 Library Part 3, TPM2_Quote.
Bytes pcr_digest(crypto::HashKind hash, const PcrSelection& quoted, const PcrValues& values);

}  // namespace anchorhold::tpm

#pragma once
// The binding of runtime data to the hardware's report.

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/hash.h"

namespace anchorhold::hcl {

inline constexpr size_t report_data_size = 64;

// bound_report_data: what a report's report_data must be: the digest of the runtime data's exact
// bytes, and zeros up to 64 bytes. The guest does not choose it: freshness lies in the vTPM's quote
// alone.
Bytes bound_report_data(crypto::HashKind hash, ByteView runtime_data);

// check_binding: whether the report_data of a hardware report (of SNP, a TDREPORT or a TD quote)
// binds this runtime data. Errors are denied. The caller must have verified that report.
Status check_binding(ByteView report_data, crypto::HashKind hash, ByteView runtime_data);

}  // namespace anchorhold::hcl

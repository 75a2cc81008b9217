#pragma once
// CSV outputs (RFC 4180): typed columns and the disclosure rule.

#include "contract/contract.h"

namespace anchorhold::agent {

// check_csv: strict RFC 4180: CRLF or LF ends each record, quotes only around whole fields, no
// control characters outside quotes. The first record names exactly the declared columns in order,
// every other has one value of its type for each (integers without leading zeros, numbers of at
// most 32 characters), and, with a min_group_size rule, a count of at least that. Denied at the
// first breach, naming line and column, never a value; the line is in `seen` alone.
Status check_csv(const std::string& name, const contract::Output& rule, ByteView content);

}  // namespace anchorhold::agent

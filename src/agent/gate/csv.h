#pragma once
// CSV outputs (RFC 4180): typed columns and the disclosure rule.

#include "contract/contract.h"

namespace anchorhold::agent {

// check_csv: the first line names exactly the declared columns in order, every row has one value of
// its type for each, and, with a min_group_size rule, every row's count is at least that. Denied at
// the first breach, naming line and column, never a value.
Status check_csv(const std::string& name, const contract::Output& rule, ByteView content);

// csv_rows: the records of strict RFC 4180 text: CRLF or LF ends each, quotes only around whole
// fields, no control characters outside quotes.
Result<std::vector<std::vector<std::string>>> csv_rows(const std::string& name,
                                                       std::string_view text);

}  // namespace anchorhold::agent

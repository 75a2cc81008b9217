#pragma once
// Collateral and anchors named on the command line.

#include <string>
#include <vector>

#include "base/result.h"
#include "verifier/file.h"

namespace anchorhold::cli {

// read_collateral: each path is a file, a folder whose files are all taken, or ROLE=FILE for bytes
// that cannot show what they are, such as quote_sig=FILE. limit_exceeded at the first file above
// what verifier::Material takes, before more of it is read; unavailable for an entry of a folder of
// which nobody can say what it is, such as a link to nothing.
Result<std::vector<verifier::File>> read_collateral(const std::vector<std::string>& paths);

}  // namespace anchorhold::cli

#pragma once
// The first half of the output gate: takes exactly the declared files out of /out, or nothing.

#include <map>
#include <string>

#include "base/bytes.h"
#include "contract/contract.h"
#include "os/fd.h"

namespace anchorhold::agent {

using Outputs = std::map<std::string, Bytes>;

// collect_outputs: the content of every declared output. Denied as a whole: an undeclared name, a
// missing one, anything but a regular file with a single name, a file above its max_bytes. Call it
// after every process of the workload has ended; `out` is the folder /out. What the workload chose,
// an error holds in `seen` alone.
Result<Outputs> collect_outputs(const os::Fd& out,
                                const std::map<std::string, contract::Output>& declared);

}  // namespace anchorhold::agent

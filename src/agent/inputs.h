#pragma once
// Inputs: ciphertext streams in from the host, plaintext appears in /in and nowhere else.

#include "agent/host.h"
#include "agent/keys.h"
#include "os/fd.h"
#include "receipt/body.h"

namespace anchorhold::agent {

// take_input: streams the ciphertext of `name`, decrypts it into the new file `name` of the folder
// `in`, and holds length and digest of what was read against the release. The file is worthless
// until this succeeded: on an error the agent ends without starting the workload.
Result<receipt::UsedInput> take_input(Host& host, const os::Fd& in, const std::string& name,
                                      const ReleasedKey& key);

}  // namespace anchorhold::agent

#pragma once
// Inputs: ciphertext streams in from the host, plaintext appears in /in and nowhere else.

#include "age/rules.h"
#include "agent/host.h"
#include "agent/keys.h"
#include "os/fd.h"
#include "receipt/body.h"

namespace anchorhold::agent {

// input_rules: the identity that was made for an input is its only reader.
age::Rules input_rules();

// not_as_released: the host's file is not the one that the owner's release names.
Error not_as_released(const std::string& name, std::string expected, std::string seen);

// take_input: streams the ciphertext of `name`, decrypts it into the new file `name` of the folder
// `in`, and holds length and digest of what was read against the release. The file is worthless
// until this succeeded: on an error the agent ends without starting the workload.
Result<receipt::UsedInput> take_input(Host& host, const os::Fd& in, const std::string& name,
                                      const ReleasedKey& key);

}  // namespace anchorhold::agent

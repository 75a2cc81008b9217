#pragma once
// Asking the person at the terminal, whatever the standard streams are connected to.

#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace anchorhold::cli {

bool is_terminal(int fd);

// ask_passphrase: one line from /dev/tty, not echoed. Empty lines are refused.
Result<SecretBytes> ask_passphrase(std::string_view prompt);

// ask_new_passphrase: asks twice; the answers must agree.
Result<SecretBytes> ask_new_passphrase();

}  // namespace anchorhold::cli

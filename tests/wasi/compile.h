#pragma once
// A module becomes a program: the same way as `anchorhold build --wasm` makes it.

#include <string>

#include "base/result.h"

namespace anchorhold::wasi_suite {

// compile: writes the executable `program`. The error of a refused module names the reason.
Status compile(const std::string& module, const std::string& program);

}  // namespace anchorhold::wasi_suite

#pragma once
// A WebAssembly module compiled ahead of time: wasm2c makes C of it, clang an object, and lld links
// that with the runner into one static program. What runs in an enclave then holds no compiler.

#include <string>

#include "aot/toolchain.h"
#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::aot {

struct Compiled {
  Bytes program;
  std::string recipe;  // canonical JSON, recipe.h
};

// compile: the same module and toolchain give the same bytes, wherever and whenever. `object` names
// the module in errors. Refused: what wasm::inspect and wasm::check_command refuse. The program is
// only as confined as the process that it runs in: an enclave need not trust the compilers to keep
// a module inside of its memory.
Result<Compiled> compile(std::string_view object, ByteView module, const Toolchain& tools);

}  // namespace anchorhold::aot

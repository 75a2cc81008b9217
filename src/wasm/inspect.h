#pragma once
// inspect: what a WebAssembly module is, or why it is refused.

#include <string_view>

#include "base/result.h"
#include "wasm/module.h"

namespace anchorhold::wasm {

// inspect: reads the whole of a module in the binary format of the core specification 2.0 (section
// 5). It proves that the bytes are one module and nothing else: sections in order, each of exactly
// its size; counts that agree; every index with something behind it; names in UTF-8, exports of
// distinct names; constant expressions of the right type; bodies that are instructions from end to
// end, and valid (section 3): blocks balanced, every operand of the type that it is used as.
//
// Of extensions to version 1.0 it takes mutable globals, sign extension, non-trapping conversion,
// multiple values, bulk memory and reference types. Every other is refused by its name with
// Code::unsupported, and so are components, object files and what would be linked at run time. Too
// many or too large of anything is Code::limit_exceeded (bounds.h); everything else,
// Code::malformed.
//
// Validation is not left to wasm2c: its version 1.0.32 loses track of types behind `select` with a
// type, and takes numbers for references there.
//
// What the caller must still check: that the module is a command (command.h).
Result<Module> inspect(std::string_view object, ByteView bytes);

}  // namespace anchorhold::wasm

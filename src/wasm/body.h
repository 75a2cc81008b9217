#pragma once
// A function's body (core specification 2.0, section 5.5.13): its locals, and its instructions one
// by one.

#include "wasm/cursor.h"
#include "wasm/module.h"

namespace anchorhold::wasm {

// read_body: reads to the cursor's end. Every instruction is one that is supported, every index has
// something behind it, every block ends once. Types of operands are not looked at: wasm2c validates
// them.
Status read_body(Cursor& cursor, const Module& module, const FunctionType& type);

}  // namespace anchorhold::wasm
